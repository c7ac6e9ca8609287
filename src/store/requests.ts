import type { SubscribeRequest } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { unpack } from './packing.ts';
import { repliesOf } from './transaction.ts';

/** Who asked to be subscribed and has not confirmed yet, and how often anything was asked for. */
export function requestStore({ redis, keys }: StoreContext) {
  /** Counts one use, and how long it is till all since the first are forgotten, `windowMs` (real time) after it. */
  const useWithin = async (use: string, windowMs: number) => {
    const key = keys.uses(use);
    const counting = redis.multi().set(key, 0, 'PX', windowMs, 'NX').incr(key).pttl(key);
    const [, count, leftMs] = repliesOf(await counting.exec());
    return { count: Number(count), leftMs: Number(leftMs) };
  };
  return {
    useWithin,

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
      return (await useWithin(use, windowMs)).count;
    },
  };
}
