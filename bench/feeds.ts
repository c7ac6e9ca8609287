/**
 * Parses the feeds of a folder (cases, damaged, encodings, dates; `.jsonl` or `.jsonl.gz`, a case a line with its
 * bytes as `b64`) and writes what was read, a file of the same name each.
 *
 *   node bench/feeds.ts FOLDER --out OUTPUT_FOLDER
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
const [folder] = positionals;
if (!folder || !values.out) {
  console.error('usage: node bench/feeds.ts FOLDER --out OUTPUT_FOLDER');
  process.exit(2);
}
mkdirSync(values.out, { recursive: true });
const startedAt = process.cpuUsage();
let bytes = 0;
let feeds = 0;
for (const name of ['cases', 'damaged', 'encodings', 'dates']) {
  const cases = readCases(join(folder, `${name}.jsonl`));
  const lines: string[] = [];
  for (const each of cases) lines.push(JSON.stringify({ id: each.id, ...(await outcome(each)) }));
  writeFileSync(join(values.out, `${name}.jsonl`), lines.map((line) => `${line}\n`).join(''));
}
const used = process.cpuUsage(startedAt);
const seconds = (used.user + used.system) / 1e6;
console.log(`${feeds} feeds, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} CPU-seconds`);

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
