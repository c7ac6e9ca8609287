import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FetcherOptions } from '../../src/net/fetcher.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { startCountingSite, testFetcher } from './site.ts';

let open: OpenStore;
let site: Awaited<ReturnType<typeof startCountingSite>>;

beforeEach(async () => {
  open = openStore();
  site = await startCountingSite();
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
  expect(site.most()).toBe(2);
  expect(site.starts).toHaveLength(9);
  const spans = site.starts.slice(2).map((at, i) => at - (site.starts[i] ?? 0));
  // The request and its pause, which is a fifth shorter among processes.
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(55);
  await Promise.all(fetchers.map((fetcher) => fetcher.close()));
});

test('who gives up waiting for the others leaves its own turn free', async () => {
  const [one, two] = [sharing(open.store), sharing(open.another())];
  await open.store.takeTurn('127.0.0.1', 'elsewhere', 2, 300);
  await open.store.takeTurn('127.0.0.1', 'elsewhere too', 2, 300);
  await expect(ask(one, AbortSignal.timeout(50))).rejects.toThrow('timeout');
  expect(site.starts).toHaveLength(0);
  await Promise.all([ask(one), ask(one), ask(two)]);
  expect(site.starts).toHaveLength(3);
  await Promise.all([one.close(), two.close()]);
});
