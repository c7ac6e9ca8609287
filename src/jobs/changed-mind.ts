import type { OutboxEntry } from '../model/commit.ts';
import type { Development } from '../model/development.ts';
import type { Delivery, Subscriber } from '../model/mail.ts';
import { isTwin } from '../notify/fold.ts';
import type { JobContext } from './context.ts';

/** Why a mail that has waited is not wanted any more as it is. */
interface ChangedMind {
  readonly why: string;
  /** Of what it would have told, what another mail may tell. */
  readonly untell: readonly string[];
  /** Alerted anew, without what is not wanted; else a later digest tells it. */
  readonly again?: OutboxEntry;
}

/** Asks whether a mail that has waited (a hold, quiet hours, a server that said later) is wanted; null while it is. */
export async function changedMind(
  context: Pick<JobContext, 'store' | 'clock' | 'catalogue'>,
  delivery: Delivery,
  subscriber: Subscriber,
): Promise<ChangedMind | null> {
  const untell = delivery.developmentIds;
  if ((subscriber.snoozeUntil ?? '') > context.clock().toISOString()) {
    return { why: 'The reader paused their mails before it went out.', untell };
  }
  if (delivery.kind !== 'alert') return null;
  if (!subscriber.alerts) {
    return { why: 'The reader wants no alerts any more.', untell };
  }
  const waited = delivery.notBefore !== undefined || delivery.attempts > 1;
  return waited ? notFollowed(context, delivery, subscriber) : null;
}

async function notFollowed(
  { store, catalogue }: Pick<JobContext, 'store' | 'catalogue'>,
  { developmentIds }: Delivery,
  { watchIds, mutedTypes }: Subscriber,
): Promise<ChangedMind | null> {
  const stored = await Promise.all(
    catalogue.watches().map(({ id }) => store.developmentsById(id, developmentIds)),
  );
  // Of those whose record is gone nobody can say; that says nothing of what the reader wants.
  const found = stored.flat();
  const [first] = found;
  if (!first) return null;
  if (!watchIds.includes(first.watchId)) {
    return { why: 'The reader does not follow its story any more.', untell: [] };
  }
  const open = found.filter(({ event }) => !mutedTypes?.includes(event.type));
  // What was read in the sentence of another, or of the same event, stands in no words of its own.
  const wanted = found.filter((one) =>
    open.some((other) => one === other || isTwin(one, other) || one.entryId === other.entryId),
  );
  if (wanted.length === found.length) return null;
  const [next] = wanted;
  return {
    why: 'The reader muted its type before it went out.',
    untell: wanted.map(({ id }) => id),
    ...(next && { again: entryOf(next) }),
  };
}

function entryOf({ watchId, id: developmentId }: Development): OutboxEntry {
  return { watchId, developmentId };
}
