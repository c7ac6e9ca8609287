/**
 * Many feeds on many hosts of loopback (127.0.1.1, 127.0.1.2, … as Linux has them), in a process of its own: gzip, ETag,
 * Last-Modified, each answer a while later. A message `{ reset }` begins a count, `{ change: 0.1 }` gives a tenth of the
 * feeds a new item; each is answered with the counts.
 *
 *   node bench/polling-site.ts FEEDS HOSTS DELAY_MS
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

export type Order = { readonly reset: true } | { readonly change: number };

export interface Counts {
  readonly requests: number;
  readonly conditional: number;
  readonly unchanged: number;
  /** At a time to one host. */
  readonly mostAtHost: number;
}

const [feeds = 500, hosts = 50, delayMs = 100] = process.argv.slice(2).map(Number);
const ITEMS = 30;
const ITEM_CHARACTERS = 1100;
const HOUR_MS = 3_600_000;
const WORDS = 'harbour council storm river bridge report minister vote school market train festival'.split(
  ' ',
);
const begun = Math.floor(Date.now() / 1000) * 1000 - HOUR_MS;

interface Document {
  readonly zipped: Buffer;
  readonly etag: string;
  readonly modified: string;
}

/** New items each feed has got. */
const added = Array.from({ length: feeds }, () => 0);
const documents = new Map<number, Document>();
const busy = new Map<string, number>();
let counts: Counts;
reset();

function reset(): void {
  counts = { requests: 0, conditional: 0, unchanged: 0, mostAtHost: 0 };
}

/** The same words for the same feed and item, whenever it is asked. */
function wordsOf(feed: number, item: number): () => string {
  let state = (feed * 7919 + (item + 1000) * 104_729) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return WORDS[state % WORDS.length] ?? '';
  };
}

/** Negative numbers are new items. */
function itemOf(feed: number, item: number): string {
  const word = wordsOf(feed, item);
  let text = '';
  while (text.length < ITEM_CHARACTERS)
    text += `&lt;p&gt;${word()} ${word()} ${word()} &amp;amp; ${word()} &lt;a href="/on/${word()}"&gt;${word()}&lt;/a&gt; ${word()}.&lt;/p&gt;`;
  const at = new Date(begun - item * (item < 0 ? 1000 : HOUR_MS)).toUTCString();
  return `<item><title>${word()} ${word()} ${word()} ${feed}/${item}</title><link>/story/${feed}/${item}</link><guid isPermaLink="false">${feed}-${item}</guid><pubDate>${at}</pubDate><description>${text}</description></item>`;
}

function documentOf(feed: number): Document {
  const known = documents.get(feed);
  if (known) return known;
  const fresh = added[feed] ?? 0;
  const items = Array.from({ length: ITEMS + fresh }, (_, i) => itemOf(feed, i - fresh));
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed ${feed}</title><link>/</link>\n${items.join('\n')}\n</channel></rss>`;
  const document = {
    zipped: gzipSync(xml),
    etag: `"${createHash('sha256').update(xml).digest('hex').slice(0, 20)}"`,
    modified: new Date(begun + fresh * 1000).toUTCString(),
  };
  documents.set(feed, document);
  return document;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = request.headers.host ?? '';
  const now = (busy.get(host) ?? 0) + 1;
  busy.set(host, now);
  counts = { ...counts, requests: counts.requests + 1, mostAtHost: Math.max(counts.mostAtHost, now) };
  await delay(delayMs);
  const { zipped, etag, modified } = documentOf(Number(/\d+/.exec(request.url ?? '')?.[0]));
  const { 'if-none-match': known, 'if-modified-since': since } = request.headers;
  if (known ?? since) counts = { ...counts, conditional: counts.conditional + 1 };
  const headers = { etag, 'last-modified': modified, 'content-type': 'application/rss+xml; charset=utf-8' };
  busy.set(host, (busy.get(host) ?? 1) - 1);
  if (known === undefined ? since === modified : known === etag) {
    counts = { ...counts, unchanged: counts.unchanged + 1 };
    response.writeHead(304, headers).end();
  } else response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(zipped);
}

process.on('message', (order: Order) => {
  if ('change' in order) {
    const every = Math.round(1 / order.change);
    for (let feed = 0; feed < feeds; feed += every) {
      added[feed] = (added[feed] ?? 0) + 1;
      documents.delete(feed);
    }
  }
  process.send?.(counts);
  if ('reset' in order) reset();
});
process.on('disconnect', () => process.exit());

const bases = await Promise.all(
  Array.from({ length: hosts }, async (_, host) => {
    const server = createServer((request, response) => void answer(request, response));
    const address = `127.0.1.${host + 1}`;
    await new Promise<void>((ready) => server.listen(0, address, ready));
    return `http://${address}:${(server.address() as AddressInfo).port}`;
  }),
);
// Made beforehand: a server that sends what it has is what is measured against.
for (let feed = 0; feed < feeds; feed += 1) documentOf(feed);
process.send?.(Array.from({ length: feeds }, (_, feed) => `${bases[feed % hosts]}/feed/${feed}.xml`));
