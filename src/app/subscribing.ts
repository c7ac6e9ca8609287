import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type {
  Delivery,
  Mailbox,
  MailMessage,
  Preferences,
  Subscriber,
  SubscribeWish,
} from '../model/mail.ts';
import type { Clock } from '../model/time.ts';
import { parseAddress } from '../notify/address.ts';
import { type Links, verifyUntil } from '../notify/links.ts';
import { composeConfirmation, composeManage } from '../notify/notice.ts';
import { checkTimezone, nextDigestAt } from '../notify/schedule.ts';
import type { Store } from '../store/store.ts';
import type { HeldOnReader, Readers } from '../web/ports.ts';
import type { People } from './people.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CONFIRM_WITHIN_MS = 2 * DAY_MS;
/** Nobody's mailbox is filled by others typing its address into a form. */
const NOTICES = { toOneAddress: { most: 3, perMs: DAY_MS }, inAll: { most: 200, perMs: HOUR_MS } };

export type SubscribingStore = Pick<
  Store,
  | 'secret'
  | 'subscriber'
  | 'saveSubscriber'
  | 'eraseSubscriber'
  | 'scheduleDigest'
  | 'saveRequest'
  | 'takeRequest'
  | 'countUse'
  | 'createDelivery'
  | 'deliveriesOf'
  | 'forgetDeliveries'
>;

interface SubscribingOptions {
  readonly store: SubscribingStore;
  readonly people: People;
  readonly clock: Clock;
  /** 0 to below 1; makes two requests of the same words two. */
  readonly chance: () => number;
  /** Asked for at each use: the page has to come up without Redis. Links always lead somewhere here. */
  readonly from: () => Promise<{ readonly sender: Mailbox; readonly links: Links }>;
  /** Title of a watch, by id; undefined for one there is not. */
  readonly titleOf: (watchId: string) => string | undefined;
  readonly deliver: (deliveryId: string) => Promise<unknown>;
}

/** Subscribing as a stranger does it, on the page: nothing changes for an address before its owner says so. */
export function createSubscribing(options: SubscribingOptions): Readers {
  const { store, people, clock, from } = options;

  async function mayWrite(address: string): Promise<boolean> {
    const { toOneAddress, inAll } = NOTICES;
    const own = contentId('u', 'notice', address.toLowerCase());
    if ((await store.countUse(own, toOneAddress.perMs)) > toOneAddress.most) return false;
    if ((await store.countUse('notices', inAll.perMs)) <= inAll.most) return true;
    throw new AppError('Too many people asked to subscribe within the hour; try again later.', {
      retryable: true,
    });
  }

  async function write(id: string, to: Mailbox, message: MailMessage): Promise<void> {
    const delivery: Delivery = {
      id,
      subscriberId: contentId('s', to.address.toLowerCase()),
      kind: 'notice',
      developmentIds: [],
      message,
      state: 'pending',
      attempts: 0,
      createdAt: message.date,
    };
    await store.createDelivery(delivery);
    await options.deliver(id);
  }

  const idOf = (...parts: readonly string[]) =>
    contentId('q', ...parts, clock().toISOString(), String(options.chance()));

  async function writeLink(subscriber: Subscriber): Promise<void> {
    const { sender, links } = await from();
    const now = clock().toISOString();
    const deliveryId = contentId('d', subscriber.id, 'notice', idOf(subscriber.id));
    const link = links.preferences(subscriber.id, now) ?? '';
    const to = subscriber.mailbox;
    await write(deliveryId, to, composeManage({ deliveryId, from: sender, to, now, link }));
  }

  async function writeRequest(wish: SubscribeWish, to: Mailbox): Promise<void> {
    const { sender, links } = await from();
    const now = clock();
    const endsAt = new Date(now.getTime() + CONFIRM_WITHIN_MS);
    const id = idOf(to.address);
    const deliveryId = contentId('d', contentId('s', to.address.toLowerCase()), 'notice', id);
    const at = now.toISOString();
    await store.saveRequest({ id, wish, at, deliveryId }, endsAt.toISOString());
    const message = composeConfirmation({
      ...{ deliveryId, from: sender, to, now: at, wish },
      link: links.confirm(id, endsAt) ?? '',
      titles: wish.watchIds.flatMap((watchId) => options.titleOf(watchId) ?? []),
    });
    await write(deliveryId, to, message);
  }

  return {
    async ask(wish) {
      const { address } = parseAddress(wish.address);
      checkTimezone(wish.timezone);
      if (!(await mayWrite(address))) return;
      const known = await store.subscriber(contentId('s', address.toLowerCase()));
      if (known?.status === 'active') return writeLink(known);
      return writeRequest({ ...wish, address }, wish.name ? { name: wish.name, address } : { address });
    },
    async askForLink(typed) {
      const { address } = parseAddress(typed);
      if (!(await mayWrite(address))) return;
      const known = await store.subscriber(contentId('s', address.toLowerCase()));
      if (known) await writeLink(known);
    },
    async confirm(token) {
      const requestId = verifyUntil(await store.secret(), token, 'confirm', clock());
      const request = requestId === null ? null : await store.takeRequest(requestId);
      return request && people.subscribe(request.wish);
    },
    async byToken(token, purpose) {
      const id = verifyUntil(await store.secret(), token, purpose, clock());
      return id === null ? null : store.subscriber(id);
    },
    change: (subscriber, wishes, { activate = false } = {}) =>
      change(options, activate ? activated(subscriber, clock()) : subscriber, wishes),
    async held(subscriber): Promise<HeldOnReader> {
      const mails = await store.deliveriesOf(subscriber.id);
      return {
        subscriber,
        mails: mails.map(({ kind, state, createdAt, sentAt, response, message, developmentIds }) => ({
          ...{ kind, state, createdAt, sentAt, response, subject: message.subject, developmentIds },
        })),
      };
    },
    async erase(subscriber) {
      const mails = await store.deliveriesOf(subscriber.id);
      await store.forgetDeliveries(
        subscriber.id,
        mails.map(({ id }) => id),
      );
      await store.eraseSubscriber(subscriber.id);
    },
  };
}

function activated(subscriber: Subscriber, now: Date): Subscriber {
  if (subscriber.status === 'active') return subscriber;
  const { suspended: _why, ...rest } = subscriber;
  return { ...rest, status: 'active', createdAt: now.toISOString() };
}

/** Keeps what a form does not ask for. */
async function change(
  { store, clock }: SubscribingOptions,
  subscriber: Subscriber,
  wishes: Preferences,
): Promise<Subscriber> {
  checkTimezone(wishes.timezone);
  const { quiet: _q, snoozeUntil: _s, mutedTypes: _m, signOfLife: _l, language: _d, ...rest } = subscriber;
  const now = clock();
  const changed: Subscriber = { ...rest, ...wishes };
  await store.saveSubscriber(changed);
  const due = changed.status === 'active' ? nextDigestAt(changed, now) : null;
  await store.scheduleDigest(changed.id, due?.toISOString() ?? null);
  return changed;
}
