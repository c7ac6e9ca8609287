/**
 * The least that polls: fetch with the validators of last time, rss-parser, ten at a time, no store but a file.
 *
 *   node bench/polling-bare.ts URL_FILE STATE_FILE
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Parser from 'rss-parser';

interface Known {
  readonly etag: string;
  readonly modified: string;
  readonly seen: readonly string[];
}

const AT_A_TIME = 10;
const [urlFile = '', stateFile = ''] = process.argv.slice(2);
const urls = readFileSync(urlFile, 'utf8').split('\n').filter(Boolean);
const state: Record<string, Known> = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {};
let fresh = 0;

async function poll(url: string): Promise<void> {
  const known = state[url];
  const headers: Record<string, string> = known
    ? { 'if-none-match': known.etag, 'if-modified-since': known.modified }
    : {};
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) });
  if (response.status === 304) return;
  const { items } = await new Parser().parseString(await response.text());
  const ids = items.map(({ guid, link }) => guid ?? link ?? '');
  const before = new Set(known?.seen);
  fresh += ids.filter((id) => !before.has(id)).length;
  const etag = response.headers.get('etag') ?? '';
  state[url] = { etag, modified: response.headers.get('last-modified') ?? '', seen: ids };
}

const waiting = [...urls];
await Promise.all(
  Array.from({ length: AT_A_TIME }, async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) await poll(url);
  }),
);
writeFileSync(stateFile, JSON.stringify(state));
console.log(`${urls.length} feeds, ${fresh} new items`);
process.exit(0);
