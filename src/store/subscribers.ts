import { randomBytes } from 'node:crypto';
import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { Subscriber } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { readable, unpack } from './packing.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

/** How many are read in one go. */
const PAGE = 1_000;

/** Who gets mails, and when their digests are due. */
export function subscriberStore({ redis, keys, onCorrupt }: StoreContext) {
  const save = loadScript(redis, 'save-subscriber');
  const dueScript = loadScript(redis, 'due-digests');

  const run = (id: string, status: Subscriber['status'], record: string, watches: string) =>
    save.text(
      [keys.subscriber(id), keys.subscribers(), keys.activeSubscribers(), keys.digests()],
      [id, status, keys.watchSubscribers('%s'), record, watches],
    );

  const subscriber = async (subscriberId: string): Promise<Subscriber | null> => {
    const key = keys.subscriber(subscriberId);
    const [record, status] = await redis.hmget(key, 'record', 'status');
    return record ? toSubscriber(key, record, status) : null;
  };

  const load = async (ids: readonly string[]): Promise<Subscriber[]> => {
    const found: Subscriber[] = [];
    for (let start = 0; start < ids.length; start += PAGE) {
      const page = ids.slice(start, start + PAGE);
      const reads = redis.pipeline();
      for (const id of page) reads.hmget(keys.subscriber(id), 'record', 'status');
      const replies = repliesOf(await reads.exec()) as [string | null, string | null][];
      page.forEach((id, index) => {
        const [record, status] = replies[index] ?? [];
        const one = record && readable(() => toSubscriber(keys.subscriber(id), record, status), onCorrupt);
        if (one) found.push(one);
      });
    }
    return found;
  };

  return {
    subscriber,

    /** Creates or changes one. When the next digest is due stays as it is: see `scheduleDigest`. */
    async saveSubscriber(subscriber: Subscriber): Promise<void> {
      const { id, status, watchIds } = subscriber;
      await run(id, status, JSON.stringify(subscriber), JSON.stringify(watchIds));
    },

    /** Whatever the case it is written in. */
    async subscriberByAddress(address: string): Promise<Subscriber | null> {
      return subscriber(contentId('s', address.toLowerCase()));
    },

    /** All of them, whatever their status, by address. */
    async subscribers(): Promise<readonly Subscriber[]> {
      const all = await load(await redis.smembers(keys.subscribers()));
      return all.sort((a, b) => (a.mailbox.address < b.mailbox.address ? -1 : 1));
    },

    /** Leaving `active` unschedules the digest; coming back, schedule it anew. False: there is no such subscriber. */
    async setSubscriberStatus(subscriberId: string, status: Subscriber['status']): Promise<boolean> {
      return (await run(subscriberId, status, '', '')) === 1;
    },

    /** No more mail to an address that is none any more. False: there is no such subscriber. */
    async suspendSubscriber(subscriberId: string, reason: string, at: Instant): Promise<boolean> {
      const before = await subscriber(subscriberId);
      if (before === null) return false;
      const suspended: Subscriber = { ...before, status: 'suspended', suspended: { reason, at } };
      const watches = JSON.stringify(before.watchIds);
      await run(subscriberId, 'suspended', JSON.stringify(suspended), watches);
      return true;
    },

    /** Removes all that is held on a subscriber but their mails (`forgetDeliveries`) and the counts that end in days. */
    async eraseSubscriber(subscriberId: string): Promise<void> {
      await run(subscriberId, 'unsubscribed', '', '');
      const own = [keys.subscriber(subscriberId), keys.told(subscriberId)];
      const removal = redis
        .multi()
        .unlink(...own, keys.subscriberDeliveries(subscriberId))
        .srem(keys.subscribers(), subscriberId);
      repliesOf(await removal.exec());
    },

    /** Ids of the active ones of a watch, in no order. */
    subscriberIdsOf(watchId: string): Promise<readonly string[]> {
      return redis.smembers(keys.watchSubscribers(watchId));
    },

    /** In the order of the ids; those there are not are left out. */
    subscribersById: load,

    /** Active ones of all watches. */
    async subscriberCount(): Promise<number> {
      return redis.scard(keys.activeSubscribers());
    },

    /** Where the next digest begins: the end of the last one sent, else when they subscribed. */
    async digestWindowStart(subscriberId: string): Promise<Instant> {
      const key = keys.subscriber(subscriberId);
      const [windowEnd, record, status] = await redis.hmget(key, 'windowEnd', 'record', 'status');
      if (!record) throw new AppError(`there is no subscriber ${subscriberId}`);
      return windowEnd ?? toSubscriber(key, record, status).createdAt;
    },

    /**
     * Subscribers whose digest is due at `now`, longest due first. What is committed after this call is found
     * later than `now`: a digest that ends its window there and reads afterwards leaves nothing out.
     */
    async dueDigests(now: Instant, limit: number): Promise<readonly string[]> {
      const due = await dueScript.text([keys.digests(), keys.lastDevelopment()], [toMs(now), limit]);
      return due as string[];
    },

    /** Whether this one's is, with the same promise. */
    async isDigestDue(subscriberId: string, now: Instant): Promise<boolean> {
      const asked = [toMs(now), 1, subscriberId];
      const due = await dueScript.text([keys.digests(), keys.lastDevelopment()], asked);
      return (due as string[]).length > 0;
    },

    /** Null: no digest scheduled. */
    async scheduleDigest(subscriberId: string, dueAt: Instant | null): Promise<void> {
      if (dueAt === null) await redis.zrem(keys.digests(), subscriberId);
      else await redis.zadd(keys.digests(), toMs(dueAt), subscriberId);
    },

    /** Made once, by whoever asks first: 32 random bytes, base64url. */
    async secret(): Promise<string> {
      const kept = await redis.get(keys.secret());
      if (kept !== null) return kept;
      const made = randomBytes(32).toString('base64url');
      const set = await redis.set(keys.secret(), made, 'NX');
      return set === 'OK' ? made : ((await redis.get(keys.secret())) ?? made);
    },
  };
}

/** The status is kept apart, so that it changes without a race with the rest. */
export function toSubscriber(
  key: string,
  record: string | Buffer,
  status: string | null | undefined,
): Subscriber {
  const subscriber = unpack<Subscriber>(`${key}[record]`, Buffer.from(record));
  return { ...subscriber, status: (status ?? subscriber.status) as Subscriber['status'] };
}
