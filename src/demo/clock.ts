import type { Clock } from '../model/time.ts';

export interface DemoClockOptions {
  /** When each article of the demo is published, in story time. */
  readonly instants: readonly Date[];
  /** Where story time begins: a minute before the first publication, or where an interrupted demo left off. */
  readonly from?: Date;
  /** Real time. */
  readonly now: Clock;
}

/** Story time, sped up: months of news in a minute, no long waits between two articles. */
export interface DemoClock {
  /** Story time now; between two leaps it goes at the pace of real time, and never past the next publication. */
  readonly now: Clock;
  /** Articles published by now, those before `from` counted. */
  readonly publishedCount: () => number;
  /** Leaps to the next publication. False when the last one is out: time then simply goes on. */
  readonly leap: () => boolean;
}

const LEAD_MS = 60_000;

/**
 * Story time leaps from one publication to the next when it is told to: an article is read in the hour it came out,
 * however many weeks pass till another does, and however slow the machine is. It never goes back as long as real time
 * does not.
 */
export function createDemoClock({ instants, from, now }: DemoClockOptions): DemoClock {
  const sorted = instants.map((instant) => instant.getTime()).sort((a, b) => a - b);
  let stop = from?.getTime() ?? (sorted[0] ?? now().getTime()) - LEAD_MS;
  let leapedAt = now().getTime();
  const following = () => sorted.find((instant) => instant > stop);
  const storyTime = () => {
    const time = stop + Math.max(0, now().getTime() - leapedAt);
    return Math.min(time, (following() ?? Number.POSITIVE_INFINITY) - 1);
  };
  return {
    now: () => new Date(storyTime()),
    publishedCount: () => {
      const time = storyTime();
      return sorted.filter((instant) => instant <= time).length;
    },
    leap: () => {
      const next = following();
      if (next === undefined) return false;
      stop = next;
      leapedAt = now().getTime();
      return true;
    },
  };
}
