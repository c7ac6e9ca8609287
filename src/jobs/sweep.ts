import type { JobOutcome } from '../model/job.ts';
import type { JobContext } from './context.ts';
import { ALERT_LATE_MS } from './left-to-alerts.ts';

/** What waits this long was left by a crash; what waits less is probably on its way. Handing on twice is harmless. */
const OUTBOX_GRACE_MS = 30_000;
const COMPARE_GRACE_MS = 60_000;
/** At a time; the next sweep takes more. */
const BATCH = 500;
/** Many readers want theirs at the same hour: about what a worker composes till the next sweep. */
const DIGESTS = 5_000;
/** What failed for hours, because Redis was full say, must not stand in the way of its own repetition. */
const REVIVE = { revive: true };

/** Picks up what a crash left between a commit and the hand-over, finds the digests that are due, and applies retention. */
export async function sweep(context: JobContext): Promise<JobOutcome['sweep']> {
  const now = context.clock();
  const alerts = (await handOnOutbox(context, before(now, OUTBOX_GRACE_MS))) + (await handOnHeld(context));
  const compares = await context.store.pendingCompares(before(now, COMPARE_GRACE_MS), BATCH);
  await context.enqueue('compare-article', compares, REVIVE);
  const deliveries = await context.store.openDeliveries(now.toISOString(), BATCH);
  await context.enqueue(
    'deliver',
    deliveries.map((deliveryId) => ({ deliveryId })),
    REVIVE,
  );
  const digestsDue = await handOnDigests(context, now.toISOString());
  const removed = await context.store.applyRetention(now.toISOString());
  const reEnqueued = alerts + compares.length + deliveries.length;
  return { kind: 'swept', reEnqueued, digestsDue, removed };
}

async function handOnDigests(context: JobContext, now: string): Promise<number> {
  const due = await context.store.dueDigests(now, DIGESTS);
  for (let from = 0; from < due.length; from += BATCH) {
    const some = due.slice(from, from + BATCH).map((subscriberId) => ({ subscriberId }));
    await context.enqueue('send-digest', some, REVIVE);
  }
  return due.length;
}

/** What stays there for a day is left to the digests. */
async function handOnOutbox(context: JobContext, until: string): Promise<number> {
  const entries = await context.store.outbox(until, BATCH);
  await context.enqueue('send-alert', entries, REVIVE);
  await context.store.clearOutbox(await context.store.outbox(before(context.clock(), ALERT_LATE_MS), BATCH));
  return entries.length;
}

/** Alerts that waited for further reports of their event long enough; they are held till they are composed. */
async function handOnHeld(context: JobContext): Promise<number> {
  const entries = await context.store.heldAlerts(context.clock().toISOString(), BATCH);
  await context.enqueue('send-alert', entries, REVIVE);
  await context.store.releaseAlerts(
    await context.store.heldAlerts(before(context.clock(), ALERT_LATE_MS), BATCH),
  );
  return entries.length;
}

function before(now: Date, byMs: number): string {
  return new Date(now.getTime() - byMs).toISOString();
}
