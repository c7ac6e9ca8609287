import { afterAll, expect, test } from 'vitest';
import { createServer } from '../../src/web/server.ts';
import { openStore } from '../store/open-store.ts';
import { emptySample, portsOf } from '../web/sample.ts';

const { store, close } = openStore();
const servers = [1, 2].map(() => createServer(portsOf(emptySample()), { countUse: store.useWithin }));
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await close();
});

test('a network has its twenty passwords an hour of all processes together, however often it changes', async () => {
  const codes: number[] = [];
  for (let tries = 0; tries < 21; tries += 1) {
    const answer = await servers[tries % 2]?.inject({
      method: 'POST',
      url: '/operate/login',
      remoteAddress: '2001:db8:1:2::9',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'password=guess',
    });
    codes.push(answer?.statusCode ?? 0);
  }
  expect(codes).toEqual([...Array<number>(20).fill(401), 429]);
});
