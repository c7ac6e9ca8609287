import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type JobContext } from '../../src/jobs/context.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { DeliveryError } from '../../src/model/errors.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { deliveryOf, developmentOf, NOW, subscriberOf } from './samples.ts';

const ADA = subscriberOf('ada');
const DELIVERY = deliveryOf(ADA, developmentOf('walkout'));
const DATA = { deliveryId: DELIVERY.id };
const HOLD = { limits: { ...DEFAULT_LIMITS, whenUnsure: 'hold' as const } };

let redis: TestRedis;
let desk: Desk;

beforeEach(async () => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, {});
  await desk.store.saveSubscriber(ADA);
  await desk.store.createDelivery(DELIVERY);
});
afterEach(() => redis.close());

const refusing = (error: Error): Pick<JobContext, 'transport'> => ({
  transport: { send: () => Promise.reject(error) },
});
const busy = new DeliveryError('451 try later', { retryable: true });
const unsure = new DeliveryError('the line was cut after the final dot', {
  retryable: true,
  outcomeUnknown: true,
});

test('a mail is sent once, however often its job runs', async () => {
  expect(await deliver(desk.context(), DATA)).toEqual({ kind: 'sent', ...DATA });
  expect(await deliver(desk.context(), DATA)).toEqual({ kind: 'already-sent', ...DATA });
  expect(desk.sent).toHaveLength(1);
  expect(await desk.store.delivery(DELIVERY.id)).toMatchObject({ state: 'sent', response: '250 accepted' });
});

test('two workers at once send it once', async () => {
  const outcomes = await Promise.all([
    deliver(desk.context({ runId: 'one' }), DATA),
    deliver(desk.context({ runId: 'two' }), DATA),
  ]);
  expect(desk.sent).toHaveLength(1);
  expect(outcomes.map(({ kind }) => kind)).toContain('sent');
});

test('a server that says "later" is asked again after growing waits, and after two days no more', async () => {
  const waits: unknown[] = [];
  for (let i = 0; i < 6; i += 1) {
    const outcome = await deliver(desk.context(refusing(busy)), DATA);
    expect(outcome.kind).toBe('put-off');
    waits.push(desk.enqueued.at(-1)?.options?.delayMs);
  }
  expect(waits).toEqual([300_000, 600_000, 1_200_000, 2_400_000, 4_000_000, 4_000_000]);
  const ids = desk.enqueued.map(({ options }) => options?.jobId);
  expect(new Set(ids).size).toBe(6);
  desk.setTime('2024-02-13T12:00:01.000Z');
  expect(await deliver(desk.context(refusing(busy)), DATA)).toMatchObject({ kind: 'failed' });
});

test('a refusal for good is kept with the server’s words', async () => {
  const refused = refusing(new DeliveryError('550 no such user'));
  expect(await deliver(desk.context(refused), DATA)).toEqual({
    kind: 'failed',
    ...DATA,
    error: '550 no such user',
  });
  expect(await deliver(desk.context(), DATA)).toMatchObject({ kind: 'failed' });
  expect(desk.sent).toEqual([]);
});

test('a mail that perhaps arrived goes out again as the same mail', async () => {
  expect(await deliver(desk.context(refusing(unsure)), DATA)).toMatchObject({ kind: 'put-off' });
  expect(await deliver(desk.context(), DATA)).toMatchObject({ kind: 'sent' });
  expect(desk.sent.map(({ messageId }) => messageId)).toEqual([DELIVERY.message.messageId]);
});

test('where duplicates are not wanted, a mail that perhaps arrived is held', async () => {
  const context = desk.context({ ...HOLD, ...refusing(unsure) });
  expect(await deliver(context, DATA)).toMatchObject({ kind: 'held' });
  expect(await deliver(desk.context(HOLD), DATA)).toMatchObject({ kind: 'held' });
  expect(await desk.store.delivery(DELIVERY.id)).toMatchObject({ state: 'held' });
});

test('a sender that died with the mail in hand leaves it to the next when its lease is over', async () => {
  await desk.store.claimDelivery(DELIVERY.id, 'dead', 1000);
  expect(await deliver(desk.context(), DATA)).toEqual({ kind: 'busy', ...DATA });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect(await desk.store.openDeliveries('2024-02-11T13:00:00.000Z', 10)).toEqual([DELIVERY.id]);
  expect(await deliver(desk.context(), DATA)).toMatchObject({ kind: 'sent' });
});

test('where duplicates are not wanted, the mail of a sender that died is held', async () => {
  await desk.store.claimDelivery(DELIVERY.id, 'dead', 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await deliver(desk.context(HOLD), DATA)).toMatchObject({ kind: 'held' });
  expect(desk.sent).toEqual([]);
});

test('who has left meanwhile gets no mail', async () => {
  await desk.store.saveSubscriber({ ...ADA, status: 'unsubscribed' });
  expect(await deliver(desk.context(), DATA)).toMatchObject({ kind: 'failed' });
  expect(desk.sent).toEqual([]);
});

test('a retry that was not queued by a crash is found by the sweep', async () => {
  const enqueue = () => Promise.reject(new Error('killed here'));
  const context = desk.context({
    ...refusing(busy),
    enqueue,
    limits: { ...DEFAULT_LIMITS, deliveryLeaseMs: 1 },
  });
  await expect(deliver(context, DATA)).rejects.toThrow('killed');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await desk.store.openDeliveries('2024-02-11T12:00:01.000Z', 10)).toEqual([DELIVERY.id]);
});

test('a delivery nobody knows is no error', async () => {
  const deliveryId = 'd0123456789';
  expect(await deliver(desk.context(), { deliveryId })).toEqual({ kind: 'unknown', deliveryId });
  expect(NOW).toBe(DELIVERY.createdAt);
});
