import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queues } from '../../src/jobs/queues.ts';
import { JOB_NAMES, type JobName } from '../../src/model/job.ts';

const LOOK_EVERY_MS = 250;

/** A job in hand, and when that hand took it. */
interface Start {
  readonly name: JobName;
  readonly jobId: string;
  readonly at: number | undefined;
}

export interface Recovery {
  /** Till each of the jobs was started by another worker, or had ended; counted from when a worker was there to do so. */
  readonly ms: number;
  /** The same from the kill itself, the start of a worker included where none was left. */
  readonly sinceKillMs: number;
  /** What was left at the last look: `deliver`. Nothing where all was done at the first. */
  readonly slowest: string;
  /** Processes that ran or wanted to, for each processor; the mean of the looks. Above 1 they wait for each other. */
  readonly load: number;
}

/** Looks what becomes of the jobs that a worker had in hand when it was killed. */
export function watchStarts(queues: Queues) {
  const isLeft = async ({ name, jobId, at }: Start) => {
    const job = await queues.queue(name).getJob(jobId);
    if (!job || job.processedOn !== at) return false;
    return ['active', 'waiting', 'prioritized'].includes(await job.getState());
  };
  return {
    /** All that one process has in hand, or had when it died: its jobs stay its own for two seconds at least. */
    async inHandOf(pid: number): Promise<readonly Start[]> {
      const perQueue = await Promise.all(
        JOB_NAMES.map(async (name) =>
          (await queues.queue(name).getActive())
            .filter((job) => job?.processedBy?.includes(`-${pid}-`))
            .map((job) => ({ name, jobId: job.id ?? '', at: job.processedOn })),
        ),
      );
      return perQueue.flat();
    },

    /**
     * @param killed when, by performance.now()
     * @param workers how many run now: while there is none, nobody can take up what is left
     */
    async taken(
      starts: readonly Start[],
      killed: number,
      workers: () => number,
      timeoutMs = 120_000,
    ): Promise<Recovery> {
      let began = killed;
      let left = starts;
      let slowest = '';
      const loads = [loadNow()];
      while (left.length > 0 && performance.now() - killed < timeoutMs) {
        if (workers() === 0) began = performance.now();
        const still = await Promise.all(left.map(isLeft));
        left = left.filter((_, at) => still[at]);
        loads.push(loadNow());
        const [last] = left;
        if (last === undefined) break;
        slowest = last.name;
        await sleep(LOOK_EVERY_MS);
      }
      const load = loads.reduce((sum, one) => sum + one, 0) / loads.length;
      const now = performance.now();
      return { ms: now - began, sinceKillMs: now - killed, slowest, load };
    },
  };
}

/** Linux tells how many processes run or wait for a processor; elsewhere it is not known. */
function loadNow(): number {
  try {
    const [, , , running = ''] = readFileSync('/proc/loadavg', 'utf8').split(' ');
    const processors = readFileSync('/proc/stat', 'utf8').match(/^cpu\d+ /gm)?.length ?? 1;
    return Number.parseInt(running, 10) / processors;
  } catch {
    return Number.NaN;
  }
}
