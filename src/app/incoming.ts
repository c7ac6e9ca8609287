import type { Clock } from '../model/time.ts';
import { type Incoming, readIncoming } from '../notify/bounce.ts';
import { isBounceMark, verifyToken } from '../notify/links.ts';
import type { Store } from '../store/store.ts';
import type { People } from './people.ts';

export type IncomingOutcome =
  /** Its reader gets no more mail. */
  | { readonly kind: 'suspended'; readonly address: string; readonly reason: string }
  | { readonly kind: 'unsubscribed'; readonly address: string }
  /** Understood, and no reason to stop. */
  | { readonly kind: 'passing'; readonly address: string; readonly reason: string }
  | { readonly kind: 'ignored'; readonly why: string };

interface IncomingOptions {
  readonly store: Pick<Store, 'delivery' | 'subscriber' | 'suspendSubscriber' | 'secret'>;
  readonly people: Pick<People, 'unsubscribeById'>;
  readonly clock: Clock;
}

/** Heeds one mail that came to the return path or to the unsubscribe address. */
export async function heedIncoming(options: IncomingOptions, raw: string): Promise<IncomingOutcome> {
  const { store, people, clock } = options;
  const incoming = readIncoming(raw);
  if (incoming.kind === 'other') return { kind: 'ignored', why: incoming.why };
  if (incoming.kind === 'unsubscribe') {
    const id = verifyToken(await store.secret(), incoming.token, 'unsubscribe');
    const subscriber = id === null ? null : await store.subscriber(id);
    if (subscriber === null) return { kind: 'ignored', why: 'Its token was not made here.' };
    await people.unsubscribeById(subscriber.id);
    return { kind: 'unsubscribed', address: subscriber.mailbox.address };
  }
  const delivery = await store.delivery(incoming.deliveryId);
  if (delivery === null) return { kind: 'ignored', why: 'It is about a mail that was not sent from here.' };
  if (!isProven(incoming, delivery.subscriberId, await store.secret())) {
    return { kind: 'ignored', why: 'Nothing in it shows that its sender saw the mail it is about.' };
  }
  const { address } = delivery.message.to;
  const { reason } = incoming;
  const ends = incoming.kind === 'complaint' || incoming.dead;
  const known = ends && (await store.suspendSubscriber(delivery.subscriberId, reason, clock().toISOString()));
  return { kind: known ? 'suspended' : 'passing', address, reason };
}

type AboutAMail = Extract<Incoming, { readonly deliveryId: string }>;

/** By the return path's mark, or by the token to unsubscribe that stood in the mail. Else anybody could stop a reader's mail. */
function isProven({ deliveryId, proofs }: AboutAMail, subscriberId: string, secret: string): boolean {
  return (
    proofs.marks.some((mark) => isBounceMark(secret, deliveryId, mark)) ||
    proofs.tokens.some((token) => verifyToken(secret, token, 'unsubscribe') === subscriberId)
  );
}
