/** A job may be hit by chance when its worker dies; by chance twice, hardly. */
const SUSPECT_AFTER = 2;

/**
 * A job that kills its worker takes the jobs beside it along, and each death counts for all of them. Those hit
 * more than once run alone among their like, so that only the guilty one reaches the limit.
 */
export interface Suspects {
  /** Runs the work, or returns null when another suspect runs in this process: to be put back for a while. */
  admit<Result>(deaths: number, work: () => Promise<Result>): Promise<Result> | null;
}

export function watchSuspects(): Suspects {
  let occupied = false;
  return {
    admit: (deaths, work) => {
      if (deaths < SUSPECT_AFTER) return work();
      if (occupied) return null;
      occupied = true;
      return work().finally(() => {
        occupied = false;
      });
    },
  };
}
