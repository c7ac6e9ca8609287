import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/load.ts';
import type { Work } from '../jobs/handlers.ts';
import type { Catalogue } from '../jobs/ports.ts';
import type { JobReport } from '../jobs/queues.ts';
import type { Alone } from '../jobs/worker.ts';
import { AppError } from '../model/errors.ts';
import type { JobName } from '../model/job.ts';
import type { Clock, Instant } from '../model/time.ts';

/** To the process. */
export interface Order {
  /** With the watches as they stand now. */
  readonly config: Config;
  readonly now: Instant;
  readonly holdMs: number | undefined;
  readonly work: Work;
}

/** From the process. An error loses its class on the way. */
export type Word =
  | 'begins'
  | { readonly report: JobReport }
  | { readonly failed: string; readonly retryable: boolean; readonly retryAfterMs: number | undefined }
  | { readonly bug: string; readonly stack: string | undefined };

interface Parts {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly holdMs: number | undefined;
}

/** Does jobs in a process of their own, one after the other: what they break is that process. */
export function openAlone({ config, catalogue, clock, holdMs }: Parts): Alone & { close(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  let running: ChildProcess | undefined;
  const start = (work: Work, signal: AbortSignal) => {
    if (signal.aborted) throw ended();
    const order: Order = {
      config: { ...config, watches: catalogue.watches() },
      now: clock().toISOString(),
      holdMs,
      work,
    };
    running = fork(fileURLToPath(new URL('./alone-process.ts', import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return endOf(running, order, signal);
  };
  return {
    run: <Name extends JobName>(work: Work<Name>, signal: AbortSignal) => {
      const mine = last.then(() => start(work, signal));
      last = mine.catch(() => undefined);
      return mine as Promise<JobReport<Name> | null>;
    },
    async close() {
      running?.kill('SIGKILL');
      await last;
    },
  };
}

function ended(): AppError {
  return new AppError('The worker stops: the process that did this job was ended.', { retryable: true });
}

/** Null when it died at the job; one that hangs ends itself. What happens before it begins is not the job's doing. */
function endOf(child: ChildProcess, order: Order, signal: AbortSignal): Promise<JobReport | null> {
  return new Promise((resolve, reject) => {
    let begun = false;
    const stop = () => {
      reject(ended());
      child.kill('SIGKILL');
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (word: Word) => {
      if (word === 'begins') begun = true;
      else {
        if ('report' in word) resolve(word.report);
        else reject(errorOf(word));
        child.kill('SIGKILL');
      }
    });
    child.on('error', (cause) => reject(notStarted(cause)));
    child.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (begun) resolve(null);
      else reject(notStarted());
    });
    child.send(order, (error) => {
      if (error) reject(notStarted(error));
    });
  });
}

function notStarted(cause?: unknown): AppError {
  return new AppError('The process that was to do this job alone did not start.', { retryable: true, cause });
}

function errorOf(word: Exclude<Word, string | { readonly report: JobReport }>): Error {
  if ('failed' in word) {
    const { failed, retryable, retryAfterMs } = word;
    return new AppError(failed, { retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  }
  const error = new Error(word.bug);
  if (word.stack !== undefined) error.stack = word.stack;
  return error;
}
