import type { Delivery, Subscriber } from '../model/mail.ts';
import type { JobContext } from './context.ts';

/**
 * Why a mail that has waited (a hold, quiet hours, a server that said later) is not wanted any more.
 *
 * @returns null while it is; `digestTells` where what it would have told is left to a later digest
 */
export async function changedMind(
  context: Pick<JobContext, 'store' | 'clock' | 'catalogue'>,
  delivery: Delivery,
  subscriber: Subscriber,
): Promise<{ readonly why: string; readonly digestTells: boolean } | null> {
  if ((subscriber.snoozeUntil ?? '') > context.clock().toISOString()) {
    return { why: 'The reader paused their mails before it went out.', digestTells: true };
  }
  if (delivery.kind !== 'alert') return null;
  if (!subscriber.alerts) {
    return { why: 'The reader wants no alerts any more.', digestTells: true };
  }
  const waited = delivery.notBefore !== undefined || delivery.attempts > 1;
  return waited ? notFollowed(context, delivery, subscriber) : null;
}

async function notFollowed(
  { store, catalogue }: Pick<JobContext, 'store' | 'catalogue'>,
  { developmentIds: [developmentId = ''] }: Delivery,
  { watchIds, mutedTypes }: Subscriber,
): Promise<{ readonly why: string; readonly digestTells: boolean } | null> {
  const found = await Promise.all(catalogue.watches().map(({ id }) => store.development(id, developmentId)));
  const development = found.find((one) => one !== null);
  // Its record may be gone; that says nothing of what the reader wants.
  if (!development) return null;
  if (!watchIds.includes(development.watchId)) {
    return { why: 'The reader does not follow its story any more.', digestTells: false };
  }
  if (!mutedTypes?.includes(development.event.type)) return null;
  return { why: 'The reader muted its type before it went out.', digestTells: false };
}
