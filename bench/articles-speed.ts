/**
 * Pages read per CPU-second, beside Cheerio's own parsing of the same pages in the same run, and beside other extractors
 * where they are installed. All take turns, so that a busy machine slows them alike; each reads twenty pages in its turn,
 * so that it pays for its own garbage: page by page, what one leaves is collected in the time of all.
 *
 *   npm install --no-save @mozilla/readability linkedom@0.18.12 defuddle     (once, for the peers)
 *   node bench/articles-speed.ts FOLDER [--rounds 5] [--pages 80]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio/slim';
import { loadPageWords } from '../src/config/page-words.ts';
import { ParseError } from '../src/model/errors.ts';
import { parseArticle } from '../src/parsers/article.ts';
import { decodeText } from '../src/parsers/charset.ts';
import { type Peer, peers } from './article-peers.ts';

interface Page {
  readonly url: string;
  readonly body: Buffer;
}

/** Pages. */
const TURN = 20;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, pages: { type: 'string' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('usage: node bench/articles-speed.ts FOLDER [--rounds 5] [--pages 80]');
  process.exit(2);
}
const ROOT = join(import.meta.dirname, '..');
const words = loadPageWords(ROOT, join(ROOT, 'config/pages'));
const fetchedAt = new Date().toISOString();
const pages = pagesOf(folder).slice(0, values.pages ? Number(values.pages) : undefined);
const rounds = Number(values.rounds);
const { found, missing } = await peers();
const contestants: readonly Peer[] = [
  { name: 'Cheerio (slim, htmlparser2), parsing alone', read: parseAlone },
  { name: 'Newswatch, the whole article', read: readWhole },
  ...found,
];
const seconds = await race();
const [floor = 0, own = 0] = seconds;
const bytes = pages.reduce((sum, { body }) => sum + body.length, 0);
console.log(`${pages.length} pages of ${Math.round(bytes / pages.length / 1024)} KB on average`);
for (const [i, { name }] of contestants.entries()) {
  console.log(`${name.padEnd(44)} ${Math.round(pages.length / (seconds[i] ?? 0))} pages a CPU-second`);
}
for (const name of missing) console.log(`${name.padEnd(44)} not installed`);
console.log(`${'share of the parsing’s speed'.padEnd(44)} ${(floor / own).toFixed(2)}`);

/** CPU seconds of each for all pages, the mean of the rounds. The first round warms up and is not counted. */
async function race(): Promise<number[]> {
  const sums = contestants.map(() => 0);
  for (let round = 0; round <= rounds; round += 1) {
    for (let from = 0; from < pages.length; from += TURN) {
      for (const [i, { read }] of contestants.entries()) {
        const before = process.cpuUsage();
        for (const page of pages.slice(from, from + TURN)) await read(page);
        const { user, system } = process.cpuUsage(before);
        if (round > 0) sums[i] = (sums[i] ?? 0) + (user + system) / 1e6 / rounds;
      }
    }
  }
  return sums;
}

function pagesOf(from: string): Page[] {
  return readFileSync(join(from, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { url?: string; file: string })
    .map(({ url, file }) => ({
      url: url ?? 'https://example.invalid/',
      body: gunzipSync(readFileSync(join(from, 'html', file))),
    }));
}

function parseAlone({ body }: Page): void {
  load(decodeText(body, undefined), { xml: { xmlMode: false, decodeEntities: true } });
}

function readWhole({ body, url }: Page): void {
  try {
    parseArticle({ body, url, fetchedAt, words });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
}
