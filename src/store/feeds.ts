import type { FeedPush, FeedState, HostRefusal } from '../model/feed.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { unpack } from './packing.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

const LEAVING_MS = 86_400_000;

/** What polling has learnt about feeds, and which of their items were handed on. */
export function feedStore({ redis, keys, keep }: StoreContext) {
  const claim = loadScript(redis, 'claim-poll');
  const release = loadScript(redis, 'release-poll');
  const take = loadScript(redis, 'take-turn');
  const keepTurn = loadScript(redis, 'keep-turn');

  return {
    /** `{ failures: 0 }` for a feed never polled. */
    async feedState(feedId: string): Promise<FeedState> {
      const key = keys.feed(feedId);
      const bytes = await redis.getBuffer(key);
      return bytes === null ? { failures: 0 } : unpack<FeedState>(key, bytes);
    },

    async saveFeedState(feedId: string, state: FeedState): Promise<void> {
      await redis.set(keys.feed(feedId), JSON.stringify(state));
    },

    /** What polling has learnt, and a pause; not which of its items were seen, so that a feed that comes back tells nothing twice. */
    async forgetFeed(feedId: string): Promise<void> {
      await redis.del(keys.feed(feedId), keys.feedPush(feedId));
      await redis.srem(keys.pausedFeeds(), feedId);
    },

    /** One poll of a feed at a time; its owner may renew the lease. */
    async claimPoll(feedId: string, owner: string, leaseMs: number): Promise<boolean> {
      return (await claim.text([keys.poll(feedId)], [owner, leaseMs])) === 1;
    },

    async releasePoll(feedId: string, owner: string): Promise<void> {
      await release.text([keys.poll(feedId)], [owner]);
    },

    /** Null for a feed whose hub was never asked. */
    async feedPush(feedId: string): Promise<FeedPush | null> {
      const fields = Object.entries(await redis.hgetall(keys.feedPush(feedId))).filter(
        ([, value]) => value !== '',
      );
      return fields.length === 0 ? null : (Object.fromEntries(fields) as unknown as FeedPush);
    },

    /** Changes the fields given, and no other: page and worker write beside each other. '' empties one. */
    async saveFeedPush(feedId: string, fields: Partial<FeedPush>): Promise<void> {
      await redis.hset(keys.feedPush(feedId), fields);
    },

    /** The hub of a feed that was removed is asked to tell no more: it will want to know whether that is so. */
    async saveLeaving(feedId: string, topic: string): Promise<void> {
      await redis.set(keys.feedLeaving(feedId), topic, 'PX', LEAVING_MS);
    },

    async leavingTopic(feedId: string): Promise<string | null> {
      return await redis.get(keys.feedLeaving(feedId));
    },

    /**
     * A turn at a host, one of `most` of all processes together; it ends by itself after its lease.
     * Returns 0 when it was taken, else in how many ms the next one ends by itself.
     */
    async takeTurn(host: string, owner: string, most: number, leaseMs: number): Promise<number> {
      return Number(await take.text([keys.turns(encodeURIComponent(host))], [owner, most, leaseMs]));
    },

    /** Its place stays taken for so long from now on. False when its lease ended before. */
    async keepTurn(host: string, owner: string, forMs: number): Promise<boolean> {
      return (await keepTurn.text([keys.turns(encodeURIComponent(host))], [owner, forMs])) === 1;
    },

    async isFeedPaused(feedId: string): Promise<boolean> {
      return (await redis.sismember(keys.pausedFeeds(), feedId)) === 1;
    },

    async pauseFeed(feedId: string): Promise<void> {
      await redis.sadd(keys.pausedFeeds(), feedId);
    },

    async resumeFeed(feedId: string): Promise<void> {
      await redis.srem(keys.pausedFeeds(), feedId);
    },

    /** Feeds that a host refuses at this time, each till when; the shared memory of all workers. */
    async hostRefusals(host: string, now: Instant): Promise<readonly HostRefusal[]> {
      const found = await redis.zrange(
        keys.refusals(encodeURIComponent(host)),
        `(${toMs(now)}`,
        '+inf',
        'BYSCORE',
        'WITHSCORES',
      );
      return pairs(found).map(([feedId, ms]) => ({ feedId, until: new Date(Number(ms)).toISOString() }));
    },

    /** @param forMs how long it is kept at least, in real time */
    async saveHostRefusal(host: string, { feedId, until }: HostRefusal, forMs: number): Promise<void> {
      const key = keys.refusals(encodeURIComponent(host));
      const kept = Math.max(1000, Math.ceil(forMs));
      const saves = redis.multi().zadd(key, 'GT', toMs(until), feedId).pexpire(key, kept, 'NX');
      repliesOf(await saves.pexpire(key, kept, 'GT').exec());
    },

    async clearHostRefusals(host: string): Promise<void> {
      await redis.del(keys.refusals(encodeURIComponent(host)));
    },

    /** Those of the ids that were not marked seen, in the order given. */
    async unseenItems(feedId: string, itemIds: readonly string[]): Promise<readonly string[]> {
      if (itemIds.length === 0) return [];
      const scores = await redis.zmscore(keys.seen(feedId), itemIds.map(compactId));
      return itemIds.filter((_, index) => scores[index] === null);
    },

    /** Marks, or refreshes, everything the feed carries: what it still carries is not forgotten by age. */
    async markItemsSeen(feedId: string, itemIds: readonly string[], at: Instant): Promise<void> {
      if (itemIds.length === 0) return;
      const ms = toMs(at);
      const second = Math.floor(ms / 1000);
      // Not a transaction: seen without its trim, until the feed brings something again, costs a few bytes. ioredis
      // makes each transaction anew from all it knows, which with many feeds is a tenth of the time.
      await Promise.all([
        redis.zadd(keys.seenTrims(), 'NX', ms + keep.seenMs, feedId),
        redis.zadd(keys.seen(feedId), 'GT', ...itemIds.flatMap((id) => [second, compactId(id)])),
      ]);
    },
  };
}

function pairs(flat: readonly string[]): (readonly [string, string])[] {
  return flat.flatMap((value, i) => (i % 2 === 0 ? [[value, flat[i + 1] ?? ''] as const] : []));
}

/** The 80 bits of a content id: half of what its hex takes, the largest number of things Redis holds for us. */
function compactId(id: string): Buffer {
  return /^[a-z][0-9a-f]{20}$/.test(id) ? Buffer.from(id.slice(1), 'hex') : Buffer.from(id);
}
