import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import { composeNextDigest, sendDigest } from '../../src/jobs/send-digest.ts';
import type { Development } from '../../src/model/development.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { developmentOf, feedOf, NOW, subscriberOf, watchOf } from './samples.ts';

const FEED = feedOf('https://silent.example/rss');
const WATCH = watchOf();
const ADA = subscriberOf('ada');
const DATA = { subscriberId: ADA.id };
const at = '2024-02-11T11:59:00.000Z';
const FIRST = developmentOf('walkout', { at });
const SECOND = developmentOf('ballot', { at, weight: 0.5 });

let redis: TestRedis;
let desk: Desk;

beforeEach(async () => {
  redis = testRedis();
  const configured = { watches: [WATCH], feeds: [FEED] };
  desk = openDesk(redis.redis, redis.prefix, configured, { composeAlert, composeDigest });
  await desk.store.saveSubscriber(ADA);
  await desk.store.scheduleDigest(ADA.id, NOW);
});
afterEach(() => redis.close());

/** Their alerts have been composed, or came to nothing. */
async function committed(...found: readonly Development[]): Promise<void> {
  await commitFound(desk.store, ...found);
  await desk.store.clearOutbox(found.map(({ watchId, id }) => ({ watchId, developmentId: id })));
}

async function sendAll(): Promise<void> {
  for (const { data } of desk.enqueued) {
    if (!('deliveryId' in data)) continue;
    await desk.store.claimDelivery(data.deliveryId, 'run', 60_000);
    await desk.store.markSent(data.deliveryId, 'run', desk.context().clock().toISOString(), '250 ok');
  }
  desk.enqueued.length = 0;
}

test('a digest that is due gathers what was not told, and the next one is scheduled', async () => {
  await committed(FIRST, SECOND);
  const outcome = await sendDigest(desk.context(), DATA);
  expect(outcome).toMatchObject({ kind: 'enqueued', developments: 2 });
  expect(desk.enqueued).toMatchObject([{ name: 'deliver' }]);
  expect(await desk.store.dueDigests('2024-02-12T07:59:00.000Z', 10)).toEqual([]);
  expect(await desk.store.dueDigests('2024-02-12T08:00:00.001Z', 10)).toEqual([ADA.id]);
});

test('a digest leaves out what went out as an alert', async () => {
  await committed(FIRST, SECOND);
  await sendAlert(desk.context(), { watchId: WATCH.id, developmentId: FIRST.id });
  await sendAll();
  expect(await sendDigest(desk.context(), DATA)).toMatchObject({ developments: 1 });
  const [digest] = (await desk.store.deliveries(10)).filter(({ kind }) => kind === 'digest');
  expect(digest?.developmentIds).toEqual([SECOND.id]);
  expect(digest?.message.text).toContain('ballot');
  expect(digest?.message.text).not.toContain('walkout happened');
});

test('what stands in the sentence of an alert is not told again, whatever else was read in it', async () => {
  const twin = { ...SECOND, article: FIRST.article, evidence: FIRST.evidence };
  await committed(twin, FIRST);
  await sendAlert(desk.context(), { watchId: WATCH.id, developmentId: FIRST.id });
  await sendAll();
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'nothing-new' });
  const [alert] = await desk.store.deliveries(10);
  expect(new Set(alert?.developmentIds)).toEqual(new Set([FIRST.id, SECOND.id]));
});

test('of two facts read in one sentence a digest tells the weightier, and neither is told again', async () => {
  const twin = { ...SECOND, article: FIRST.article, evidence: FIRST.evidence };
  await committed(twin, FIRST);
  expect(await sendDigest(desk.context(), DATA)).toMatchObject({ developments: 2 });
  const [digest] = await desk.store.deliveries(10);
  expect(digest?.message.text.match(/^\* /gm)).toHaveLength(1);
  await sendAlert(desk.context(), { watchId: WATCH.id, developmentId: FIRST.id });
  expect(await desk.store.deliveries(10)).toHaveLength(1);
});

test('a digest tells what the day’s cap held back', async () => {
  await desk.store.saveSubscriber({ ...ADA, maxAlertsPerDay: 0 });
  await committed(FIRST);
  await sendAlert(desk.context(), { watchId: WATCH.id, developmentId: FIRST.id });
  expect(await sendDigest(desk.context(), DATA)).toMatchObject({ developments: 1 });
});

test('with nothing new there is no mail, and the next digest is scheduled', async () => {
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'nothing-new' });
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'not-due' });
  expect(desk.enqueued).toEqual([]);
});

