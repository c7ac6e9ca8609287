import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { openMailbox, type TestMailbox } from '../jobs/mailbox.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { storyOf } from '../jobs/press.ts';
import { feedOf } from '../jobs/samples.ts';
import { KEEP } from '../store/open-store.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import type { PoisonOrders } from './poison-process.ts';
import { note } from './rows.ts';

const STORY = storyOf('niger-us-withdrawal');
const STREAM = STORY.stream.map(({ article }) => article).slice(0, 12);

let redis: TestRedis;
let newsstand: Newsstand;
let mailbox: TestMailbox;
let queues: Queues;
let store: Store;
let child: ChildProcess | undefined;
let running = true;

beforeEach(async () => {
  redis = testRedis();
  newsstand = await openNewsstand();
  mailbox = await openMailbox();
  queues = openQueues({ connection: redis.redis, prefix: redis.prefix });
  store = createStore(redis.redis, { prefix: redis.prefix, keep: KEEP });
  newsstand.feeds.set('/rss', STREAM);
});
afterEach(async () => {
  running = false;
  child?.kill('SIGKILL');
  await queues.close();
  await mailbox.close();
  await newsstand.close();
  await redis.close();
});

/** As a service manager does: what ended is started again. Gives how often. */
async function supervise(orders: PoisonOrders, deaths: { count: number }): Promise<void> {
  while (running) {
    child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'poison-process.ts'), JSON.stringify(orders)],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await once(child, 'exit');
    deaths.count += 1;
  }
}

test('a page and an article that end their worker are stopped after four starts, and the rest goes on', {
  timeout: 240_000,
}, async ({ task }) => {
  const [deadlyPage, deadlyArticle] = [STREAM[3], STREAM[7]];
  if (!deadlyPage || !deadlyArticle) throw new Error('the story is too short');
  const deaths = { count: 0 };
  const url = `${newsstand.url}/rss`;
  const began = performance.now();
  const supervisor = supervise(
    {
      ...{
        socketPath: redis.socketPath,
        prefix: redis.prefix,
        story: STORY.id,
        feedUrl: url,
        smtpUrl: mailbox.url,
      },
      deadlyPage: new URL(deadlyPage.url).pathname,
      deadlyTitle: deadlyArticle.title,
    },
    deaths,
  );
  await queues.add('poll-feed', [{ feedId: feedOf(url).id, force: true }]);
  const compared = async () => (await store.counts(STORY.id)).articles;
  while ((await compared()) < STREAM.length - 1) {
    await sleep(200);
    if (performance.now() - began > 200_000) throw new Error(`only ${await compared()} were compared`);
  }
  while ((await queues.queue('compare-article').getFailedCount()) === 0) await sleep(200);
  const backMs = performance.now() - began;
  await sleep(3000);
  // The first start of each is not marked: nothing was known against it.
  expect(deaths.count).toBe(8);
  const [failed] = await queues.queue('compare-article').getFailed();
  expect(failed?.failedReason).toBe('It brought its worker down 3 times.');
  const verdicts = await store.verdicts(STORY.id, 100);
  const ids = verdicts.map(({ article }) => article.articleId);
  const fromFeed = (await Promise.all(ids.map((id) => store.article(id)))).filter(
    (article) => article?.via === 'feed',
  );
  expect(fromFeed.map((article) => article?.note)).toEqual([
    "Text is the feed's own: It brought its worker down 3 times.",
  ]);
  running = false;
  child?.kill('SIGKILL');
  await supervisor;
  note(task, {
    fault: 'poison: a page that ends its reader, an article that ends its comparison',
    times: 2,
    of: `${STREAM.length} items`,
    lost: 0,
    doubled: 0,
    backMs,
    note: 'each started four times, the last three marked, then kept with its reason; the page’s item is read from the feed’s own text',
  });
});
