import type { Redis } from 'ioredis';
import type { Queues } from '../jobs/queues.ts';
import { DEFAULT_SCHEDULE } from '../jobs/schedules.ts';
import { inspectServer } from '../store/server.ts';
import type { Store } from '../store/store.ts';
import type { Readiness } from '../web/health-routes.ts';

/** A sweep this late is no sweep that waits its turn. */
const LATE_MS = 4 * DEFAULT_SCHEDULE.sweepEveryMs;

interface Parts {
  readonly redis: Redis;
  readonly queues: Pick<Queues, 'sweepDueAt'>;
  readonly store: Pick<Store, 'probeWrite'>;
}

type Check = Readiness['checks'][string];

/** Whether work can be done: Redis may be used, takes writes, and the schedules move. */
export async function readiness({ redis, queues, store }: Parts): Promise<Readiness> {
  const [server, writes, schedules] = await Promise.all([
    tried(() => serverCheck(redis)),
    tried(async () => {
      await store.probeWrite();
      return { ok: true, detail: 'a key was written' };
    }),
    tried(() => scheduleCheck(queues)),
  ]);
  return {
    ready: server.ok && writes.ok && schedules.ok,
    checks: { redis: server, writes, schedules },
  };
}

async function tried(look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function serverCheck(redis: Redis): Promise<Check> {
  const { version, refusals, failures, warnings } = await inspectServer(redis);
  return {
    ok: refusals.length + failures.length === 0,
    detail: [...refusals, ...failures, ...warnings].join('; ') || `Redis ${version}`,
  };
}

async function scheduleCheck(queues: Parts['queues']): Promise<Check> {
  const dueAt = await queues.sweepDueAt();
  if (dueAt === null) {
    return { ok: false, detail: 'no worker has set the schedules yet; start one: newswatch worker' };
  }
  const lateMs = Date.now() - dueAt;
  if (lateMs <= LATE_MS) return { ok: true, detail: 'the sweep comes when it is due' };
  const late = `the sweep is ${Math.round(lateMs / 1000)} s late`;
  return { ok: false, detail: `${late}: no worker takes it, or its queue is paused` };
}
