import type { Development } from '../model/development.ts';
import type { Subscriber } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { isTwin } from '../notify/fold.ts';
import { wakes } from './compare-commit.ts';
import type { JobStore } from './ports.ts';

/** An alert that did not come about for so long is not waited for any more: the digest tells it. */
export const ALERT_LATE_MS = 24 * 3_600_000;

/**
 * Of what was found, what an alert is about to tell the reader: it waits for further reports, or is being
 * composed. A digest leaves it out, and what the alert will tell with it: later reports of its event, and what was read
 * in the same sentences.
 */
export async function leftToAlerts(
  store: Pick<JobStore, 'waitingAlerts'>,
  watch: Watch,
  subscriber: Subscriber,
  found: readonly Development[],
  now: Instant,
): Promise<readonly Development[]> {
  if (!subscriber.alerts) return [];
  const late = new Date(Date.parse(now) - ALERT_LATE_MS).toISOString();
  const waking = found.filter((one) => one.at > late && wakes(watch.wake, one));
  const waiting = await store.waitingAlerts(
    watch.id,
    waking.map(({ id }) => id),
  );
  const alerted = waking.filter(({ id }) => waiting.has(id));
  const events = found.filter((one) =>
    alerted.some(({ entryId, at }) => one.entryId === entryId && one.at >= at),
  );
  return found.filter((one) => events.some((told) => told === one || isTwin(told, one)));
}
