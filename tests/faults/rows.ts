import { inject, type RunnerTestCase } from 'vitest';

/** One row of docs/reliability.md. */
export interface Row {
  /** What was done. */
  readonly fault: string;
  /** How often. */
  readonly times: number;
  /** Out of how many what: `2,000 items, 73 developments × 3 readers`. */
  readonly of: string;
  readonly lost: number;
  readonly doubled: number;
  /** From the fault's end till it worked again, the longest; undefined where nothing stood still. */
  readonly backMs?: number;
  /** What its operator or reader is told, or why something was doubled. */
  readonly note?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    rows?: Row[];
  }
  export interface ProvidedContext {
    nightly: boolean;
  }
}

/** Notes a row for the table that `npm run test:faults` prints. */
export function note(task: Readonly<RunnerTestCase>, row: Row): void {
  task.meta.rows = [...(task.meta.rows ?? []), row];
}

/** Whether all the faults run, at the size that docs/reliability.md tells of; else they are smaller, for every change. */
export const NIGHTLY = inject('nightly') === true;
