import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';

const SECOND_MS = 1000;

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const report = (process: string, silentMs = 0) => ({
  process,
  at: new Date(Date.now() - silentMs).toISOString(),
  watches: { [`of-${process}`]: 'c1' },
  feeds: [`feed-of-${process}`],
  mistakes: [],
});

test('a process that reports is known by what it follows, until it ends or falls silent', async () => {
  const { store } = open;
  for (const one of [report('b', 5 * SECOND_MS), report('a'), report('dead', 61 * SECOND_MS)]) {
    await store.saveProcessReport(one);
  }
  expect((await store.processReports()).map(({ process }) => process)).toEqual(['a', 'b']);
  expect(await store.isFollowed('of-a')).toBe(true);
  expect(await store.isFollowed('feed-of-b')).toBe(true);
  expect(await store.isFollowed('of-dead')).toBe(false);
  await store.dropProcessReport('a');
  expect(await store.isFollowed('of-a')).toBe(false);
});
