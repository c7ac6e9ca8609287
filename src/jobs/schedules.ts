import type { Feed } from '../model/feed.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { JobQueue, Queues } from './queues.ts';

export interface ScheduleOptions {
  readonly feeds: () => readonly Feed[];
  /** Real time. */
  readonly pollEveryMs: number;
  readonly sweepEveryMs: number;
  /** First polls are spread over this, so that a start asks no crowd of sites at once. */
  readonly spreadMs: number;
  /** 0 to below 1. */
  readonly chance: () => number;
}

export const DEFAULT_SCHEDULE = { sweepEveryMs: 30_000, spreadMs: 60_000 } as const;

export interface KeptSchedules {
  /** The feeds are others now: sets their schedules at once. */
  refresh(): void;
  close(): Promise<void>;
}

interface Schedule {
  readonly id: string;
  readonly name: JobName;
  readonly data: JobData[JobName];
  readonly everyMs: number;
  /** Milliseconds of the epoch. */
  readonly firstAt: number;
}

/** A schedule whose next run is off by more than this is set again: the clock was moved, or nobody was there. */
const TOLERANCE_MS = 60_000;
const MEND_EVERY_MS = 5 * 60_000;

/** Sets the schedules and looks after them until closed: those that stopped (a clock moved back and forth) are set again. */
export async function keepSchedules(
  queues: Queues,
  options: ScheduleOptions,
  onError: (error: unknown) => void,
): Promise<KeptSchedules> {
  await setSchedules(queues, options);
  let running = Promise.resolve();
  const refresh = () => {
    running = running.then(() => setSchedules(queues, options)).catch(onError);
  };
  const timer = setInterval(refresh, MEND_EVERY_MS);
  return {
    refresh,
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * One Job Scheduler a feed and one for the sweep. Those that stand as they should are left alone, so that
 * a second worker, or a restart, changes nothing; those of feeds no longer configured are removed.
 */
export async function setSchedules(queues: Queues, options: ScheduleOptions): Promise<void> {
  const now = Date.now();
  const feeds = options.feeds();
  const spreadMs = Math.min(options.spreadMs, options.pollEveryMs);
  const polls = feeds.map((feed, i) => ({
    id: feed.id,
    name: 'poll-feed' as const,
    data: { feedId: feed.id },
    everyMs: options.pollEveryMs,
    firstAt: now + Math.round((spreadMs * (i + options.chance())) / feeds.length),
  }));
  await settle(queues.queue('poll-feed'), polls, now);
  const sweep = {
    id: 'sweep',
    name: 'sweep' as const,
    data: {},
    everyMs: options.sweepEveryMs,
    firstAt: now,
  };
  await settle(queues.queue('sweep'), [sweep], now);
}

async function settle(queue: JobQueue, wanted: readonly Schedule[], now: number): Promise<void> {
  const standing = new Map((await queue.getJobSchedulers()).map((one) => [one.key, one]));
  const ids = new Set(wanted.map(({ id }) => id));
  const stands = ({ id, everyMs }: Schedule) =>
    standing.get(id)?.every === everyMs && isNear(standing.get(id)?.next, now, everyMs);
  const toSet = wanted.filter((schedule) => !stands(schedule));
  await inLanes(toSet, async (schedule) => {
    // Removed first: an upsert keeps the hour of the job that waits.
    if (standing.has(schedule.id)) await queue.removeJobScheduler(schedule.id);
    await queue.upsertJobScheduler(
      schedule.id,
      { every: schedule.everyMs, startDate: schedule.firstAt },
      { name: schedule.name, data: schedule.data },
    );
  });
  const gone = [...standing.keys()].filter((id) => !ids.has(id));
  await inLanes(gone, (id) => queue.removeJobScheduler(id));
}

/** So many at a time: one by one, a thousand feeds wait for a thousand round trips. */
const LANES = 32;

async function inLanes<One>(all: readonly One[], work: (one: One) => Promise<unknown>): Promise<void> {
  const left = all.values();
  const lane = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function isNear(next: number | undefined, now: number, everyMs: number): boolean {
  return next !== undefined && next > now - TOLERANCE_MS && next < now + everyMs + TOLERANCE_MS;
}
