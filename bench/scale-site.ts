/**
 * A news site in a process of its own, on loopback or the addresses it is given: `/feed/NAME` has the items it was last
 * told to have, `/page/N` is the N-th page. A message `{ feed, from, to }` puts items into a feed; `{ feed, texts }` puts
 * texts of one's own there. With either, `host`: at which address its pages are; `bytes` and `delayMs`: how large all
 * pages are from then on, and how long all answers take.
 *
 *   node bench/scale-site.ts [ADDRESS…]
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { feedOf, PAGE_BYTES, pageOf, type Text, textOf } from './scale-pages.ts';

interface Way {
  readonly feed: string;
  readonly host?: number;
  readonly bytes?: number;
  readonly delayMs?: number;
}

export type Told = Way &
  ({ readonly from: number; readonly to: number } | { readonly texts: readonly (readonly [number, Text])[] });

const feeds = new Map<string, string>();
const own = new Map<number, Text>();
const busy = new Map<string, number>();
let [bytes, delayMs, mostAtHost] = [PAGE_BYTES, 0, 0];

process.on('message', (told: Told) => {
  bytes = told.bytes ?? bytes;
  delayMs = told.delayMs ?? delayMs;
  if ('texts' in told) for (const [n, text] of told.texts) own.set(n, text);
  const numbers =
    'texts' in told
      ? told.texts.map(([n]) => n)
      : Array.from({ length: told.to - told.from }, (_, i) => told.from + i);
  const items = numbers.map((n) => ({ n, ...(own.get(n) ?? textOf(n)) }));
  feeds.set(told.feed, feedOf(bases[told.host ?? 0] ?? '', items));
  process.send?.({ mostAtHost });
  mostAtHost = 0;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind, name = ''] = (request.url ?? '').split('/');
  if (delayMs > 0) {
    const host = request.headers.host ?? '';
    const now = (busy.get(host) ?? 0) + 1;
    busy.set(host, now);
    mostAtHost = Math.max(mostAtHost, now);
    await delay(delayMs);
    busy.set(host, (busy.get(host) ?? 1) - 1);
  }
  if (kind === 'feed') {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(feeds.get(name) ?? feedOf(bases[0] ?? '', []));
  } else if (kind === 'page') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pageOf(own.get(Number(name)) ?? textOf(Number(name)), bytes));
  } else {
    response.statusCode = 404;
    response.end();
  }
}

const addresses = process.argv.length > 2 ? process.argv.slice(2) : ['127.0.0.1'];
const bases = await Promise.all(
  addresses.map(async (address) => {
    const server = createServer((request, response) => void answer(request, response));
    // Longer than a round: a connection must not end while the next request is on its way.
    server.keepAliveTimeout = 600_000;
    await new Promise<void>((ready) => server.listen(0, address, ready));
    return `http://${address}:${(server.address() as AddressInfo).port}`;
  }),
);
process.send?.({ bases });
process.on('disconnect', () => process.exit());
