import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Started, startCommand } from '../cli/home.ts';
import type { Poison } from './poison-hook.ts';
import { note } from './rows.ts';
import { openTown, type Town, WATCH } from './town.ts';

const ITEMS = 24;
const REASON = 'It brought its worker down twice, and then a process that did nothing else.';

let town: Town;
let worker: Started | undefined;
let running = true;
afterEach(async () => {
  running = false;
  worker?.kill('SIGKILL');
  await worker?.ended;
  await town.close();
});

/** As a service manager does: what ended is started again. */
async function supervise(poison: Poison, ends: string[]): Promise<void> {
  const env = {
    NEWSWATCH_DATA: town.home.data,
    POISON: JSON.stringify(poison),
    NODE_OPTIONS: `--max-old-space-size=200 --import ${path.join(import.meta.dirname, 'poison-hook.ts')}`,
  };
  while (running) {
    worker = startCommand(['--config', path.join(town.home.folder, 'config'), 'worker'], env);
    const { stderr } = await worker.ended;
    if (running) ends.push(stderr);
  }
}

test('a page and articles that end their worker, use up its memory or never end are stopped after three starts, and the rest goes on', {
  timeout: 960_000,
}, async ({ task }) => {
  town = await openTown({ items: ITEMS, feeds: 1, readers: 1 });
  const [deadly, greedy, endless] = [town.articles[3], town.articles[8], town.articles[14]];
  if (!deadly || !greedy || !endless) throw new Error('too few articles');
  const ends: string[] = [];
  const began = performance.now();
  const poison = { deadlyPage: new URL(deadly.url).pathname, greedy: greedy.title, endless: endless.title };
  const supervision = supervise(poison, ends);
  const queue = town.queues.queue('compare-article');
  const told = async () => {
    const { read, uncompared, untold } = await town.account();
    return read === ITEMS - 2 && uncompared === 2 && untold === 0 && (await queue.getFailedCount()) === 2;
  };
  while (!(await told())) {
    await sleep(200);
    if (performance.now() - began > 900_000)
      throw new Error(`${ends.length} ends, ${JSON.stringify(await town.account())}`);
  }
  const backMs = performance.now() - began;
  await sleep(3000);
  // Each twice; then it was done by a process of its own, and no other job was held against it.
  expect(ends).toHaveLength(6);
  expect(ends.filter((words) => words.includes('stuck for 60 s'))).toHaveLength(2);
  const failed = await queue.getFailed();
  expect(failed.map(({ failedReason }) => failedReason)).toEqual([REASON, REASON]);
  const verdicts = await town.store.verdicts(WATCH, 100);
  const articles = await Promise.all(verdicts.map(({ article }) => town.store.article(article.articleId)));
  expect(articles.filter((one) => one?.via === 'feed').map((one) => one?.note)).toEqual([
    `Text is the feed's own: ${REASON}`,
  ]);
  running = false;
  worker?.kill('SIGKILL');
  await supervision;
  note(task, {
    fault: 'poison: a page that ends its reader, articles that use up the memory or never end',
    times: 3,
    of: `${ITEMS} items`,
    lost: 0,
    doubled: 0,
    backMs,
    note: 'each started three times, the last by a process of its own, then kept with its reason; the page’s item is read from the feed’s own text; what never ends counts after 60 s in a worker, 30 s in such a process',
  });
});
