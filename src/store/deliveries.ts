import { StoreError } from '../model/errors.ts';
import type { ClaimDelivery, CreateDelivery, Delivery } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { packDelivery, unpackDelivery } from './delivery-record.ts';
import { toMs } from './instants.ts';
import { readable } from './packing.ts';
import { loadScript } from './script.ts';
import { toSubscriber } from './subscribers.ts';
import { repliesOf } from './transaction.ts';

/**
 * Mails to subscribers and how far each has got: pending → sending → sent, failed or held; back to pending
 * when put off. A lease counts on the clock of Redis, the one clock all senders share.
 */
export function deliveryStore({ redis, keys, onCorrupt }: StoreContext) {
  const create = loadScript(redis, 'create-delivery');
  const claim = loadScript(redis, 'claim-delivery');
  const renew = loadScript(redis, 'renew-delivery');
  const sent = loadScript(redis, 'mark-sent');
  const later = loadScript(redis, 'put-off');
  const given = loadScript(redis, 'give-up');
  const open = loadScript(redis, 'open-deliveries');
  const reopen = loadScript(redis, 'reopen-delivery');

  const load = async (deliveryId: string): Promise<Delivery | null> => {
    const key = keys.delivery(deliveryId);
    return unpackDelivery(key, await redis.hgetallBuffer(key));
  };

  const loadAll = async (ids: readonly string[]): Promise<readonly Delivery[]> => {
    const reads = redis.pipeline();
    for (const id of ids) reads.hgetallBuffer(keys.delivery(id));
    const replies = repliesOf(await reads.exec()) as Record<string, Buffer>[];
    return replies.flatMap((fields, index) => {
      const key = keys.delivery(ids[index] ?? '');
      return readable(() => unpackDelivery(key, fields), onCorrupt) ?? [];
    });
  };

  return {
    delivery: load,

    /** In the order of the ids; those there are not are left out. */
    deliveriesById: loadAll,

    /** Stores it as pending and binds its developments to it for this subscriber, or neither. */
    async createDelivery(
      delivery: Delivery,
      cap?: { readonly day: string; readonly max: number },
    ): Promise<CreateDelivery> {
      const { id, subscriberId, createdAt, windowEnd, notBefore, developmentIds } = delivery;
      const { record, envelope, texts } = await packDelivery(delivery);
      const kind = (await create.text(
        [
          keys.delivery(id),
          keys.deliveries(),
          keys.openDeliveries(),
          keys.told(subscriberId),
          keys.alertsOfDay(subscriberId, cap?.day ?? 'uncapped'),
          keys.subscriberDeliveries(subscriberId),
        ],
        [
          ...[id, toMs(createdAt), subscriberId, windowEnd ?? ''],
          ...[record, envelope, texts, cap?.max ?? '', toMs(notBefore ?? createdAt)],
          ...developmentIds,
        ],
      )) as CreateDelivery['kind'];
      if (kind !== 'exists') return { kind };
      const existing = await load(id);
      if (existing === null) throw new StoreError(`${keys.delivery(id)} was deleted while it was read`);
      return { kind, delivery: existing };
    },

    /** Of these developments, those bound to any delivery of the subscriber, with its id. */
    async toldDevelopments(
      subscriberId: string,
      developmentIds: readonly string[],
    ): Promise<ReadonlyMap<string, string>> {
      if (developmentIds.length === 0) return new Map();
      const bound = await redis.hmget(keys.told(subscriberId), ...developmentIds);
      return new Map(
        developmentIds.flatMap((id, index) => (bound[index] == null ? [] : [[id, bound[index]] as const])),
      );
    },

    /**
     * Moves pending, or sending whose lease ran out, to sending. `lastAttemptUnknown`: any earlier attempt may have
     * arrived. Whom it is for comes with it: asked for alone, that would be another round to Redis for each mail.
     */
    async claimDelivery(deliveryId: string, owner: string, leaseMs: number): Promise<ClaimDelivery> {
      const key = keys.delivery(deliveryId);
      const asked = [owner, leaseMs, keys.subscriber('%s')];
      const reply = (await claim.bytes([key], asked)) as Buffer[];
      const [kind, more, reader, status, ...parts] = reply;
      if (String(kind) === 'missing') return { kind: 'missing' };
      if (String(kind) === 'busy') return { kind: 'busy', leftMs: Number(String(more)) };
      const claimed = unpackDelivery(key, fieldsOf(parts));
      if (claimed === null) return { kind: 'missing' };
      if (String(kind) === 'done') return { kind: 'done', delivery: claimed };
      const isAsked = claimed.kind !== 'notice' && reader !== undefined && reader.length > 0;
      const subscriber = isAsked
        ? toSubscriber(keys.subscriber(claimed.subscriberId), reader, String(status))
        : null;
      return { kind: 'claimed', delivery: claimed, subscriber, lastAttemptUnknown: String(more) === '1' };
    },

    /** The lease begins anew. False when another has it, or nobody. */
    async renewDelivery(deliveryId: string, owner: string, leaseMs: number): Promise<boolean> {
      return (await renew.text([keys.delivery(deliveryId)], [owner, leaseMs])) === 1;
    },

    /** A digest moves its subscriber's window on. False when the lease was lost meanwhile: it is marked sent all the same. */
    async markSent(deliveryId: string, owner: string, at: Instant, response: string): Promise<boolean> {
      // One command, written to the socket at once: a sender that dies after the server's answer leaves no doubt.
      const held = await sent.text(
        [keys.delivery(deliveryId), keys.openDeliveries(), keys.deliveryTexts()],
        [deliveryId, owner, at, response, keys.subscriber('%s')],
      );
      return held === 1;
    },

    /** Back to pending, with the reason; nothing but `outcomeUnknown` is kept from an owner that lost its lease. */
    async putOff(
      deliveryId: string,
      owner: string,
      retryAt: Instant,
      error: string,
      outcomeUnknown: boolean,
    ): Promise<void> {
      await later.text(
        [keys.delivery(deliveryId), keys.openDeliveries()],
        [deliveryId, owner, toMs(retryAt), error, outcomeUnknown ? '1' : '0'],
      );
    },

    /**
     * Final. Its developments stay bound to it: told to nobody twice, its state is there to see. With `untell` they
     * are free again, for one that certainly never went out.
     */
    async giveUp(
      deliveryId: string,
      owner: string,
      state: 'failed' | 'held',
      error: string,
      untell?: Pick<Delivery, 'subscriberId' | 'developmentIds'>,
    ): Promise<void> {
      const told = keys.told(untell?.subscriberId ?? '');
      await given.text(
        [keys.delivery(deliveryId), keys.openDeliveries(), keys.deliveryTexts(), told],
        [deliveryId, owner, state, error, ...(untell?.developmentIds ?? [])],
      );
    },

    /** Has one that failed or is held sent after all. False where it is neither, or its texts are gone. */
    async reopenDelivery(deliveryId: string, at: Instant): Promise<boolean> {
      const lists = [keys.delivery(deliveryId), keys.openDeliveries(), keys.deliveryTexts()];
      return (await reopen.text(lists, [deliveryId, toMs(at)])) === 1;
    },

    /** Pending ones, and those whose lease ran out, due before `before`, longest due first. */
    async openDeliveries(before: Instant, limit: number): Promise<readonly string[]> {
      const ids = await open.text([keys.openDeliveries()], [toMs(before), limit, keys.delivery('%s')]);
      return ids as string[];
    },

    /** Newest first. */
    async deliveries(limit: number): Promise<readonly Delivery[]> {
      if (limit < 1) return [];
      return loadAll(await redis.zrevrange(keys.deliveries(), 0, limit - 1));
    },

    /** As `deliveries`, without their texts, which take most of the reading: for lists. */
    async deliveryHeads(limit: number, skip = 0): Promise<readonly Delivery[]> {
      if (limit < 1) return [];
      const ids = await redis.zrevrange(keys.deliveries(), skip, skip + limit - 1);
      const reads = redis.pipeline();
      for (const id of ids) reads.hmgetBuffer(keys.delivery(id), ...HEAD_FIELDS);
      const replies = repliesOf(await reads.exec()) as (Buffer | null)[][];
      return replies.flatMap((values, index) => {
        const key = keys.delivery(ids[index] ?? '');
        const found = values.flatMap((value, at) =>
          value === null ? [] : [[HEAD_FIELDS[at], value] as const],
        );
        return readable(() => unpackDelivery(key, Object.fromEntries(found)), onCorrupt) ?? [];
      });
    },

    /** All mails to one address, newest first. */
    async deliveriesOf(subscriberId: string): Promise<readonly Delivery[]> {
      return loadAll(await redis.zrevrange(keys.subscriberDeliveries(subscriberId), 0, -1));
    },

    /** As if they had never been; one on its way may still arrive. */
    async forgetDeliveries(subscriberId: string, ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const removal = redis.multi().unlink(...ids.map((id) => keys.delivery(id)));
      const lists = [keys.deliveries(), keys.openDeliveries(), keys.deliveryTexts()];
      for (const list of [...lists, keys.subscriberDeliveries(subscriberId)]) removal.zrem(list, ...ids);
      repliesOf(await removal.exec());
    },
  };
}

/** What of a delivery a list shows. */
const HEAD_FIELDS = ['record', 'envelope', 'state', 'attempts', 'sentAt', 'response'] as const;

/** Names and values, alternating, as HGETALL gives them inside a script. */
function fieldsOf(parts: readonly Buffer[]): Record<string, Buffer> {
  const fields: Record<string, Buffer> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const value = parts[i + 1];
    if (value) fields[String(parts[i])] = value;
  }
  return fields;
}
