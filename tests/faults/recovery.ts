import { setTimeout as sleep } from 'node:timers/promises';
import type { Queues } from '../../src/jobs/queues.ts';
import { JOB_NAMES } from '../../src/model/job.ts';

const LOOK_EVERY_MS = 250;

/** Looks when jobs that ran at some moment have ended or were started anew. */
export function watchStarts(queues: Queues) {
  /** `<queue>/<job>@<when it was started>` of all that run. */
  async function running(): Promise<readonly string[]> {
    const perQueue = await Promise.all(
      JOB_NAMES.map(async (name) =>
        (await queues.queue(name).getActive()).map((job) => `${name}/${job?.id}@${job?.processedOn}`),
      ),
    );
    return perQueue.flat();
  }
  return {
    running,
    /** How long it took, in ms, till none of these starts was left. */
    async gone(starts: readonly string[], timeoutMs = 60_000): Promise<number> {
      const began = performance.now();
      let left = new Set(starts);
      while (left.size > 0 && performance.now() - began < timeoutMs) {
        const now = new Set(await running());
        left = new Set([...left].filter((start) => now.has(start)));
        if (left.size > 0) await sleep(LOOK_EVERY_MS);
      }
      return performance.now() - began;
    },
  };
}
