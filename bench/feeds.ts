/**
 * Parses the feeds of a folder (cases, damaged, encodings, dates; `.jsonl` or `.jsonl.gz`, a case a line with its
 * bytes as `b64`), writes what was read, a file of the same name each, and has it scored by the `score.mjs` of that
 * folder where it has one.
 *
 *   node bench/feeds.ts [FOLDER] [--out OUTPUT_FOLDER]
 *
 * Without a folder it takes `../shared/benchmarks/feeds` beside the project.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readFeed } from '../src/parsers/feed-reader.ts';
import { baseOfAnswer } from '../src/parsers/url.ts';

interface Case {
  readonly id: string;
  readonly b64: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [folder = resolve(import.meta.dirname, '../../shared/benchmarks/feeds')] = positionals;
if (!existsSync(folder)) {
  console.error(
    `There is no folder ${folder}.\nusage: node bench/feeds.ts FOLDER [--out OUTPUT_FOLDER]; FOLDER holds cases.jsonl, damaged.jsonl, encodings.jsonl, dates.jsonl or some of them`,
  );
  process.exit(2);
}
const out = values.out ?? mkdtempSync(join(tmpdir(), 'newswatch-feeds-'));
mkdirSync(out, { recursive: true });
const startedAt = process.cpuUsage();
let bytes = 0;
let feeds = 0;
for (const name of ['cases', 'damaged', 'encodings', 'dates']) {
  const cases = readCases(join(folder, `${name}.jsonl`));
  const lines: string[] = [];
  for (const each of cases) lines.push(JSON.stringify({ id: each.id, ...(await outcome(each)) }));
  writeFileSync(join(out, `${name}.jsonl`), lines.map((line) => `${line}\n`).join(''));
}
const used = process.cpuUsage(startedAt);
const seconds = (used.user + used.system) / 1e6;
console.log(
  `${feeds} feeds, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} CPU-seconds; what was read is in ${out}`,
);
const scorer = join(folder, 'score.mjs');
if (existsSync(scorer)) execFileSync(process.execPath, [scorer, folder, out], { stdio: 'inherit' });

function readCases(file: string): Case[] {
  const text = existsSync(`${file}.gz`)
    ? gunzipSync(readFileSync(`${file}.gz`)).toString()
    : existsSync(file)
      ? readFileSync(file, 'utf8')
      : '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
}

async function outcome(each: Case): Promise<object> {
  const body = Buffer.from(each.b64, 'base64');
  bytes += body.length;
  feeds += 1;
  const headers = each.headers ?? {};
  const contentType = headers['content-type'];
  const base = baseOfAnswer(each.url, headers);
  try {
    const feed = await readFeed({ body, url: each.url, base, ...(contentType && { contentType }) });
    return {
      feed: { title: feed.title, link: feed.link },
      items: feed.entries.map((entry) => ({
        title: entry.title,
        link: entry.link,
        id: entry.id,
        dates: [entry.published, entry.updated].filter((date) => date !== undefined),
        bodies: [entry.summary, entry.content].filter((body) => body !== undefined),
      })),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
