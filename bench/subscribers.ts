/**
 * How work grows by subscribers: all follow one watch, want alerts and a digest a day, at hours spread over the day.
 *
 *   npm run bench:subscribers -- [SIZE…] [--parts 4]        (100 1000 10000 100000 1000000)
 *
 * For each size on a Redis of its own: what a subscriber takes there; the tick that finds whose digest is due; and the
 * alert of one development, by the worker's own job: first the job that finds the readers, then so many of the jobs that
 * make mails for a part of them, queued and all. Milliseconds of the processor; of Redis by its own `commandstats`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { foundDossier } from '../src/compare/dossier.ts';
import type { JobContext } from '../src/jobs/context.ts';
import { openQueues } from '../src/jobs/queues.ts';
import { sendAlert } from '../src/jobs/send-alert.ts';
import { stages } from '../src/jobs/stages.ts';
import type { Development } from '../src/model/development.ts';
import type { JobData } from '../src/model/job.ts';
import type { Store } from '../src/store/store.ts';
import { reader } from './mail-parts.ts';
import { verdictOf } from './memory-year.ts';
import { FOLLOWED, NOW } from './scale-pages.ts';
import {
  cpuMs,
  info,
  LEXICON,
  machine,
  median,
  type OwnRedis,
  openOwnRedis,
  openPorts,
  PREFIX,
} from './scale-parts.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { parts: { type: 'string', default: '4' } },
});
const sizes = positionals.length > 0 ? positionals.map(Number) : [1e2, 1e3, 1e4, 1e5, 1e6];
const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;
const TICKS = 50;
const DUE_AT_ONCE = 500;
const SAVED_AT_ONCE = 2000;
const { watch } = FOLLOWED;
const development = firstDevelopment();

for (const [at, size] of sizes.entries()) {
  const own = await openOwnRedis();
  // Millions of small commands: written together, as many workers would write them.
  own.redis.options.enableAutoPipelining = true;
  if (at === 0) console.log(`${await machine(own.redis)}\n`);
  await measure(own, size);
  await own.close();
}

async function measure({ redis, store }: OwnRedis, size: number): Promise<void> {
  const before = await usedBytes(redis);
  await subscribe(store, size);
  const bytes = ((await usedBytes(redis)) - before) / size;
  const due = await dueTicks(redis, store);
  console.log(`${size} subscribers: ${bytes.toFixed(0)} bytes each in Redis`);
  console.log(`  a tick that finds who is due: ${due.toFixed(0)} µs of Redis`);
  await alert(redis, store, size);
}

async function subscribe(store: Store, size: number): Promise<void> {
  const createdAt = NOW.toISOString();
  for (let from = 0; from < size; from += SAVED_AT_ONCE) {
    const some = Array.from({ length: Math.min(SAVED_AT_ONCE, size - from) }, (_, i) => from + i);
    await Promise.all(
      some.map(async (at) => {
        const one = reader(at, { watchIds: [watch.id], maxAlertsPerDay: 100, createdAt });
        await store.saveSubscriber(one);
        const minutes = 1 + ((at * 7919) % MINUTES_A_DAY);
        await store.scheduleDigest(one.id, new Date(NOW.getTime() + minutes * MINUTE_MS).toISOString());
      }),
    );
  }
}

/** Minute after minute, each with who is due then; those are put off by a day. Microseconds, the middle one. */
async function dueTicks(redis: Redis, store: Store): Promise<number> {
  const took: number[] = [];
  for (let minute = 1; minute <= TICKS; minute += 1) {
    const now = NOW.getTime() + minute * MINUTE_MS;
    const before = await microseconds(redis, 'evalsha');
    const ids = await store.dueDigests(new Date(now).toISOString(), DUE_AT_ONCE);
    took.push((await microseconds(redis, 'evalsha')) - before);
    const later = new Date(now + MINUTES_A_DAY * MINUTE_MS).toISOString();
    await Promise.all(ids.map((id) => store.scheduleDigest(id, later)));
  }
  return median(took);
}

