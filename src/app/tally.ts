import type { Logger } from 'pino';
import { countsOf } from '../jobs/tally.ts';
import type { JobEvent } from '../jobs/worker.ts';
import type { Increment } from '../model/metrics.ts';
import type { Store } from '../store/store.ts';

const WRITE_EVERY_MS = 1000;

/** Adds up what the jobs of this process do and writes it to the counts that all processes share, once a second. */
export function openTally(
  store: Pick<Store, 'addCounts'>,
  logger: Logger,
): { readonly observe: (event: JobEvent) => void; close(): Promise<void> } {
  let pending = new Map<string, number>();
  let writing = Promise.resolve();

  const write = async () => {
    const increments: readonly Increment[] = [...pending];
    pending = new Map();
    try {
      await store.addCounts(increments);
    } catch (error) {
      // Some of them may have been written: counted once too few is better than twice.
      logger.warn({ err: error }, 'counts for metrics are lost');
    }
  };
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, WRITE_EVERY_MS);

  return {
    observe: (event) => {
      for (const [field, by] of countsOf(event)) pending.set(field, (pending.get(field) ?? 0) + by);
    },
    close: async () => {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}
