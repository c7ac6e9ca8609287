/**
 * Many feeds in one process, by the clock: the worker's own schedules and poll-feed jobs on a Redis of its own, feeds in a
 * process apart on hosts of loopback, each answer 100 ms later, gzip, ETag. What is new in a feed is not read.
 *
 *   npm run bench:polling-many -- [--feeds 10000] [--minutes 5] [--hosts 250] [--changed 0.1]
 *
 * Every feed is polled once first, spread over an interval; then one whole interval is measured, before which a tenth of
 * the feeds got a new item. Processor's time of all threads, as a share of one core.
 */
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openQueues } from '../src/jobs/queues.ts';
import { DEFAULT_SCHEDULE, keepSchedules } from '../src/jobs/schedules.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { contentId } from '../src/model/id.ts';
import { RANGES } from './hosts.ts';
import type { Counts, Order } from './polling-site.ts';
import { cpuMs, info, machine, openOwnRedis, openPorts, PREFIX } from './scale-parts.ts';

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '5' },
    hosts: { type: 'string', default: '250' },
    changed: { type: 'string', default: '0.1' },
  },
});
const [count, changed] = [Number(values.feeds), Number(values.changed)];
const everyMs = Number(values.minutes) * 60_000;
/** Items of the site's feeds are older: they are marked seen and not handed on. */
const MAX_ITEM_AGE_MS = 60_000;

const site = fork(path.join(import.meta.dirname, 'polling-site.ts'), [values.feeds, values.hosts, '100']);
const answer = <Message>() =>
  new Promise<Message>((resolve) => site.once('message', (m) => resolve(m as Message)));
const urls = await answer<string[]>();
const feeds = urls.map((url) => ({ id: contentId('f', url), url, watchIds: [] }));
const own = await openOwnRedis();
const { redis, store } = own;
const net = { allowPrivate: RANGES, perHost: 2, pauseMs: 100, turnStore: store };
const opened = openPorts({ store, watches: [], feeds, clock: () => new Date(), net });
const limits = {
  ...opened.limits,
  pollEveryMs: everyMs,
  quietPollMs: everyMs,
  maxItemAgeMs: MAX_ITEM_AGE_MS,
};
const queues = openQueues({ connection: redis, prefix: PREFIX });
const kinds = new Map<string, number>();
const polled = new Set<string>();
const worker = await startWorker(
  { ...opened, limits },
  {
    connection: redis,
    queues,
    concurrency: { 'poll-feed': 48 },
    observe: (event) => {
      if (event.name !== 'poll-feed') return;
      polled.add(event.data.feedId);
      const kind = event.kind === 'finished' ? event.outcome.kind : event.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    },
  },
);
console.log(await machine(redis));
const schedule = { feeds: () => feeds, pollEveryMs: everyMs, ...DEFAULT_SCHEDULE, spreadMs: everyMs };
const [before, startedAt] = [cpuMs(), performance.now()];
const schedules = await keepSchedules(queues, { ...schedule, chance: Math.random }, (error) =>
  console.error(error),
);
console.log(`${count} schedules set: ${((cpuMs() - before) / 1000).toFixed(1)} s of processor`);
while (polled.size < count) await sleep(500);
const first = (performance.now() - startedAt) / 1000;
const each = (cpuMs() - before) / count;
console.log(
  `every feed polled once in ${first.toFixed(0)} s, ${each.toFixed(1)} ms of processor each, schedules with it`,
);
await interval();
await schedules.close();
await worker.close();
await queues.close();
await opened.close();
site.kill();
await own.close();

async function interval(): Promise<void> {
  await tell({ change: changed });
  await tell({ reset: true });
  kinds.clear();
  const [from, cpu, redisCpu] = [performance.now(), cpuMs(), await redisMs()];
  let [most, sum, looks] = [0, 0, 0];
  while (performance.now() < from + everyMs) {
    const { rss } = process.memoryUsage();
    [most, sum, looks] = [Math.max(most, rss), sum + rss, looks + 1];
    await sleep(500);
  }
  const ms = performance.now() - from;
  const [spent, redisSpent] = [cpuMs() - cpu, (await redisMs()) - redisCpu];
  const { requests, unchanged, mostAtHost } = await tell({ reset: true });
  const polls = [...kinds.values()].reduce((total, one) => total + one, 0);
  const said = [...kinds].map(([kind, many]) => `${many} ${kind}`).join(', ');
  console.log(
    `an interval of ${(ms / 60_000).toFixed(1)} minutes: ${polls} polls of ${count} feeds (${said})`,
  );
  console.log(`  ${requests} requests, ${unchanged} answered 304, at most ${mostAtHost} at a time to a host`);
  console.log(
    `  processor: ${((100 * spent) / ms).toFixed(1)} % of a core, ${(spent / polls).toFixed(2)} ms a poll; Redis ${((100 * redisSpent) / ms).toFixed(1)} %`,
  );
  console.log(
    `  resident: ${(most / 1e6).toFixed(0)} MB at most in it, ${(sum / looks / 1e6).toFixed(0)} MB on average, ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB at most since the start`,
  );
}

async function tell(order: Order): Promise<Counts> {
  const counts = answer<Counts>();
  site.send(order);
  return counts;
}

async function redisMs(): Promise<number> {
  const cpu = await info(redis, 'cpu');
  return 1000 * ((cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0));
}
