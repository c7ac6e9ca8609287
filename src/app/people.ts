import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { Subscriber, SubscribeWish } from '../model/mail.ts';
import type { Clock, Instant } from '../model/time.ts';
import { parseAddress } from '../notify/address.ts';
import { checkTimezone, nextDigestAt } from '../notify/schedule.ts';

export interface PeopleStore {
  subscriber(subscriberId: string): Promise<Subscriber | null>;
  subscribers(): Promise<readonly Subscriber[]>;
  saveSubscriber(subscriber: Subscriber): Promise<void>;
  setSubscriberStatus(subscriberId: string, status: Subscriber['status']): Promise<unknown>;
  scheduleDigest(subscriberId: string, dueAt: Instant | null): Promise<void>;
}

/** Subscribing as the operator does it, without a confirmation mail. */
export interface People {
  /** Adds a subscriber or changes what one gets. @throws AppError for an address or zone that cannot be */
  subscribe(wish: SubscribeWish): Promise<Subscriber>;
  /** @throws AppError when nobody has that address */
  unsubscribe(address: string): Promise<void>;
  unsubscribeById(subscriberId: string): Promise<void>;
  list(): Promise<readonly Subscriber[]>;
}

interface PeopleOptions {
  readonly store: PeopleStore;
  readonly clock: Clock;
  readonly maxAlertsPerDay: number;
}

export function createPeople({ store, clock, maxAlertsPerDay }: PeopleOptions): People {
  const idOf = (address: string) => contentId('s', address.toLowerCase());
  const unsubscribeById = async (subscriberId: string) => {
    await store.setSubscriberStatus(subscriberId, 'unsubscribed');
    await store.scheduleDigest(subscriberId, null);
  };
  return {
    async subscribe({ address, name, ...wish }) {
      const { address: plain } = parseAddress(address);
      checkTimezone(wish.timezone);
      const before = await store.subscriber(idOf(plain));
      const subscriber: Subscriber = {
        ...wish,
        id: idOf(plain),
        mailbox: name ? { name, address: plain } : { address: plain },
        maxAlertsPerDay: before?.maxAlertsPerDay ?? maxAlertsPerDay,
        status: 'active',
        createdAt: before?.status === 'active' ? before.createdAt : clock().toISOString(),
      };
      await store.saveSubscriber(subscriber);
      await store.scheduleDigest(subscriber.id, nextDigestAt(subscriber, clock())?.toISOString() ?? null);
      return subscriber;
    },
    async unsubscribe(address) {
      const { address: plain } = parseAddress(address);
      const known = await store.subscriber(idOf(plain));
      if (known?.status !== 'active')
        throw new AppError(`${plain} is not subscribed; newswatch subscribers lists who is.`);
      await unsubscribeById(known.id);
    },
    unsubscribeById,
    list: () => store.subscribers(),
  };
}
