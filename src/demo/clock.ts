import type { Clock } from '../model/time.ts';

export interface DemoClockOptions {
  /** When each article of the demo is published, in story time. */
  readonly instants: readonly Date[];
  /** Real time from one publication to the next. */
  readonly paceMs?: number;
  /** Where story time begins: a minute before the first publication, or where an interrupted demo left off. */
  readonly from?: Date;
  /** Real time. */
  readonly now: Clock;
}

/** Story time, sped up: months of news in a minute, no long waits between two articles, no two at once. */
export interface DemoClock {
  /** Story time now. */
  readonly now: Clock;
  /** Articles published by now, those before `from` counted. */
  readonly publishedCount: () => number;
  /** The real time at which the last article is published. */
  readonly finishedAt: () => Date;
}

const LEAD_MS = 60_000;

/**
 * Story time stands at one publication, going at the pace of real time, and leaps to the next in every `paceMs`: an
 * article is read in the hour it came out, however many weeks pass till another does. It begins when the clock is
 * made, and never goes back as long as real time does not.
 */
export function createDemoClock({ instants, paceMs = 700, from, now }: DemoClockOptions): DemoClock {
  const startedAt = now().getTime();
  const sorted = instants.map((instant) => instant.getTime()).sort((a, b) => a - b);
  const begin = from?.getTime() ?? (sorted[0] ?? startedAt) - LEAD_MS;
  const stops = [begin, ...sorted.filter((instant) => instant > begin)];
  const storyTime = () => timeAlong(stops, paceMs, now().getTime() - startedAt);
  return {
    now: () => new Date(storyTime()),
    publishedCount: () => {
      const time = storyTime();
      return sorted.filter((instant) => instant <= time).length;
    },
    finishedAt: () => new Date(startedAt + (stops.length - 1) * paceMs),
  };
}

/** @param stops in order; one is reached every `paceMs` */
function timeAlong(stops: readonly number[], paceMs: number, elapsedMs: number): number {
  const leg = Math.floor(Math.max(0, elapsedMs) / paceMs);
  const past = Math.max(0, elapsedMs) - leg * paceMs;
  const here = stops[Math.min(leg, stops.length - 1)] ?? 0;
  const next = stops[leg + 1];
  if (next === undefined) return here + Math.round(elapsedMs - (stops.length - 1) * paceMs);
  return Math.min(Math.round(here + past), next);
}
