import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setInterval as every } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPoster, type Poster } from '../../src/net/poster.ts';

let server: Server;
let listener: RequestListener;
let poster: Poster;
let url: string;

beforeEach(async () => {
  server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  poster = createPoster({ userAgent: 'Newswatch/test', allowPrivate: ['127.0.0.1'], timeoutMs: 300 });
});
afterEach(async () => {
  await poster.close();
  server.closeAllConnections();
  server.close();
});

const SENT = { headers: { 'content-type': 'application/json' }, body: '{}' };

test('a server that hangs is left after the time it has', async () => {
  listener = () => undefined;
  await expect(poster.post(url, SENT)).rejects.toThrow('did not answer within 0.3 s');
});

test('of an answer without end the beginning is read', async () => {
  listener = async (_request, response) => {
    response.writeHead(200);
    for await (const _ of every(1)) {
      if (!response.write('x'.repeat(2000)) && response.destroyed) break;
      if (response.destroyed) break;
    }
  };
  const { status, text } = await poster.post(url, SENT);
  expect(status).toBe(200);
  expect(text).toHaveLength(4096);
});

test('a redirect is an answer like any other', async () => {
  listener = (_request, response) => response.writeHead(307, { location: 'http://10.0.0.1/' }).end();
  expect(await poster.post(url, SENT)).toMatchObject({ status: 307 });
});

test('a private address, written as one or found by its name, is not asked', async () => {
  const guarded = createPoster({ userAgent: 'Newswatch/test', allowPrivate: [], timeoutMs: 3000 });
  await expect(guarded.post(url, SENT)).rejects.toThrow('this machine');
  await expect(guarded.post(url.replace('127.0.0.1', 'localhost'), SENT)).rejects.toThrow('this machine');
  await expect(guarded.post('http://[::ffff:10.0.0.1]/', SENT)).rejects.toThrow('private');
  await guarded.close();
});

test('a server that is not there is told in words', async () => {
  server.close();
  await once(server, 'close');
  await expect(poster.post(url, SENT)).rejects.toThrow('refused the connection');
});
