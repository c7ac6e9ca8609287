import type { Increment } from '../model/metrics.ts';
import type { StoreContext } from './context.ts';
import { repliesOf } from './transaction.ts';

const PROBE_MS = 60_000;

/** What all processes count together, for metrics, and whether anything can be written at all. */
export function counterStore({ redis, keys }: StoreContext) {
  return {
    async addCounts(increments: readonly Increment[]): Promise<void> {
      if (increments.length === 0) return;
      const adding = redis.pipeline();
      for (const [field, by] of increments) {
        if (Number.isInteger(by)) adding.hincrby(keys.counts(), field, by);
        else adding.hincrbyfloat(keys.counts(), field, by);
      }
      repliesOf(await adding.exec());
    },

    async recordedCounts(): Promise<Readonly<Record<string, number>>> {
      const counts = Object.entries(await redis.hgetall(keys.counts()));
      return Object.fromEntries(counts.map(([field, value]) => [field, Number(value)]));
    },

    /** How much waits: what an operator looks at when nothing moves. */
    async backlog() {
      const sizes = redis
        .pipeline()
        .zcard(keys.openDeliveries())
        .zcard(keys.outbox())
        .zcard(keys.heldAlerts())
        .zcard(keys.compares());
      const [openDeliveries = 0, outbox = 0, heldAlerts = 0, compares = 0] = repliesOf(
        await sizes.exec(),
      ) as number[];
      return { openDeliveries, outbox, heldAlerts, compares };
    },

    /** Of all time, by watch: what the commits of comparisons counted. */
    async totals(watchId: string) {
      const all = Object.entries(await redis.hgetall(keys.totals(watchId)));
      const by = (what: string) =>
        all
          .filter(([field]) => field.startsWith(`${what}:`))
          .map(([field, value]) => [field.slice(what.length + 1), Number(value)] as const);
      const articles = Number(all.find(([field]) => field === 'articles')?.[1] ?? 0);
      return {
        articles,
        developments: Object.fromEntries(by('developments')),
        withheld: Object.fromEntries(by('withheld')),
      };
    },

    /** Writes a key and forgets it within a minute. @throws StoreError when Redis takes no writes */
    async probeWrite(): Promise<void> {
      await redis.set(keys.probe(), '1', 'PX', PROBE_MS);
    },
  };
}
