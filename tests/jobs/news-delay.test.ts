import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTally } from '../../src/app/tally.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { delaysOf, newsOf } from '../../src/jobs/news-delay.ts';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import { recordedSamples } from '../../src/model/metrics.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, deliveryOf, developmentOf, subscriberOf, watchOf } from './samples.ts';

const ADA = subscriberOf('ada');
const DEVELOPMENT = developmentOf('walkout');
const DELIVERY = deliveryOf(ADA, DEVELOPMENT);
const WATCH = watchOf();

let redis: TestRedis;
let desk: Desk;
beforeEach(async () => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, { watches: [WATCH] }, { composeAlert });
  await desk.store.saveSubscriber(ADA);
});
afterEach(() => redis.close());

test('an alert tells how long its news took, from the article through the poll to the mail', async () => {
  const article = articleOf('walkout', {
    publishedAt: '2024-02-11T12:50:00+01:00',
    seenAt: '2024-02-11T11:58:00.000Z',
  });
  await desk.store.saveArticle(article, [WATCH.id], DEVELOPMENT.at);
  await desk.store.commitCompare({
    ...{ watchId: WATCH.id, articleId: article.id, version: 0, at: DEVELOPMENT.at },
    ...{ change: { entries: [], prints: [] }, developments: [DEVELOPMENT], outbox: [] },
    verdict: {
      ...{ watchId: WATCH.id, article: DEVELOPMENT.article, relevant: true, why: ['on the story'] },
      ...{ developmentIds: [DEVELOPMENT.id], withheld: [], at: DEVELOPMENT.at },
    },
  });
  await sendAlert(desk.context(), { watchId: WATCH.id, developmentId: DEVELOPMENT.id });
  const [{ data } = { data: {} }] = desk.enqueued;
  const deliveryId = 'deliveryId' in data ? String(data.deliveryId) : '';
  desk.setTime('2024-02-11T12:02:30.000Z');
  const outcome = await deliver(desk.context(), { deliveryId });
  expect(outcome).toEqual({
    ...{ kind: 'sent', deliveryId },
    delays: { feedMs: 8 * 60_000, ourMs: 4 * 60_000 + 30_000 },
  });

  const tally = openTally(desk.store, pino({ level: 'silent' }));
  tally.observe({ kind: 'finished', name: 'deliver', jobId: 'j', ms: 3, data: { deliveryId }, outcome });
  await tally.close();
  const sums = recordedSamples(await desk.store.recordedCounts()).filter(
    ({ name }) => name === 'delay_seconds_sum',
  );
  expect(sums.map(({ labels, value }) => [labels.part, value])).toEqual([
    ['feed', 480],
    ['ours', 270],
  ]);
});

test('an article that gives a day has no hour to count from, and one nobody polled tells nothing', () => {
  const seenAt = '2024-02-11T11:58:00.000Z';
  expect(newsOf(articleOf('a', { publishedAt: '2024-02-11', seenAt }))).toEqual({ news: { seenAt } });
  expect(newsOf(articleOf('a', { publishedAt: '2024-02-11T10:00:00Z' }))).toEqual({});
  expect(newsOf(null)).toEqual({});
});

test('quiet hours and articles dated after their poll do not count', () => {
  const now = new Date('2024-02-11T12:00:00.000Z');
  const news = { publishedAt: '2024-02-11T13:00:00Z', seenAt: '2024-02-11T11:59:00.000Z' };
  expect(delaysOf({ ...DELIVERY, news }, now)).toEqual({ delays: { ourMs: 60_000 } });
  expect(delaysOf({ ...DELIVERY, news, notBefore: '2024-02-11T11:59:30.000Z' }, now)).toEqual({});
});
