import { afterEach, beforeEach, expect, test } from 'vitest';
import { replay } from '../../src/eval/replay.ts';
import type { Development } from '../../src/model/development.ts';
import type { Feed } from '../../src/model/feed.ts';
import type { Watch } from '../../src/model/watch.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { openMailbox, type TestMailbox } from './mailbox.ts';
import { type Newsstand, openNewsstand } from './newsstand.ts';
import { type Office, openOffice } from './office.ts';
import { LEXICON, openPress, type Press, storyOf } from './press.ts';
import { feedOf, subscriberOf } from './samples.ts';

const STORY = storyOf('niger-us-withdrawal');
const WATCH: Watch = STORY.watch;
const STREAM = STORY.stream.map(({ article }) => article);
const AFTER = '2024-11-20T12:00:00.000Z';
const ADA = subscriberOf('ada', {
  watchIds: [WATCH.id],
  maxAlertsPerDay: 100,
  createdAt: '2024-09-01T00:00:00.000Z',
});

let redis: TestRedis;
let newsstand: Newsstand;
let mailbox: TestMailbox;
let office: Office;
let press: Press;
let feeds: Feed[];

beforeEach(async () => {
  redis = testRedis();
  newsstand = await openNewsstand();
  mailbox = await openMailbox();
  office = openOffice(redis);
  feeds = ['/one', '/two', '/three'].map((path) => feedOf(newsstand.url + path, [WATCH.id]));
  newsstand.feeds.set('/one', STREAM);
  press = openPress({
    redis: redis.redis,
    prefix: redis.prefix,
    watches: [WATCH],
    feeds,
    smtpUrl: mailbox.url,
    clock: () => new Date(AFTER),
  });
  await press.store.saveSubscriber(ADA);
});
afterEach(async () => {
  await office.close();
  await press.close();
  await mailbox.close();
  await newsstand.close();
  await redis.close();
});

/** One article at a time keeps the order of the stream, in which the replay reads it. */
const IN_ORDER = { concurrency: { 'read-article': 1 } };

async function poll(...polled: readonly (Feed | undefined)[]): Promise<void> {
  for (const feed of polled) {
    if (feed) await office.queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
    await office.idle();
  }
}

const found = () => press.store.developmentsSince(WATCH.id, '2000-01-01T00:00:00.000Z', 1000);
const evidence = (developments: readonly Development[]) =>
  developments.map((one) => one.evidence.text).sort();

/** Which delivery told each development, of those that were sent. */
async function tellings(): Promise<string[]> {
  const deliveries = await press.store.deliveries(1000);
  return deliveries.filter(({ state }) => state === 'sent').flatMap((one) => one.developmentIds);
}

test('a story goes all the way from a feed to the mails that say what is new, each fact once', async () => {
  await office.start(press.ports, IN_ORDER);
  await poll(feeds[0]);
  await office.queues.add('send-digest', [{ subscriberId: ADA.id, force: true }]);
  await office.idle();

  const developments = await found();
  const replayed = replay(STORY, LEXICON).flatMap((line) => line.alerts.map((alert) => alert.evidence));
  expect(replayed.length).toBeGreaterThan(3);
  expect(evidence(developments)).toEqual(replayed.sort());

  expect((await tellings()).sort()).toEqual(developments.map(({ id }) => id).sort());
  const waking = developments.filter(({ weight }) => weight >= 1);
  expect(waking.length).toBeGreaterThan(0);
  // What one article tells is one mail: under its subject stands the rest.
  const mails = mailbox.mails.map(({ subject, text }) => `${subject} ${text?.replaceAll(/\s+/g, ' ')}`);
  for (const { headline } of waking) {
    expect(mails).toContainEqual(expect.stringContaining(headline.slice(0, 40)));
  }
  const reports = new Set(waking.map(({ article }) => article.articleId));
  expect(mailbox.mails).toHaveLength(reports.size + (waking.length < developments.length ? 1 : 0));
  expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(mailbox.mails.length);
});

test('the same items again mail nothing: polled again, in another feed, or with the feed’s memory lost', async () => {
  await office.start(press.ports, IN_ORDER);
  await poll(feeds[0]);
  const before = mailbox.mails.length;
  newsstand.feeds.set('/two', STREAM);
  const pages = newsstand.requests.length;
  await poll(feeds[0], feeds[1]);
  expect(newsstand.requests.length - pages).toBe(2);

  await redis.redis.unlink(...(await redis.redis.keys(`${redis.prefix}:1:feed:*`)));
  await poll(feeds[0], feeds[1]);
  expect(mailbox.mails).toHaveLength(before);
  expect(new Set(await tellings()).size).toBe((await tellings()).length);
});

test('a broken feed and a broken page stop nothing else', async () => {
  const [first, second] = STREAM;
  if (!first || !second) throw new Error('the story is empty');
  newsstand.feeds.set('/one', 500);
  newsstand.feeds.set('/two', STREAM);
  newsstand.broken.set(new URL(second.url).pathname, 404);
  await office.start(press.ports, IN_ORDER);
  await poll(...feeds);
  expect(mailbox.mails.length).toBeGreaterThan(0);
  expect(await press.store.feedState(feeds[0]?.id ?? '')).toMatchObject({ failures: 1 });
  expect(await press.store.feedState(feeds[2]?.id ?? '')).toMatchObject({ failures: 1 });
  expect(office.events.filter(({ kind }) => kind === 'failed')).toEqual([]);
  const reads = office.events.filter(({ name }) => name === 'read-article');
  expect(reads).toHaveLength(STREAM.length);
});

test('a mail server that is busy gets the same mail later', async () => {
  mailbox.answers.push(451);
  const ports = {
    ...press.ports,
    limits: { ...press.ports.limits, mailRetry: { firstMs: 50, longestMs: 50, giveUpMs: 60_000 } },
  };
  newsstand.feeds.set('/one', STREAM.slice(0, 1));
  await office.start(ports);
  await poll(feeds[0]);
  const told = await found();
  expect(told.some(({ weight }) => weight >= 1)).toBe(true);
  await expect.poll(() => mailbox.mails.length).toBe(1);
});

test('the day’s cap holds alerts back, and the digest tells them', async () => {
  await press.store.saveSubscriber({ ...ADA, maxAlertsPerDay: 1 });
  await office.start(press.ports, IN_ORDER);
  await poll(feeds[0]);
  expect(mailbox.mails).toHaveLength(1);
  await office.queues.add('send-digest', [{ subscriberId: ADA.id, force: true }]);
  await office.idle();
  expect(mailbox.mails).toHaveLength(2);
  expect((await tellings()).sort()).toEqual((await found()).map(({ id }) => id).sort());
});
