import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobContext } from '../../src/jobs/context.ts';
import { pollFeed } from '../../src/jobs/poll-feed.ts';
import { FetchError, ParseError } from '../../src/model/errors.ts';
import type { Item } from '../../src/model/feed.ts';
import type { FetchRequest, FetchResult } from '../../src/model/fetch.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { catalogueOf, type Desk, openDesk } from './desk.ts';
import { feedOf, itemOf } from './samples.ts';

const FEED = feedOf('https://news.example/rss');
const DATA = { feedId: FEED.id };

let redis: TestRedis;
let desk: Desk;
let parsed: { title?: string; items: Item[]; ttlMs?: number };

beforeEach(() => {
  redis = testRedis();
  parsed = { items: [itemOf('second'), itemOf('first', { publishedAt: '2024-02-11T08:00:00.000Z' })] };
  desk = openDesk(redis.redis, redis.prefix, { feeds: [FEED] }, { parseFeed: () => Promise.resolve(parsed) });
});
afterEach(() => redis.close());

/** Answers requests in turn; the last one again and again. */
function serving(...answers: (FetchResult | Error)[]): {
  fetcher: JobContext['fetcher'];
  requests: FetchRequest[];
} {
  const requests: FetchRequest[] = [];
  const fetch = (_url: string, request: FetchRequest) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    return answer instanceof Error || !answer ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { requests, fetcher: { fetch, checkRobots: () => Promise.resolve() } };
}

function ok(body: string, more: Partial<FetchResult> = {}): FetchResult {
  return { kind: 'ok', url: FEED.url, body: Buffer.from(body), headers: {}, ...more } as FetchResult;
}

test('new items are handed on, the oldest first, and seen only once', async () => {
  const { fetcher } = serving(ok('one'), ok('two'));
  const first = await pollFeed(desk.context({ fetcher }), DATA);
  expect(first).toEqual({ kind: 'polled', feedId: FEED.id, items: 2, fresh: 2, skipped: 0 });
  expect(desk.enqueued.map(({ data }) => 'item' in data && data.item.title)).toEqual(['first', 'second']);

  parsed.items.unshift(itemOf('third'));
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ items: 3, fresh: 1 });
});

test('a watch that comes to a feed polled before gets what the feed carries, once', async () => {
  const { fetcher, requests } = serving(ok('one', { etag: '"1"' }));
  await pollFeed(desk.context({ fetcher }), DATA);
  const shared = catalogueOf([{ ...FEED, watchIds: [...FEED.watchIds, 'newcomer'] }], []);
  const state = await desk.store.feedState(FEED.id);
  const seldom = { notBefore: '2100-01-01T00:00:00.000Z', waitsFor: 'seldom' as const };
  await desk.store.saveFeedState(FEED.id, { ...state, ...seldom });
  const polled = await pollFeed(desk.context({ fetcher, catalogue: shared }), DATA);
  expect(polled).toEqual({ kind: 'polled', feedId: FEED.id, items: 2, fresh: 2, skipped: 0 });
  expect(requests[1]).not.toHaveProperty('etag');
  const again = await pollFeed(desk.context({ fetcher, catalogue: shared }), { ...DATA, force: true });
  expect(again).toEqual({ kind: 'unchanged', feedId: FEED.id });
});

test('items are queued before they are marked seen: a crash between reads them again', async () => {
  const { fetcher } = serving(ok('one', { etag: '"1"' }));
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(pollFeed(desk.context({ fetcher, enqueue }), DATA)).rejects.toThrow('killed here');
  expect(await desk.store.feedState(FEED.id)).toEqual({ failures: 0 });
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ fresh: 2 });
});

test('what the feed sent to know itself by is sent back, and "not modified" ends the poll', async () => {
  const { fetcher, requests } = serving(ok('one', { etag: '"1"', lastModified: 'Sun, 11 Feb 2024' }), {
    kind: 'not-modified',
    headers: {},
  });
  await pollFeed(desk.context({ fetcher }), DATA);
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toEqual({ kind: 'unchanged', feedId: FEED.id });
  expect(requests[1]).toMatchObject({ etag: '"1"', lastModified: 'Sun, 11 Feb 2024' });
  expect(await desk.store.feedState(FEED.id)).toMatchObject({ etag: '"1"', failures: 0 });
});

test('the same bytes again are no news, though the server knows no "not modified"', async () => {
  const { fetcher } = serving(ok('one'));
  await pollFeed(desk.context({ fetcher }), DATA);
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toEqual({ kind: 'unchanged', feedId: FEED.id });
});

