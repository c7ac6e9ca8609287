import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { AppError } from '../model/errors.ts';
import type { JobData, JobName } from '../model/job.ts';
import { type Ended, failed, type Heard, openJobEnds, type Settled } from './job-ends.ts';
import type { HandedOn, OpenState, Queues } from './queues.ts';

export type { Ended };

export interface Progress {
  readonly ended: Ended;
  /** Jobs that followed from the first and have not ended. */
  readonly open: number;
}

export interface Trigger {
  /**
   * Runs a job by hand, the very job of the schedules, and waits till it and everything that follows from it has ended.
   *
   * @returns how each ended, the job itself first
   * @throws AppError when the signal ends the waiting; the jobs go on
   */
  runAndWait<Name extends JobName>(
    name: Name,
    data: JobData[Name],
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<readonly [Ended<Name>, ...Ended[]]>;
  /**
   * Waits for the jobs on these feeds and watches that others began, a schedule for one, and for what follows from
   * them. Asked for after a poll by hand: that one leaves to them what they have taken already.
   */
  waitForOthers(work: Work, onProgress?: (progress: Progress) => void): Promise<readonly Ended[]>;
  close(): Promise<void>;
}

/** What is waited for. */
export interface Work {
  readonly feedIds: readonly string[];
  readonly watchIds: readonly string[];
}

/** Events tell at once. A stream that was cut short tells nothing, so the queues are asked as well. */
const ASK_EVERY_MS = 1000;

/** @param options.connection any profile; closing the trigger leaves it open */
export async function openTrigger(options: {
  readonly connection: Redis;
  readonly queues: Queues;
}): Promise<Trigger> {
  const { connection, queues } = options;
  const ends = await openJobEnds(connection, queues);
  return {
    runAndWait: async <Name extends JobName>(
      name: Name,
      data: JobData[Name],
      onProgress?: (progress: Progress) => void,
      signal?: AbortSignal,
    ) => {
      const heard = ends.listen();
      try {
        const roots = await queues.add(name, [data], { jobId: `hand-${randomUUID()}` });
        // The first to end is the one all others follow from.
        return (await follow(roots, queues, heard, onProgress, signal)) as [Ended<Name>, ...Ended[]];
      } finally {
        heard.stop();
      }
    },
    waitForOthers: async (work, onProgress) => {
      const heard = ends.listen();
      try {
        return await followOthers(queues, work, heard, onProgress);
      } finally {
        heard.stop();
      }
    },
    close: () => ends.close(),
  };
}

/** A job without a report told nothing of what followed from it: that is looked for anew. */
async function followOthers(
  queues: Queues,
  work: Work,
  heard: Heard,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<readonly Ended[]> {
  const ended = await follow(await openJobs(queues, work), queues, heard, onProgress);
  if (!ended.some(({ kind }) => kind === 'unreported')) return ended;
  return [...ended, ...(await followOthers(queues, work, heard, onProgress))];
}

/** Reading and comparing wait only to be tried again. */
const OPEN_STATES: readonly OpenState[] = ['active', 'waiting', 'delayed'];

/** Queued or running now, upstream first: what ends while it is looked for has handed on by then. */
async function openJobs(queues: Queues, { feedIds, watchIds }: Work): Promise<readonly HandedOn[]> {
  // A poll that only waits is a schedule's, for later.
  const polls = await queues.open('poll-feed', ['active'], ({ feedId }) => feedIds.includes(feedId));
  const reads = await queues.open('read-article', OPEN_STATES, ({ feedId }) => feedIds.includes(feedId));
  const compared = await queues.open('compare-article', OPEN_STATES, (data) =>
    ('watchId' in data ? [data.watchId] : data.watchIds).some((id) => watchIds.includes(id)),
  );
  return [...polls, ...reads, ...compared];
}

/** What is awaited, by `<name>/<id>`: a job id is only unique within its queue. */
type Open = Map<string, HandedOn>;

async function follow(
  roots: readonly HandedOn[],
  queues: Queues,
  heard: Heard,
  onProgress: (progress: Progress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<readonly Ended[]> {
  const ended = new Map<string, Ended>();
  const open: Open = new Map();
  // Two articles may hand on to the same job; it is told once.
  const expectEnds = (jobs: readonly HandedOn[]) => {
    const keyed = jobs.map((job) => [`${job.name}/${job.jobId}`, job] as const);
    for (const [key, job] of keyed) if (!ended.has(key)) open.set(key, job);
  };
  const settle = (key: string, settled: Settled) => {
    open.delete(key);
    ended.set(key, settled.ended);
    expectEnds(settled.handedOn);
    onProgress({ ended: settled.ended, open: open.size });
  };
  expectEnds(roots);
  let gone: readonly string[] = [];
  let askedAt = performance.now();
  while (open.size > 0) {
    if (signal?.aborted) throw new AppError(`Waiting was ended; ${open.size} jobs go on.`);
    const news = [...open].flatMap(([key, job]) => {
      const settled = delayed(job) ?? heard.find(job);
      return settled ? [{ key, settled }] : [];
    });
    for (const { key, settled } of news) settle(key, settled);
    if (news.length > 0) continue;
    await heard.next(ASK_EVERY_MS, signal);
    if (performance.now() - askedAt < ASK_EVERY_MS) continue;
    const missed = await ask(queues, open);
    // Twice in a row: a report that is on its way gets here before the second.
    for (const [key, settled] of missed) if (gone.includes(key)) settle(key, settled);
    gone = [...missed.keys()];
    askedAt = performance.now();
  }
  return [...ended.values()];
}

function delayed({ name, jobId, delayMs }: HandedOn): Settled | null {
  return delayMs === undefined ? null : { ended: { name, jobId, kind: 'delayed', delayMs }, handedOn: [] };
}

/** Those that have ended by what the queues say. */
async function ask(queues: Queues, open: Open): Promise<ReadonlyMap<string, Settled>> {
  const answers = await Promise.all(
    [...open].map(async ([key, job]) => {
      const where = await queues.whereabouts(job);
      if (where === 'open') return [];
      const { name, jobId } = job;
      const unreported: Settled = { ended: { name, jobId, kind: 'unreported' }, handedOn: [] };
      return [[key, where === 'gone' ? unreported : failed(name, jobId, where.failedReason)] as const];
    }),
  );
  return new Map(answers.flat());
}
