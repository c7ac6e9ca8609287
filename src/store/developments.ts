import type { OutboxEntry } from '../model/commit.ts';
import type { Development } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toInstant, toMs } from './instants.ts';
import { unpack, unpackFields } from './packing.ts';
import { repliesOf } from './transaction.ts';

/**
 * Developments, as committed. Their `at` is the instant the commit gave them: at least the commit's own,
 * and strictly later than any development before, over all watches. So a reader that goes on from the `at`
 * of the last one it saw misses none.
 */
export function developmentStore({ redis, keys, onCorrupt }: StoreContext) {
  /** @param found ids and scores, alternating */
  const load = async (watchId: string, found: readonly string[]): Promise<Development[]> => {
    const ids = found.filter((_, index) => index % 2 === 0);
    if (ids.length === 0) return [];
    const times = new Map(ids.map((id, index) => [id, Number(found[2 * index + 1])]));
    const key = keys.developments(watchId);
    const values = await redis.hmgetBuffer(key, ...ids);
    return unpackFields<Development>(key, ids, values, onCorrupt).map((development) => ({
      ...development,
      at: toInstant(times.get(development.id) ?? toMs(development.at)),
    }));
  };

  return {
    async development(watchId: string, developmentId: string): Promise<Development | null> {
      const key = keys.developments(watchId);
      const read = redis
        .multi()
        .hgetBuffer(key, developmentId)
        .zscore(keys.developmentTimes(watchId), developmentId);
      const [bytes, time] = repliesOf(await read.exec()) as [Buffer | null, string | null];
      if (bytes === null) return null;
      const development = unpack<Development>(`${key}[${developmentId}]`, bytes);
      return { ...development, at: time === null ? development.at : toInstant(Number(time)) };
    },

    /** Found at or after `since`, oldest first. */
    async developmentsSince(watchId: string, since: Instant, limit: number): Promise<readonly Development[]> {
      const key = keys.developmentTimes(watchId);
      const found = await redis.zrangebyscore(key, toMs(since), '+inf', 'WITHSCORES', 'LIMIT', 0, limit);
      return load(watchId, found);
    },

    async developmentCount(watchId: string): Promise<number> {
      return redis.zcard(keys.developmentTimes(watchId));
    },

    /** In the order of the ids; those there are not are left out. */
    async developmentsById(watchId: string, ids: readonly string[]): Promise<readonly Development[]> {
      if (ids.length === 0) return [];
      const times = await redis.zmscore(keys.developmentTimes(watchId), ...ids);
      return load(
        watchId,
        ids.flatMap((id, index) => (times[index] == null ? [] : [id, String(times[index])])),
      );
    },

    /** An alert that waits for further reports of its event. */
    async holdAlert({ watchId, developmentId }: OutboxEntry, until: Instant): Promise<void> {
      await redis.zadd(keys.heldAlerts(), toMs(until), `${developmentId}:${watchId}`);
    },

    /** Alerts whose hold is over at `now`, longest over first. */
    async heldAlerts(now: Instant, limit: number): Promise<readonly OutboxEntry[]> {
      const members = await redis.zrangebyscore(keys.heldAlerts(), '-inf', toMs(now), 'LIMIT', 0, limit);
      return members.map((member) => {
        const colon = member.indexOf(':');
        return { developmentId: member.slice(0, colon), watchId: member.slice(colon + 1) };
      });
    },

    async releaseAlerts(entries: readonly OutboxEntry[]): Promise<void> {
      if (entries.length === 0) return;
      const members = entries.map(({ developmentId, watchId }) => `${developmentId}:${watchId}`);
      await redis.zrem(keys.heldAlerts(), ...members);
    },

    /** Of these, those whose alert is still to be composed: in the outbox, or held. */
    async waitingAlerts(watchId: string, developmentIds: readonly string[]): Promise<ReadonlySet<string>> {
      if (developmentIds.length === 0) return new Set();
      const members = developmentIds.map((id) => `${id}:${watchId}`);
      // Noted as held before it leaves the outbox: together, so that none is missed in between.
      const reads = redis
        .multi()
        .zmscore(keys.outbox(), ...members)
        .zmscore(keys.heldAlerts(), ...members);
      const lists = repliesOf(await reads.exec()) as (string | null)[][];
      return new Set(developmentIds.filter((_, at) => lists.some((scores) => scores[at] != null)));
    },

    /** Newest first. */
    async developments(watchId: string, limit: number): Promise<readonly Development[]> {
      if (limit < 1) return [];
      return load(watchId, await redis.zrevrange(keys.developmentTimes(watchId), 0, limit - 1, 'WITHSCORES'));
    },
  };
}
