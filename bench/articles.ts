/**
 * Reads the pages of a folder (`truth.jsonl` with {id, url, file}, and `html/*.html.gz`) and writes what was read,
 * a line a page: {id, text, title, authors, date}. Says how many pages a CPU-second makes, beside Cheerio's own parsing.
 *
 *   node bench/articles.ts FOLDER --out PREDICTIONS.jsonl
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { loadPageWords } from '../src/config/page-words.ts';
import { ParseError } from '../src/model/errors.ts';
import { parseArticle } from '../src/parsers/article.ts';
import { decodeText } from '../src/parsers/charset.ts';
import { readPage } from '../src/parsers/page.ts';

interface Page {
  readonly id: string;
  readonly url: string;
  readonly body: Buffer;
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [folder] = positionals;
if (!folder || !values.out) {
  console.error('usage: node bench/articles.ts FOLDER --out PREDICTIONS.jsonl');
  process.exit(2);
}
const pages = readPages(folder);
const ROOT = join(import.meta.dirname, '..');
const words = loadPageWords(ROOT, join(ROOT, 'config/pages'));
const fetchedAt = new Date().toISOString();
for (const page of pages.slice(0, 30)) line(page);
const parsing = cpuSeconds(() =>
  pages.map((page) => readPage(decodeText(page.body, undefined)).document.children.length),
);
let lines: string[] = [];
const reading = cpuSeconds(() => {
  lines = pages.map(line);
});
writeFileSync(values.out, lines.join(''));
const rate = (seconds: number) => Math.round(pages.length / seconds);
console.log(`${pages.length} pages, ${rate(reading)} a CPU-second; parsing alone ${rate(parsing)}`);

function readPages(from: string): Page[] {
  const truth = readFileSync(join(from, 'truth.jsonl'), 'utf8').split('\n').filter(Boolean);
  return truth.map((text) => {
    const { id, url, file } = JSON.parse(text) as { id: string; url?: string; file: string };
    return {
      id,
      url: url ?? 'https://example.invalid/',
      body: gunzipSync(readFileSync(join(from, 'html', file))),
    };
  });
}

function line(page: Page): string {
  try {
    const article = parseArticle({ body: page.body, url: page.url, fetchedAt, words });
    const text = [article.standfirst ?? '', ...article.paragraphs].filter(Boolean).join('\n');
    return `${JSON.stringify({ id: page.id, text, title: article.title, authors: article.authors, date: article.publishedAt ?? null })}\n`;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return `${JSON.stringify({ id: page.id, text: '', title: '', authors: [], date: null, error: error.message })}\n`;
  }
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}
