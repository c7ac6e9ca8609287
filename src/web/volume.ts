import type { PageStore, WithheldHour } from './ports.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Lengths of a bucket; the picture takes the first that needs no more than `BUCKETS_MOST`. */
const STEPS_MS: readonly number[] = [
  ...[1, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 91, 365, 730, 3650].map((days) => days * DAY_MS),
];
const BUCKETS_MOST = 48;

/** Equal lengths of time, one after the other. */
export interface Buckets {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** What was read and withheld in each bucket. */
export interface Volume {
  readonly articles: readonly number[];
  readonly withheld: readonly number[];
}

export function bucketsOf(firstMs: number, nowMs: number): Buckets {
  const last = Math.max(firstMs, nowMs);
  for (const stepMs of STEPS_MS) {
    const startMs = Math.floor(firstMs / stepMs) * stepMs;
    const count = Math.floor((last - startMs) / stepMs) + 1;
    if (count <= BUCKETS_MOST) return { startMs, stepMs, count };
  }
  // Longer than five centuries: one bucket holds it all.
  return { startMs: firstMs, stepMs: last - firstMs + 1, count: 1 };
}

/** Keeps what was counted for one object and its buckets, as long as the object lives: the same gives the same. */
export function countedOnce<Of extends object, Counts>(
  count: (of: Of, buckets: Buckets) => Counts,
): (of: Of, buckets: Buckets) => Counts {
  const held = new WeakMap<Of, { readonly buckets: Buckets; readonly counts: Counts }>();
  return (of, buckets) => {
    const known = held.get(of);
    if (known && isSame(known.buckets, buckets)) return known.counts;
    const counts = count(of, buckets);
    held.set(of, { buckets, counts });
    return counts;
  };
}

function isSame(one: Buckets, other: Buckets): boolean {
  return one.startMs === other.startMs && one.stepMs === other.stepMs && one.count === other.count;
}

export function bucketOf({ startMs, stepMs, count }: Buckets, ms: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((ms - startMs) / stepMs)));
}

export function bucketStart({ startMs, stepMs }: Buckets, index: number): number {
  return startMs + index * stepMs;
}

/** Hours of what was withheld, held in memory and read anew when there are more. */
export interface WithheldHours {
  /** @param total of all that was ever withheld; the same number means the same hours */
  of(watchId: string, total: number): Promise<readonly WithheldHour[]>;
}

/** Retention drops old hours without a change of the total. */
const HELD_FOR_MS = HOUR_MS;

export function holdWithheldHours(
  store: Pick<PageStore, 'withheldByHour'>,
  now: () => number = () => performance.now(),
): WithheldHours {
  const held = new Map<string, { total: number; readAt: number; hours: Promise<readonly WithheldHour[]> }>();
  return {
    of(watchId, total) {
      const known = held.get(watchId);
      if (known?.total === total && now() - known.readAt < HELD_FOR_MS) return known.hours;
      const hours = store.withheldByHour(watchId);
      held.set(watchId, { total, readAt: now(), hours });
      // What failed is asked for again.
      hours.catch(() => held.delete(watchId));
      return hours;
    },
  };
}

/** What was compared and withheld in each bucket. */
export async function loadVolume(
  store: Pick<PageStore, 'comparedBetween'>,
  watchId: string,
  buckets: Buckets,
  hours: readonly WithheldHour[],
): Promise<Volume> {
  const edges = Array.from({ length: buckets.count + 1 }, (_, index) =>
    new Date(bucketStart(buckets, index)).toISOString(),
  );
  return { articles: await store.comparedBetween(watchId, edges), withheld: withheldIn(hours, buckets) };
}

const withheldIn = countedOnce(countWithheld);

function countWithheld(hours: readonly WithheldHour[], buckets: Buckets): readonly number[] {
  const withheld = Array.from({ length: buckets.count }, () => 0);
  for (const { hour, count } of hours) {
    const at = Date.parse(`${hour}:00:00Z`);
    if (at + HOUR_MS <= buckets.startMs) continue;
    const index = bucketOf(buckets, at);
    withheld[index] = (withheld[index] ?? 0) + count;
  }
  return withheld;
}
