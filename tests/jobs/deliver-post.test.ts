import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openChannels } from '../../src/app/channels.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import type { Channels } from '../../src/jobs/ports.ts';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import type { Channel } from '../../src/model/channel.ts';
import { composePost, secretsOf } from '../../src/notify/post.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import type { PostOrders } from './post-process.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { developmentOf, watchOf } from './samples.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const DEVELOPMENT = developmentOf('walkout');
const WATCH = watchOf({ notify: ['ops'] });
const DATA = { watchId: WATCH.id, developmentId: DEVELOPMENT.id };

let redis: TestRedis;
let receiver: Receiver;
let desk: Desk;
let channel: Channel;
let channels: Channels & { close(): Promise<void> };

beforeEach(async () => {
  redis = testRedis();
  receiver = await openReceiver();
  channel = { id: 'c1', name: 'ops', kind: 'webhook', url: `${receiver.url}/hook`, secrets: [SECRET] };
  desk = openDesk(redis.redis, redis.prefix, { watches: [WATCH] }, { composePost });
  channels = channelsOf(['127.0.0.1']);
  await desk.store.commitCompare({
    ...{ watchId: WATCH.id, articleId: DEVELOPMENT.article.articleId, version: 0, at: DEVELOPMENT.at },
    ...{ change: { entries: [], prints: [] }, developments: [DEVELOPMENT], outbox: [] },
    verdict: {
      ...{ watchId: WATCH.id, article: DEVELOPMENT.article, relevant: true, why: ['on the story'] },
      ...{ developmentIds: [DEVELOPMENT.id], withheld: [], at: DEVELOPMENT.at },
    },
  });
});
afterEach(async () => {
  await channels.close();
  await receiver.close();
  await redis.close();
});

function channelsOf(allowPrivate: readonly string[], of: Channel = channel) {
  const settings = settingsSchema.parse({ net: { allowPrivate } });
  return openChannels({ config: { channels: [of], settings }, secret: () => desk.store.secret() });
}

const context = () => desk.context({ channels });

async function alert(): Promise<string> {
  await sendAlert(context(), DATA);
  return desk.enqueued.flatMap(({ data }) => ('deliveryId' in data ? data.deliveryId : [])).at(-1) ?? '';
}

