import rateLimit from '@fastify/rate-limit';
import fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { apiPlugin } from '../../src/web/api/plugin.ts';
import type { ApiPorts } from '../../src/web/api/ports.ts';
import { createServer } from '../../src/web/server.ts';
import { type CountUse, sharedLimits } from '../../src/web/shared-limits.ts';
import { openStore } from '../store/open-store.ts';
import { emptySample, portsOf } from '../web/sample.ts';

const { store, close } = openStore();
const away: CountUse = () => Promise.reject(new Error('Redis is away'));
const servers = [store.useWithin, store.useWithin, away].map((countUse) =>
  createServer(portsOf(emptySample()), { countUse }),
);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await close();
});

async function tryPasswords(server: (tries: number) => (typeof servers)[number] | undefined) {
  const codes: number[] = [];
  for (let tries = 0; tries < 21; tries += 1) {
    const answer = await server(tries)?.inject({
      method: 'POST',
      url: '/operate/login',
      remoteAddress: '2001:db8:1:2::9',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'password=guess',
    });
    codes.push(answer?.statusCode ?? 0);
  }
  return codes;
}

const TWENTY_AND_NO_MORE = [...Array<number>(20).fill(401), 429];

test('a network has its twenty passwords an hour of all processes together, however often it changes', async () => {
  expect(await tryPasswords((tries) => servers[tries % 2])).toEqual(TWENTY_AND_NO_MORE);
});

test('it has no more of them while Redis is away', async () => {
  expect(await tryPasswords(() => servers[2])).toEqual(TWENTY_AND_NO_MORE);
});

test('while Redis is away, the routes of the API are counted together all the same', async () => {
  const app = fastify();
  await app.register(rateLimit, { global: false, store: sharedLimits(away) });
  await app.register((routes) => apiPlugin(routes, {} as ApiPorts), { prefix: '/api/v1' });
  const codes: number[] = [];
  for (let asked = 0; asked < 302; asked += 1) {
    const { statusCode } = await app.inject(asked % 2 ? '/api/v1/watches' : '/api/v1/status');
    codes.push(statusCode);
  }
  await app.close();
  expect(codes).toEqual([...Array<number>(300).fill(401), 429, 429]);
});
