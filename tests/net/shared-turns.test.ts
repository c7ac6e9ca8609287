import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FetcherOptions } from '../../src/net/fetcher.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { type Site, startSite, testFetcher } from './site.ts';

let open: OpenStore;
let site: Site;
let now = 0;
let most = 0;
let starts: number[] = [];

beforeEach(async () => {
  open = openStore();
  [now, most, starts] = [0, 0, []];
  site = await startSite((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    starts.push(performance.now());
    setTimeout(() => {
      now -= 1;
      response.end('ok');
    }, 20);
  });
});
afterEach(async () => {
  await site.close();
  await open.close();
});

const ask = (fetcher: ReturnType<typeof testFetcher>, signal?: AbortSignal) =>
  fetcher.fetch(site.url, { accept: '*/*', maxBytes: 1000, ...(signal && { signal }) });
const sharing = (turnStore: FetcherOptions['turnStore']) =>
  testFetcher({ pauseMs: 50, ...(turnStore && { turnStore }) });

test('three processes together ask a host by two at a time, with a pause after each', async () => {
  const fetchers = [open.store, open.another(), open.another()].map(sharing);
  await Promise.all(fetchers.flatMap((fetcher) => [ask(fetcher), ask(fetcher), ask(fetcher)]));
  expect(most).toBe(2);
  expect(starts).toHaveLength(9);
  const spans = starts.slice(2).map((at, i) => at - (starts[i] ?? 0));
  // The request and its pause, which is a fifth shorter among processes.
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(55);
  await Promise.all(fetchers.map((fetcher) => fetcher.close()));
});

test('who gives up waiting for the others leaves its own turn free', async () => {
  const [one, two] = [sharing(open.store), sharing(open.another())];
  await open.store.takeTurn('127.0.0.1', 'elsewhere', 2, 300);
  await open.store.takeTurn('127.0.0.1', 'elsewhere too', 2, 300);
  await expect(ask(one, AbortSignal.timeout(50))).rejects.toThrow('timeout');
  expect(starts).toHaveLength(0);
  await Promise.all([ask(one), ask(one), ask(two)]);
  expect(starts).toHaveLength(3);
  await Promise.all([one.close(), two.close()]);
});
