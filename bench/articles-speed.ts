/**
 * Pages read per CPU-second, beside Cheerio's own parsing of the same pages in the same run. The two take turns page by
 * page, so that a busy machine slows both alike.
 *
 *   node bench/articles-speed.ts FOLDER [--rounds 5]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio/slim';
import { ParseError } from '../src/model/errors.ts';
import { parseArticle } from '../src/parsers/article.ts';
import { decodeText } from '../src/parsers/charset.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('usage: node bench/articles-speed.ts FOLDER [--rounds 5]');
  process.exit(2);
}
const pages = readFileSync(join(folder, 'truth.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as { url?: string; file: string })
  .map(({ url, file }) => ({
    url: url ?? 'https://example.invalid/',
    body: gunzipSync(readFileSync(join(folder, 'html', file))),
  }));
const fetchedAt = new Date().toISOString();
const bytes = pages.reduce((sum, { body }) => sum + body.length, 0);

function parseAlone(body: Buffer): void {
  load(decodeText(body, undefined), { xml: { xmlMode: false, decodeEntities: true } });
}

function readWhole(body: Buffer, url: string): void {
  try {
    parseArticle({ body, url, fetchedAt });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

const rounds = Number(values.rounds);
let parsing = 0;
let reading = 0;
// The first round warms up and is not counted.
for (let round = 0; round <= rounds; round += 1) {
  for (const { body, url } of pages) {
    const alone = cpuSeconds(() => parseAlone(body));
    const whole = cpuSeconds(() => readWhole(body, url));
    if (round === 0) continue;
    parsing += alone / rounds;
    reading += whole / rounds;
  }
}
const rate = (seconds: number) => Math.round(pages.length / seconds);
console.log(`${pages.length} pages of ${Math.round(bytes / pages.length / 1024)} KB on average`);
console.log(`Cheerio (slim, htmlparser2), parsing alone: ${rate(parsing)} pages a CPU-second`);
console.log(`Newswatch, the whole article:               ${rate(reading)} pages a CPU-second`);
console.log(`share of the parsing's speed:               ${(parsing / reading).toFixed(2)}`);
