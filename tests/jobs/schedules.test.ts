import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSchedules, type ScheduleOptions, setSchedules } from '../../src/jobs/schedules.ts';
import type { Feed } from '../../src/model/feed.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { openDesk } from './desk.ts';
import { type Office, openOffice } from './office.ts';
import { feedOf } from './samples.ts';

const MINUTE_MS = 60_000;
const FEEDS = Array.from({ length: 20 }, (_, i) => feedOf(`https://news.example/${i}`));

let redis: TestRedis;
let office: Office;

beforeEach(() => {
  redis = testRedis();
  office = openOffice(redis);
});
afterEach(async () => {
  await office.close();
  await redis.close();
});

const options = (feeds: readonly Feed[], more: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  feeds: () => feeds,
  pollEveryMs: 15 * MINUTE_MS,
  sweepEveryMs: 30_000,
  spreadMs: MINUTE_MS,
  chance: () => 0.5,
  ...more,
});

const polls = () => office.queues.queue('poll-feed').getJobSchedulers();
const nexts = async () => (await polls()).map(({ key, next }) => [key, next]);

test('every feed has its schedule, and a start asks no crowd of sites at once', async () => {
  const now = Date.now();
  await setSchedules(office.queues, options(FEEDS));
  const waits = (await polls()).map(({ next = 0 }) => next - now).sort((a, b) => a - b);
  expect(waits).toHaveLength(20);
  expect(waits.at(-1)).toBeLessThan(MINUTE_MS + 1000);
  const gaps = waits.slice(1).map((wait, i) => wait - (waits[i] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(2000);
  expect(await office.queues.queue('sweep').getJobSchedulers()).toHaveLength(1);
});

test('a second worker, or a restart, changes nothing', async () => {
  await setSchedules(office.queues, options(FEEDS));
  const before = await nexts();
  await Promise.all([
    setSchedules(office.queues, options(FEEDS, { chance: () => 0.1 })),
    setSchedules(office.queues, options(FEEDS, { chance: () => 0.9 })),
  ]);
  expect(await nexts()).toEqual(before);
  expect(await office.queues.size('poll-feed')).toMatchObject({ delayed: 20, waiting: 0 });
});

test('two workers that start at once set one schedule a feed', async () => {
  await Promise.all([
    setSchedules(office.queues, options(FEEDS)),
    setSchedules(office.queues, options(FEEDS)),
  ]);
  expect(await polls()).toHaveLength(20);
  expect(await office.queues.size('poll-feed')).toMatchObject({ delayed: 20, waiting: 0 });
});

test('the schedule of a feed no longer configured goes, one with another interval is set anew', async () => {
  await setSchedules(office.queues, options(FEEDS.slice(0, 3)));
  await setSchedules(office.queues, options(FEEDS.slice(1, 3), { pollEveryMs: 5 * MINUTE_MS }));
  expect((await polls()).map(({ key, every }) => [key, every]).sort()).toEqual(
    FEEDS.slice(1, 3)
      .map(({ id }) => [id, 5 * MINUTE_MS])
      .sort(),
  );
  expect(await office.queues.size('poll-feed')).toMatchObject({ delayed: 2 });
});

test('a schedule that fell behind, or far ahead, is set again', async () => {
  const [late, early] = FEEDS;
  if (!late || !early) throw new Error('no feeds');
  const queue = office.queues.queue('poll-feed');
  const every = 15 * MINUTE_MS;
  const template = { name: 'poll-feed', data: { feedId: late.id } };
  const hour = 60 * MINUTE_MS;
  await queue.upsertJobScheduler(early.id, { every, startDate: Date.now() + hour }, template);
  await queue.upsertJobScheduler(late.id, { every, startDate: Date.now() + MINUTE_MS }, template);
  await redis.redis.zadd(queue.toKey('repeat'), Date.now() - hour, late.id);
  await setSchedules(office.queues, options([late, early]));
  const now = Date.now();
  for (const { next = 0 } of await polls()) {
    expect(next).toBeGreaterThan(now - 1000);
    expect(next).toBeLessThan(now + MINUTE_MS + 1000);
  }
});

test('the schedules start the jobs, again and again', async () => {
  const desk = openDesk(redis.redis, redis.prefix, { feeds: FEEDS.slice(0, 2) });
  const kept = await keepSchedules(
    office.queues,
    options(FEEDS.slice(0, 2), { pollEveryMs: 300, sweepEveryMs: 300, spreadMs: 100 }),
    () => undefined,
  );
  await office.start({ ...desk.ports, limits: { ...desk.ports.limits, pollEveryMs: 1, slowestPollMs: 1 } });
  await expect.poll(() => office.events.filter(({ name }) => name === 'sweep').length).toBeGreaterThan(2);
  await kept.close();
  const feeds = new Set(
    office.events.flatMap((event) => (event.name === 'poll-feed' ? event.data.feedId : [])),
  );
  expect(feeds.size).toBe(2);
});
