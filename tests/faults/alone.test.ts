import { afterEach, expect, test } from 'vitest';
import { contentId } from '../../src/model/id.ts';
import { openTown, type Town } from './town.ts';

let town: Town;
afterEach(() => town.close());

test('what its worker died at is done by a process of its own, with the worker’s configuration, and told as ever', async () => {
  town = await openTown({ feeds: 1, items: 1, readers: 1 });
  const [article] = town.articles;
  if (!article) throw new Error('no article');
  const feedUrl = `${town.newsstand.url}/feed-0`;
  // As its feed's poll will name it: it is one job.
  const item = {
    ...{ id: contentId('i', feedUrl, article.id), title: article.title, summary: '', authors: [] },
    url: town.newsstand.pageOf(article),
  };
  const queue = town.queues.queue('read-article');
  await town.queues.add('read-article', [{ feedId: contentId('f', feedUrl), item }]);
  await town.client.hset(queue.toKey(item.id), { stc: 2, risk: 1 });
  const worker = await town.worker();
  await town.settled(60_000);
  expect(await town.account()).toMatchObject({ read: 1, found: 1, untold: 0, mails: 1, failedJobs: [] });
  const lines = worker
    .output()
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  expect(lines).toContainEqual(
    expect.objectContaining({ jobId: item.id, msg: 'its worker died: done by a process of its own' }),
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ job: 'read-article', outcome: 'read', jobId: item.id, via: 'page' }),
  );
});
