/**
 * A news site on loopback, in a process of its own: `/feed/NAME` has the items it was last told to have, `/page/N` is
 * the N-th page. A message `{ feed, from, to }` puts items into a feed; `{ feed, texts }` puts texts of one's own there.
 * `bytes` with either: how large all pages are from then on.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { feedOf, PAGE_BYTES, pageOf, type Text, textOf } from './scale-pages.ts';

export type Told = { readonly feed: string; readonly bytes?: number } & (
  | { readonly from: number; readonly to: number }
  | { readonly texts: readonly (readonly [number, Text])[] }
);

const feeds = new Map<string, string>();
const own = new Map<number, Text>();
let base = '';
let bytes = PAGE_BYTES;

process.on('message', (told: Told) => {
  bytes = told.bytes ?? bytes;
  if ('texts' in told) for (const [n, text] of told.texts) own.set(n, text);
  const numbers =
    'texts' in told
      ? told.texts.map(([n]) => n)
      : Array.from({ length: told.to - told.from }, (_, i) => told.from + i);
  const items = numbers.map((n) => ({ n, ...(own.get(n) ?? textOf(n)) }));
  feeds.set(told.feed, feedOf(base, items));
  process.send?.({ done: told.feed });
});

const server = createServer((request, response) => {
  const [, kind, name = ''] = (request.url ?? '').split('/');
  if (kind === 'feed') {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(feeds.get(name) ?? feedOf(base, []));
  } else if (kind === 'page') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pageOf(own.get(Number(name)) ?? textOf(Number(name)), bytes));
  } else {
    response.statusCode = 404;
    response.end();
  }
});
// Longer than a round: a connection must not end while the next request is on its way.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ base });
});
process.on('disconnect', () => process.exit());