describe('a webhook', () => {
  test('is sent each development once, signed so that the official library takes it', async () => {
    const deliveryId = await alert();
    expect(await deliver(context(), { deliveryId })).toEqual({ kind: 'sent', deliveryId, via: 'webhook' });
    expect(await deliver(context(), { deliveryId })).toEqual({ kind: 'already-sent', deliveryId });
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body, path: at } = { headers: {}, body: '', path: '' }] = receiver.received;
    expect(at).toBe('/hook');
    expect(headers['webhook-id']).toBe(deliveryId);
    const told = new Webhook(SECRET).verify(body, headers) as { type: string; data: object };
    expect(told.type).toBe('development.new');
    expect(told.data).toMatchObject({
      watch: { id: WATCH.id },
      development: {
        id: DEVELOPMENT.id,
        headline: 'walkout in Seattle',
        evidence: { text: 'walkout happened.' },
      },
      developmentIds: [DEVELOPMENT.id],
    });
    expect(await desk.store.delivery(deliveryId)).toMatchObject({
      ...{ state: 'sent', response: '204', subscriberId: 'c1' },
      channel: { name: 'ops', kind: 'webhook' },
    });
  });

  test('without a configured secret is signed with one of its own, and with each where there are two', async () => {
    channels = channelsOf(['127.0.0.1'], { ...channel, kind: 'webhook', secrets: [] });
    await deliver(context(), { deliveryId: await alert() });
    const [secret = ''] = secretsOf({ ...channel, kind: 'webhook', secrets: [] }, await desk.store.secret());
    const { headers = {}, body = '' } = receiver.received[0] ?? {};
    expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    expect(() => new Webhook(SECRET).verify(body, headers)).toThrow();
  });

  test('that fails is tried again with growing waits and the same id, and is seen to fail', async () => {
    receiver.answers.push(500, { status: 429, headers: { 'retry-after': '3000' } });
    const deliveryId = await alert();
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'put-off',
      error: expect.stringContaining('500'),
    });
    expect(await desk.store.channelState('c1')).toMatchObject({ state: 'failing' });
    desk.setTime('2024-02-11T12:05:01.000Z');
    expect(await deliver(context(), { deliveryId })).toMatchObject({ retryAt: '2024-02-11T12:55:01.000Z' });
    desk.setTime('2024-02-11T12:56:00.000Z');
    expect(await deliver(context(), { deliveryId })).toMatchObject({ kind: 'sent' });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([deliveryId]),
    );
    expect(await desk.store.channelState('c1')).toBeNull();
  });

  test('that fails is not asked by the messages behind the first', async () => {
    receiver.answers.push(503);
    const deliveryId = await alert();
    await deliver(context(), { deliveryId });
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'put-off',
      error: expect.stringContaining('this channel fails'),
    });
    expect(receiver.received).toHaveLength(1);
  });

  test('is given up after two days', async () => {
    const deliveryId = await alert();
    receiver.answers.push(500);
    desk.setTime('2024-02-13T12:00:01.000Z');
    expect(await deliver(context(), { deliveryId })).toMatchObject({ kind: 'failed' });
  });

  test('that answers 410 is sent nothing more till it is enabled', async () => {
    receiver.answers.push(410);
    const deliveryId = await alert();
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('410'),
    });
    expect(await desk.store.channelState('c1')).toMatchObject({ state: 'disabled' });
    expect(await sendAlert(context(), DATA)).toMatchObject({ deliveries: 0 });
    await desk.store.saveChannelState('c1', null);
    expect(await desk.store.channelState('c1')).toBeNull();
  });

  test('at a private address is not asked unless that is allowed', async () => {
    channels = channelsOf([]);
    const deliveryId = await alert();
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'put-off',
      error: expect.stringContaining('this machine; allow it in net.allowPrivate'),
    });
    expect(receiver.received).toEqual([]);
  });

  test('that redirects, to a private address or any other, is not followed', async () => {
    receiver.answers.push({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    const deliveryId = await alert();
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'put-off',
      error: expect.stringContaining('redirects are not followed'),
    });
    expect(receiver.received).toHaveLength(1);
  });

  test('that is taken out of the configuration fails its waiting messages in words', async () => {
    const deliveryId = await alert();
    channels = channelsOf(['127.0.0.1'], { ...channel, id: 'c2' });
    expect(await deliver(context(), { deliveryId })).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('no longer configured'),
    });
  });

  test('whose sender is killed in the middle gets the same message again', async () => {
    const deliveryId = await alert();
    receiver.answers.push('hang');
    const orders: PostOrders = { socketPath: redis.socketPath, prefix: redis.prefix, channel, deliveryId };
    const file = path.join(import.meta.dirname, 'post-process.ts');
    const child = spawn(process.execPath, [file, JSON.stringify(orders)], { stdio: 'inherit' });
    await receiver.got(1);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await deliver(context(), { deliveryId })).toEqual({ kind: 'busy', deliveryId });
    await expect
      .poll(() => desk.store.openDeliveries('2024-02-11T13:00:00.000Z', 10), { timeout: 10_000 })
      .toEqual([deliveryId]);
    expect(await deliver(context(), { deliveryId })).toEqual({ kind: 'sent', deliveryId, via: 'webhook' });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
  });
});

test('an ntfy topic is sent a notification with its topic, token and a sequence of its own', async () => {
  channel = {
    id: 'c3',
    name: 'ops',
    kind: 'ntfy',
    url: `${receiver.url}/newsroom`,
    token: 'tk_1',
    priority: 4,
  };
  channels = channelsOf(['127.0.0.1']);
  const deliveryId = await alert();
  expect(await deliver(context(), { deliveryId })).toMatchObject({ kind: 'sent' });
  const { headers = {}, body = '{}', path: at } = receiver.received[0] ?? {};
  expect(at).toBe('/');
  expect(headers.authorization).toBe('Bearer tk_1');
  expect(JSON.parse(body)).toMatchObject({
    ...{ topic: 'newsroom', priority: 4, sequence_id: deliveryId, title: 'walkout in Seattle' },
    message: expect.stringContaining('“walkout happened.”'),
    click: DEVELOPMENT.article.url,
  });
});
