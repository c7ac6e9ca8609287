import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/sweep.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, deliveryOf, developmentOf, NOW, subscriberOf } from './samples.ts';

const ADA = subscriberOf('ada');

const REVIVE = { options: { revive: true } };

let redis: TestRedis;
let desk: Desk;

beforeEach(() => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, {});
});
afterEach(() => redis.close());

test('it hands on what a crash left: alerts after 30 seconds, comparisons after 60', async () => {
  const development = developmentOf('walkout');
  await commitFound(desk.store, development);
  const article = articleOf('unread');
  await desk.store.saveArticle(article, ['strike'], NOW);

  desk.setTime('2024-02-11T12:00:29.000Z');
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 0 });
  desk.setTime('2024-02-11T12:00:31.000Z');
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 1 });
  desk.setTime('2024-02-11T12:01:01.000Z');
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 2 });
  const alert = { name: 'send-alert', data: { watchId: 'strike', developmentId: development.id }, ...REVIVE };
  expect(desk.enqueued).toEqual([
    alert,
    alert,
    { name: 'compare-article', data: { watchId: 'strike', articleId: article.id }, ...REVIVE },
  ]);
});

test('an alert stays in the outbox until it is composed, or a day', async () => {
  await commitFound(desk.store, developmentOf('walkout'));
  desk.setTime('2024-02-11T12:01:00.000Z');
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(sweep(desk.context({ enqueue }))).rejects.toThrow('killed');
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 1 });
  desk.setTime('2024-02-12T12:01:00.000Z');
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 1 });
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 0 });
});

test('it hands on mails that are due and nobody sends', async () => {
  const delivery = deliveryOf(ADA, developmentOf('walkout'));
  await desk.store.createDelivery(delivery);
  desk.setTime('2024-02-11T12:00:01.000Z');
  await sweep(desk.context());
  expect(desk.enqueued).toEqual([{ name: 'deliver', data: { deliveryId: delivery.id }, ...REVIVE }]);
  await desk.store.claimDelivery(delivery.id, 'run', 60_000);
  expect(await sweep(desk.context())).toMatchObject({ reEnqueued: 0 });
});

test('it starts the digests that are due', async () => {
  await desk.store.saveSubscriber(ADA);
  await desk.store.scheduleDigest(ADA.id, '2024-02-11T12:00:30.000Z');
  expect(await sweep(desk.context())).toMatchObject({ digestsDue: 0 });
  desk.setTime('2024-02-11T12:00:31.000Z');
  expect(await sweep(desk.context())).toMatchObject({ digestsDue: 1 });
  expect(desk.enqueued).toEqual([{ name: 'send-digest', data: { subscriberId: ADA.id }, ...REVIVE }]);
});

test('it starts the digests of many readers who want theirs at the same hour', async () => {
  const readers = Array.from({ length: 1200 }, (_, n) => `s${n}`);
  await Promise.all(readers.map((id) => desk.store.scheduleDigest(id, NOW)));
  expect(await sweep(desk.context())).toMatchObject({ digestsDue: readers.length });
  const started = desk.enqueued.map(({ data }) => (data as { subscriberId: string }).subscriberId);
  expect(new Set(started)).toEqual(new Set(readers));
});

test('it removes what is past its keep time', async () => {
  await desk.store.saveUnreadable({ itemId: 'i1', feedId: 'f1', title: 'a page' }, 'empty', NOW);
  desk.setTime('2025-02-11T12:00:00.000Z');
  await sweep(desk.context());
  expect(await desk.store.unreadable(10)).toEqual([]);
});
