import type { ChainableCommander } from 'ioredis';
import { contentId } from '../model/id.ts';
import type { SubscribeRequest } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import { hourAndReason, hourOf } from './comparisons.ts';
import type { StoreContext } from './context.ts';
import { toInstant, toMs } from './instants.ts';
import { PRINT } from './ledger.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

/** How many are removed in one go, so that Redis serves others in between. */
const PAGE = 500;
/** A feed's seen items are looked through ten times in their keep time. */
const SEEN_LOOKS = 10;

/**
 * Removes what is older than its keep time. What tells what a reader was told stays for ever: ledgers,
 * developments, deliveries' records and the developments bound to them.
 */
export function retentionStore({ redis, keys, keep }: StoreContext) {
  const forgetSeen = loadScript(redis, 'forget-seen');

  /** Calls `remove` with one page after the other of the members scored below `beforeMs`; it must take them out of that range. */
  const eachOld = async (key: string, beforeMs: number, remove: (ids: string[]) => Promise<number>) => {
    let removed = 0;
    for (;;) {
      const ids = await redis.zrangebyscore(key, '-inf', `(${beforeMs}`, 'LIMIT', 0, PAGE);
      if (ids.length === 0) return removed;
      removed += await remove(ids);
    }
  };

  /** An article that a watch has yet to compare stays: its time begins anew. */
  const oldArticles = async (nowMs: number) => {
    const beforeMs = nowMs - keep.articlesMs;
    const waiting = await redis.zrangebyscore(keys.compares(), '-inf', `(${beforeMs}`);
    const needed = new Set(waiting.map((member) => member.slice(0, member.indexOf(':'))));
    return eachOld(keys.articles(), beforeMs, async (ids) => {
      const kept = ids.filter((id) => needed.has(id));
      const old = ids.filter((id) => !needed.has(id));
      const removal = redis.multi();
      for (const id of kept) removal.zadd(keys.articles(), nowMs, id);
      for (const id of old) removal.unlink(keys.article(id)).zrem(keys.articles(), id);
      repliesOf(await removal.exec());
      return old.length;
    });
  };

  const oldUnreadable = (nowMs: number) =>
    eachOld(keys.unreadableTimes(), nowMs - keep.articlesMs, async (ids) => {
      const removal = redis
        .multi()
        .hdel(keys.unreadable(), ...ids)
        .zrem(keys.unreadableTimes(), ...ids);
      repliesOf(await removal.exec());
      return ids.length;
    });

  /** Verdicts go before the done-marks that order them; `trimmedTo` remembers how far. */
  const oldVerdicts = async (watchId: string, nowMs: number) => {
    const beforeMs = nowMs - keep.verdictsMs;
    const from = (await redis.hget(keys.totals(watchId), 'trimmedTo')) ?? '-inf';
    const ids = await redis.zrangebyscore(keys.compared(watchId), from, `(${beforeMs}`);
    if (ids.length === 0) return 0;
    let removed = 0;
    for (let start = 0; start < ids.length; start += PAGE) {
      removed += await redis.hdel(keys.verdicts(watchId), ...ids.slice(start, start + PAGE));
    }
    await forgetWithheld(watchId, hourOf(toInstant(beforeMs)));
    await redis.hset(keys.totals(watchId), 'trimmedTo', beforeMs);
    return removed;
  };

  const forgetWithheld = async (watchId: string, beforeHour: string) => {
    const fields = await redis.hkeys(keys.withheld(watchId));
    const old = fields.filter((field) => hourAndReason(field).hour < beforeHour);
    if (old.length > 0) await redis.hdel(keys.withheld(watchId), ...old);
  };

  /** Once neither feeds nor the store hold an article, nothing brings it again: its mark and print may go. */
  const oldMarks = (watchId: string, nowMs: number) => {
    const keepMs = Math.max(keep.articlesMs, keep.verdictsMs, keep.seenMs);
    return eachOld(keys.compared(watchId), nowMs - keepMs, async (ids) => {
      const prints = ids.map((id) => PRINT + id);
      const removal = redis
        .multi()
        .hdel(keys.verdicts(watchId), ...ids)
        .hdel(keys.ledger(watchId), ...prints)
        .zrem(keys.ledgerVersions(watchId), ...prints)
        .zrem(keys.compared(watchId), ...ids);
      repliesOf(await removal.exec());
      return ids.length;
    });
  };

  const oldSeen = async (nowMs: number) => {
    const before = Math.floor((nowMs - keep.seenMs) / 1000);
    const lookAgainMs = nowMs + Math.ceil(keep.seenMs / SEEN_LOOKS);
    const feedIds = await redis.zrangebyscore(keys.seenTrims(), '-inf', nowMs);
    let removed = 0;
    for (const feedId of feedIds) {
      const reply = await forgetSeen.text(
        [keys.seen(feedId), keys.seenTrims()],
        [feedId, before, lookAgainMs],
      );
      removed += Number(reply);
    }
    return removed;
  };

  const oldTexts = (nowMs: number) =>
    eachOld(keys.deliveryTexts(), nowMs - keep.deliveriesMs, async (ids) => {
      const removal = redis.multi();
      for (const id of ids) removal.hdel(keys.delivery(id), 'texts').zrem(keys.deliveryTexts(), id);
      repliesOf(await removal.exec());
      return ids.length;
    });

  /** Who never confirmed is forgotten, with the mail that asked them. */
  const oldRequests = (nowMs: number) =>
    eachOld(keys.requests(), nowMs, async (ids) => {
      const records = await redis.mget(ids.map((id) => keys.request(id)));
      const removal = redis.multi().zrem(keys.requests(), ...ids);
      for (const id of ids) removal.unlink(keys.request(id));
      for (const record of records) {
        const request = record && (JSON.parse(record) as SubscribeRequest);
        if (request) forgetNotice(removal, request);
      }
      repliesOf(await removal.exec());
      return ids.length;
    });

  const forgetNotice = (removal: ChainableCommander, { wish, deliveryId }: SubscribeRequest) => {
    const own = keys.subscriberDeliveries(contentId('s', wish.address.toLowerCase()));
    const lists = [keys.deliveries(), keys.openDeliveries(), keys.deliveryTexts(), own];
    removal.unlink(keys.delivery(deliveryId));
    for (const list of lists) removal.zrem(list, deliveryId);
  };

  return {
    /** Returns how many articles, verdicts, marks, seen items, texts and unreadable items were removed. */
    async applyRetention(now: Instant): Promise<number> {
      const nowMs = toMs(now);
      let removed = (await oldArticles(nowMs)) + (await oldUnreadable(nowMs)) + (await oldRequests(nowMs));
      for (const watchId of await redis.hkeys(keys.watches())) {
        removed += (await oldVerdicts(watchId, nowMs)) + (await oldMarks(watchId, nowMs));
      }
      return removed + (await oldSeen(nowMs)) + (await oldTexts(nowMs));
    },
  };
}