test('a feed that fails is left alone for longer each time, up to the slowest poll', async () => {
  const { fetcher } = serving(new FetchError('timeout', 'no answer', { retryable: true }));
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    const outcome = await pollFeed(desk.context({ fetcher }), { ...DATA, force: true });
    if (outcome.kind !== 'failed') throw new Error(outcome.kind);
    waits.push((Date.parse(outcome.notBefore) - desk.context().clock().getTime()) / 60_000);
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  expect(await desk.store.feedState(FEED.id)).toMatchObject({ failures: 9, error: 'no answer' });
});

test('a poll before the time the feed asked for ends at once, unless it is forced', async () => {
  const hour = 3_600_000;
  const { fetcher, requests } = serving(
    new FetchError('status', 'busy (503)', { retryable: true, status: 503, retryAfterMs: hour }),
    ok('one'),
  );
  await pollFeed(desk.context({ fetcher }), DATA);
  const notBefore = '2024-02-11T13:00:00.000Z';
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toEqual({
    kind: 'too-early',
    feedId: FEED.id,
    notBefore,
  });
  expect(requests).toHaveLength(1);
  expect(await pollFeed(desk.context({ fetcher }), { ...DATA, force: true })).toMatchObject({ fresh: 2 });
  expect(await desk.store.feedState(FEED.id)).not.toHaveProperty('error');
});

test('a ttl longer than the schedule is kept to', async () => {
  parsed.ttlMs = 60 * 60_000;
  const { fetcher } = serving(ok('one'));
  await pollFeed(desk.context({ fetcher }), DATA);
  desk.setTime('2024-02-11T12:45:00.000Z');
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ kind: 'too-early' });
  desk.setTime('2024-02-11T13:00:00.000Z');
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ kind: 'unchanged' });
});

test('a feed that is gone is not asked again, until a person forces it', async () => {
  const { fetcher, requests } = serving(new FetchError('status', 'gone (410)', { status: 410 }), ok('one'));
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toEqual({ kind: 'gone', feedId: FEED.id });
  desk.setTime('2024-06-01T00:00:00.000Z');
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toEqual({ kind: 'gone', feedId: FEED.id });
  expect(requests).toHaveLength(1);
  desk.setTime('2024-02-11T12:00:00.000Z');
  expect(await pollFeed(desk.context({ fetcher }), { ...DATA, force: true })).toMatchObject({ fresh: 2 });
  expect(await desk.store.feedState(FEED.id)).not.toHaveProperty('gone');
});

test('bytes that are no feed count as a failure, and are not taken for the feed', async () => {
  const { fetcher } = serving(ok('<html>', { etag: '"broken"' }));
  const parseFeed = () => Promise.reject(new ParseError('This is a web page.'));
  const stages = { ...desk.context().stages, parseFeed };
  expect(await pollFeed(desk.context({ fetcher, stages }), DATA)).toMatchObject({
    kind: 'failed',
    error: 'This is a web page.',
  });
  expect(await desk.store.feedState(FEED.id)).not.toHaveProperty('etag');
});

test('items past their age are marked seen and not read; those without a date are read', async () => {
  const { publishedAt: _, ...undated } = itemOf('undated');
  parsed.items = [itemOf('old', { publishedAt: '2024-01-01T00:00:00.000Z' }), undated];
  const { fetcher } = serving(ok('one'), ok('two'));
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ fresh: 1, skipped: 1 });
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ fresh: 0, skipped: 0 });
});

test('a feed is polled by one job at a time; the same job, started again after a crash, goes on', async () => {
  await desk.store.claimPoll(FEED.id, 'job-1', 60_000);
  const { fetcher } = serving(ok('one'));
  const other = desk.context({ fetcher, jobId: 'job-2' });
  expect(await pollFeed(other, DATA)).toEqual({ kind: 'already-running', feedId: FEED.id });
  expect(await pollFeed(desk.context({ fetcher }), DATA)).toMatchObject({ fresh: 2 });
  expect(await pollFeed(other, DATA)).toMatchObject({ kind: 'unchanged' });
});

test('a poll cut off by a worker that stops does not count against the feed', async () => {
  const { fetcher } = serving(new FetchError('network', 'aborted', { retryable: true }));
  const signal = AbortSignal.abort();
  await expect(pollFeed(desk.context({ fetcher }), DATA, signal)).rejects.toThrow('aborted');
  expect(await desk.store.feedState(FEED.id)).toEqual({ failures: 0 });
});
