import { afterEach, beforeEach, expect, test } from 'vitest';
import { READERS_A_JOB, sendAlert } from '../../src/jobs/send-alert.ts';
import type { Development } from '../../src/model/development.ts';
import type { JobData } from '../../src/model/job.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { developmentOf, NOW, subscriberOf, watchOf } from './samples.ts';

const WATCH = watchOf();
const FIRST = developmentOf('walkout');
const SECOND = developmentOf('ballot');

let redis: TestRedis;
let desk: Desk;

beforeEach(async () => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, { watches: [WATCH] }, { composeAlert });
  await commitFound(desk.store, FIRST, SECOND);
});
afterEach(() => redis.close());

const alert = (development: Development) =>
  sendAlert(desk.context(), { watchId: WATCH.id, developmentId: development.id });

test('each subscriber who wants alerts gets one mail; the others get none', async () => {
  await desk.store.saveSubscriber(subscriberOf('ada'));
  await desk.store.saveSubscriber(subscriberOf('ben'));
  await desk.store.saveSubscriber(subscriberOf('cleo', { alerts: false }));
  await desk.store.saveSubscriber(subscriberOf('dan', { status: 'unsubscribed' }));
  await desk.store.saveSubscriber(subscriberOf('eve', { watchIds: ['another'] }));
  expect(await alert(FIRST)).toEqual({ kind: 'enqueued', deliveries: 2, skipped: 0 });
  const mails = await desk.store.deliveries(10);
  expect(mails.map(({ message }) => message.to.address).sort()).toEqual([
    'ada@readers.example',
    'ben@readers.example',
  ]);
  expect(desk.enqueued.map(({ name }) => name)).toEqual(['deliver', 'deliver']);
});

test('run twice, it makes the same mails once and hands on those that are still to be sent', async () => {
  await desk.store.saveSubscriber(subscriberOf('ada'));
  await desk.store.saveSubscriber(subscriberOf('ben'));
  await alert(FIRST);
  const [first] = await desk.store.deliveries(10);
  await desk.store.claimDelivery(first?.id ?? '', 'run', 60_000);
  await desk.store.markSent(first?.id ?? '', 'run', NOW, '250 ok');
  desk.enqueued.length = 0;
  expect(await alert(FIRST)).toEqual({ kind: 'enqueued', deliveries: 1, skipped: 1 });
  expect(await desk.store.deliveries(10)).toHaveLength(2);
});

test('what is over the day’s cap is left to the digest', async () => {
  const ada = subscriberOf('ada', { maxAlertsPerDay: 1 });
  await desk.store.saveSubscriber(ada);
  expect(await alert(FIRST)).toMatchObject({ deliveries: 1, skipped: 0 });
  expect(await alert(SECOND)).toMatchObject({ deliveries: 0, skipped: 1 });
  const told = await desk.store.toldDevelopments(ada.id, [FIRST.id, SECOND.id]);
  expect([...told.keys()]).toEqual([FIRST.id]);
});

test('the cap counts the days of the subscriber’s own zone', async () => {
  await desk.store.saveSubscriber(subscriberOf('ada', { maxAlertsPerDay: 1, timezone: 'Pacific/Auckland' }));
  desk.setTime('2024-02-11T10:59:00.000Z');
  expect(await alert(FIRST)).toMatchObject({ deliveries: 1 });
  desk.setTime('2024-02-11T11:01:00.000Z');
  expect(await alert(SECOND)).toMatchObject({ deliveries: 1 });
});

test('more readers than one job has are told by jobs of their own, each reader once', async () => {
  const many = Array.from({ length: READERS_A_JOB + 1 }, (_, n) =>
    subscriberOf(`reader${n}`, { alerts: n % 20 === 7 }),
  );
  await Promise.all(many.map((one) => desk.store.saveSubscriber(one)));
  const outcome = await alert(FIRST);
  const parts = desk.enqueued.splice(0);
  expect(outcome).toEqual({ kind: 'enqueued', deliveries: 0, skipped: 0, parts: parts.length });
  expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(['send-alert']));
  // Who leaves between the two gets none.
  await desk.store.setSubscriberStatus(subscriberOf('reader7').id, 'unsubscribed');
  for (const { data } of parts) await sendAlert(desk.context(), data as JobData['send-alert']);
  for (const { data } of parts) await sendAlert(desk.context(), data as JobData['send-alert']);
  const told = (await desk.store.deliveries(many.length)).map((one) => one.subscriberId);
  expect(new Set(told).size).toBe(told.length);
  expect(told).toHaveLength(many.filter(({ alerts }) => alerts).length - 1);
  expect(told).not.toContain(subscriberOf('reader7').id);
});

test('a development that is not there any more is no error', async () => {
  expect(await alert(developmentOf('unheard of'))).toEqual({ kind: 'unknown' });
});
