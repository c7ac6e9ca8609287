/**
 * Whether a worker's memory grows: an item in a feed, its page fetched over loopback, read, compared, committed, by the
 * worker's own jobs on a Redis of its own; the site and Redis are processes apart. The clock of the news goes on by a day
 * for so many articles, with a sweep each day, so that retention takes away what is old as it would in months.
 *
 *   npm run bench:leak -- [--articles 100000] [--every 5000] [--a-day 1000] [--bytes 12000] [--minutes 50]
 *
 * Articles bear one date, and their texts are paragraphs of two labelled stories mixed anew: what the ledger holds stops
 * growing once all of them were read, so that what is left to grow is not meant to.
 */
import { parseArgs } from 'node:util';
import { openQueues } from '../src/jobs/queues.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { contentId } from '../src/model/id.ts';
import { FOLLOWED, NOW } from './scale-pages.ts';
import { cpuMs, info, machine, openOwnRedis, openPorts, openSite, PREFIX } from './scale-parts.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '100000' },
    every: { type: 'string', default: '5000' },
    'a-day': { type: 'string', default: '1000' },
    bytes: { type: 'string', default: '12000' },
    minutes: { type: 'string', default: '50' },
  },
});
const [articles, every, aDay, bytes] = [values.articles, values.every, values['a-day'], values.bytes].map(
  Number,
) as [number, number, number, number];
const endAt = performance.now() + Number(values.minutes) * 60_000;
const AT_ONCE = 100;
const DAY_MS = 86_400_000;

const own = await openOwnRedis();
const site = await openSite();
const { redis, store } = own;
const { watch } = FOLLOWED;
const feed = { id: contentId('f', site.base), url: `${site.base}/feed/one`, watchIds: [watch.id] };
let now = NOW;
const ports = openPorts({ store, watches: [watch], feeds: [feed], clock: () => now });
const queues = openQueues({ connection: redis, prefix: PREFIX });
const ended = { 'compare-article': 0, sweep: 0, relevant: 0, told: 0 };
let reached: () => void = () => undefined;
const worker = await startWorker(ports, {
  connection: redis,
  queues,
  observe: (event) => {
    if (event.kind !== 'finished') console.error(`${event.name}: ${event.error}`);
    else if (event.name === 'compare-article' || event.name === 'sweep') {
      ended[event.name] += 1;
      if (event.name === 'compare-article' && event.outcome.kind === 'compared') {
        ended.relevant += event.outcome.relevant ? 1 : 0;
        ended.told += event.outcome.developmentIds.length;
      }
      reached();
    }
  },
});
console.log(await machine(redis));
console.log('articles  resident, MB  heap, MB  outside, MB  Redis, MB  events  prints  ms an article');
let [before, read] = [cpuMs(), 0];
for (let from = 0; from < articles && performance.now() < endAt; from += AT_ONCE) {
  const to = Math.min(articles, from + AT_ONCE);
  now = new Date(NOW.getTime() + Math.floor(from / aDay) * DAY_MS);
  await site.tell({ feed: 'one', from, to, bytes });
  await queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
  await until(() => ended['compare-article'] >= to);
  if (from % aDay === 0) {
    const swept = ended.sweep + 1;
    await queues.add('sweep', [{}]);
    await until(() => ended.sweep >= swept);
  }
  if (to % every === 0) await look(to);
}
console.log(`${ended.relevant} on the story, ${ended.told} developments`);
await worker.close();
await queues.close();
await ports.close();
site.close();
await own.close();

async function until(isDone: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    reached = () => {
      if (isDone()) resolve();
    };
    reached();
  });
}

async function look(at: number): Promise<void> {
  const took = (cpuMs() - before) / (at - read);
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const used = (await info(redis, 'memory')).get('used_memory') ?? 0;
  const { dossier } = await ports.dossiers.load(watch);
  const cells = [at, rss / 1e6, heapUsed / 1e6, external / 1e6, used / 1e6];
  const shown = cells.map((cell, i) => cell.toFixed(i === 0 ? 0 : 1).padStart(i === 0 ? 8 : 10));
  console.log(
    `${shown.join(' ')} ${[dossier.entries.size, dossier.prints.size, took.toFixed(1)].join('  ')}`,
  );
  [before, read] = [cpuMs(), at];
}