test('a digest asked for by hand comes though it is not due', async () => {
  await desk.store.scheduleDigest(ADA.id, '2024-02-12T08:00:00.000Z');
  await committed(FIRST);
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'not-due' });
  expect(await sendDigest(desk.context(), { ...DATA, force: true })).toMatchObject({ kind: 'enqueued' });
});

test('the window begins where the last digest that was sent ended, not where one failed', async () => {
  await committed(FIRST);
  await sendDigest(desk.context(), DATA);
  expect(await desk.store.digestWindowStart(ADA.id)).toBe(ADA.createdAt);
  await sendAll();
  expect(await desk.store.digestWindowStart(ADA.id)).toBe(NOW);
});

test('started again after a crash, it tells nothing twice and still schedules the next', async () => {
  await committed(FIRST);
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(sendDigest(desk.context({ enqueue }), DATA)).rejects.toThrow('killed');
  desk.setTime('2024-02-11T12:00:09.000Z');
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'nothing-new' });
  expect(await desk.store.openDeliveries('2024-02-11T12:01:00.000Z', 10)).toHaveLength(1);
  expect(await desk.store.deliveries(10)).toHaveLength(1);
});

test('a reader told everything at once for months still gets what is new', async () => {
  const many = Array.from({ length: 620 }, (_, i) => developmentOf(`fact ${i}`, { at }));
  await committed(...many, SECOND);
  const told = many.map((development) => development.id);
  const store = {
    ...desk.store,
    toldDevelopments: (_: string, ids: readonly string[]) =>
      Promise.resolve(new Map(ids.filter((id) => told.includes(id)).map((id) => [id, 'd1']))),
  };
  expect(await sendDigest(desk.context({ store }), DATA)).toMatchObject({ developments: 1 });
});

test('someone who left gets no digest and is not asked about again', async () => {
  await desk.store.saveSubscriber({ ...ADA, status: 'unsubscribed' });
  expect(await sendDigest(desk.context(), DATA)).toEqual({ kind: 'unknown' });
  expect(await desk.store.dueDigests('2099-01-01T00:00:00.000Z', 10)).toEqual([]);
});

test.each([
  ['has failed for a day', { failures: 40, lastSuccessAt: '2024-02-09T12:00:00.000Z' }],
  ['is gone', { failures: 1, gone: true, lastSuccessAt: '2024-02-09T12:00:00.000Z' }],
  [
    'answers, and is silent longer than its habit',
    { failures: 0, lastSuccessAt: NOW, lastItemAt: '2024-02-09T12:00:00.000Z', habitMs: 600_000 },
  ],
])('a feed that %s is named as silent, unless it is paused', async (_, state) => {
  desk.setTime('2024-02-12T13:00:00.000Z');
  await desk.store.saveFeedState(FEED.id, state);
  await desk.store.pauseFeed(FEED.id);
  const preview = async () => {
    const delivery = await composeNextDigest(desk.context(), ADA, new Date(desk.ports.clock()));
    return delivery?.message.text;
  };
  await committed(FIRST);
  expect(await preview()).not.toContain('Silent');
  await desk.store.resumeFeed(FEED.id);
  expect(await preview()).toMatch(/Silent sources: silent\.example since 9 February/);
  await sendDigest(desk.context(), { ...DATA, force: true });
  const [digest] = await desk.store.deliveries(10);
  expect(digest?.message.text).toMatch(/Silent sources: silent\.example since 9 February/);
});

test('a feed that failed an hour ago, or is silent within its habit, is not', async () => {
  await committed(FIRST);
  const text = async () => (await composeNextDigest(desk.context(), ADA, new Date(NOW)))?.message.text;
  await desk.store.saveFeedState(FEED.id, { failures: 3, lastSuccessAt: '2024-02-11T11:00:00.000Z' });
  expect(await text()).not.toContain('Silent');
  const habitMs = 24 * 3_600_000;
  await desk.store.saveFeedState(FEED.id, { failures: 0, lastItemAt: '2024-02-06T12:00:00.000Z', habitMs });
  expect(await text()).not.toContain('Silent');
});

test('a month without news is silent, unless the reader wants a sign of life', async () => {
  desk.setTime('2024-03-20T12:00:00.000Z');
  expect(await sendDigest(desk.context(), { ...DATA, force: true })).toEqual({ kind: 'nothing-new' });
  await desk.store.saveSubscriber({ ...ADA, signOfLife: true });
  const run = () => sendDigest(desk.context(), { ...DATA, force: true });
  expect(await run()).toMatchObject({ kind: 'enqueued', developments: 0 });
  const [mail] = await desk.store.deliveries(1);
  expect(mail?.message.subject).toMatch(/^Nothing new/);
  await sendAll();
  desk.setTime('2024-04-10T12:00:00.000Z');
  expect(await run()).toEqual({ kind: 'nothing-new' });
});
