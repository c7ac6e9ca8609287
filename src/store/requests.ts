import type { SubscribeRequest } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { unpack } from './packing.ts';
import { repliesOf } from './transaction.ts';

/** Who asked to be subscribed and has not confirmed yet, and how often anything was asked for. */
export function requestStore({ redis, keys }: StoreContext) {
  return {
    async saveRequest(request: SubscribeRequest, endsAt: Instant): Promise<void> {
      const saving = redis
        .multi()
        .set(keys.request(request.id), JSON.stringify(request))
        .zadd(keys.requests(), toMs(endsAt), request.id);
      repliesOf(await saving.exec());
    },

    /** Gives a request to the first who asks for it, once. */
    async takeRequest(requestId: string): Promise<SubscribeRequest | null> {
      const key = keys.request(requestId);
      const taking = redis.multi().getdel(key).zrem(keys.requests(), requestId);
      const [record] = repliesOf(await taking.exec()) as [string | null];
      return record === null ? null : unpack<SubscribeRequest>(key, Buffer.from(record));
    },

    /** Counts one use and returns how many there were since the first one, which `windowMs` (real time) later is forgotten. */
    async countUse(use: string, windowMs: number): Promise<number> {
      const counting = redis.multi().set(keys.uses(use), 0, 'PX', windowMs, 'NX').incr(keys.uses(use));
      return Number(repliesOf(await counting.exec())[1]);
    },
  };
}