async function alert(redis: Redis, store: Store, size: number): Promise<void> {
  await commit(store);
  const queues = openQueues({ connection: redis, prefix: PREFIX });
  const ports = openPorts({ store, watches: [watch], feeds: [] });
  const parts: JobData['send-alert'][] = [];
  const context: JobContext = {
    ...{ ...ports, jobId: development.id, runId: 'bench', lastAttempt: false },
    atRisk: async (work) => work(),
    enqueue: async (name, data, options) => {
      if (name === 'send-alert') parts.push(...(data as readonly JobData['send-alert'][]));
      await queues.add(name, data, options);
    },
  };
  const entry = { watchId: watch.id, developmentId: development.id };
  const spent = async (work: () => Promise<unknown>) => {
    const loop = monitorEventLoopDelay({ resolution: 5 });
    const [before, redisBefore, used] = [cpuMs(), await redisMs(redis), await usedBytes(redis)];
    loop.enable();
    await work();
    loop.disable();
    return {
      ms: cpuMs() - before,
      redis: (await redisMs(redis)) - redisBefore,
      bytes: (await usedBytes(redis)) - used,
      blockedMs: loop.max / 1e6,
    };
  };
  const first = await spent(() => sendAlert(context, entry));
  const longest = await microseconds(redis, 'smembers');
  const some = parts.slice(0, Number(values.parts));
  const rest = some.length > 0 ? await spent(() => inTurn(some, (part) => sendAlert(context, part))) : first;
  const made = some.length > 0 ? some.reduce((sum, { readerIds = [] }) => sum + readerIds.length, 0) : size;
  const rss = process.memoryUsage().rss / 1e6;
  console.log(
    `  an alert: ${parts.length} jobs for parts of them; the job that finds the readers ${first.ms.toFixed(0)} ms, Redis ${first.redis.toFixed(0)} ms (reading their ids ${(longest / 1000).toFixed(1)} ms); ${rss.toFixed(0)} MB resident`,
  );
  console.log(
    `  ${made} mails made: ${(rest.ms / made).toFixed(2)} ms each, Redis ${(rest.redis / made).toFixed(3)} ms and ${(rest.bytes / made).toFixed(0)} bytes each; the loop stood still for ${Math.max(first.blockedMs, rest.blockedMs).toFixed(0)} ms at most`,
  );
  const whole = (finding: number, making: number) =>
    ((some.length > 0 ? finding + (making / made) * size : finding) / 1000).toFixed(1);
  const [all, allRedis] = [whole(first.ms, rest.ms), whole(first.redis, rest.redis)];
  console.log(`  to all of them: ${all} s of processor, ${allRedis} s of Redis\n`);
  await queues.close();
  await ports.close();
}

async function inTurn<One>(all: readonly One[], work: (one: One) => Promise<unknown>): Promise<void> {
  for (const one of all) await work(one);
}

async function commit(store: Store): Promise<void> {
  const { articleId } = development.article;
  const at = NOW.toISOString();
  const verdict = { ...verdictOf(watch.id, 0), relevant: true, developmentIds: [development.id] };
  const outcome = await store.commitCompare({
    ...{ watchId: watch.id, articleId, version: 0, at, verdict, outbox: [] },
    change: { entries: [], prints: [] },
    developments: [development],
  });
  if (outcome !== 'committed') throw new Error(outcome);
}

/** The first that wakes of what a real comparison finds in the story that is followed. */
function firstDevelopment(): Development {
  let dossier = foundDossier(watch, LEXICON);
  for (const { article } of FOLLOWED.stream) {
    const { developments, dossier: next } = stages.compare(dossier, article, NOW.toISOString());
    dossier = next;
    const found = developments.find(({ weight }) => weight >= watch.wake.minWeight);
    if (found) return found;
  }
  throw new Error('nothing in the story wakes');
}

async function usedBytes(redis: Redis): Promise<number> {
  return (await info(redis, 'memory')).get('used_memory') ?? 0;
}

async function redisMs(redis: Redis): Promise<number> {
  const cpu = await info(redis, 'cpu');
  return 1000 * ((cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0));
}

/** All that a command took so far. */
async function microseconds(redis: Redis, command: string): Promise<number> {
  const lines = await redis.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=\\d+,usec=(\\d+)`).exec(lines)?.[1] ?? 0);
}
