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
  for (const schedule of wanted) {
    const found = standing.get(schedule.id);
    standing.delete(schedule.id);
    if (found?.every === schedule.everyMs && isNear(found.next, now, schedule.everyMs)) continue;
    // Removed first: an upsert keeps the hour of the job that waits.
    if (found) await queue.removeJobScheduler(schedule.id);
    await queue.upsertJobScheduler(
      schedule.id,
      { every: schedule.everyMs, startDate: schedule.firstAt },
      { name: schedule.name, data: schedule.data },
    );
  }
  for (const id of standing.keys()) await queue.removeJobScheduler(id);
}

function isNear(next: number | undefined, now: number, everyMs: number): boolean {
  return next !== undefined && next > now - TOLERANCE_MS && next < now + everyMs + TOLERANCE_MS;
}
