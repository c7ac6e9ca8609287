import { DeliveryError } from '../model/errors.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { ClaimDelivery, Delivery } from '../model/mail.ts';
import { changedMind } from './changed-mind.ts';
import type { JobContext, JobLimits } from './context.ts';
import { post, postRefusal } from './deliver-post.ts';
import { delaysOf } from './news-delay.ts';

type Outcome = JobOutcome['deliver'];
type Claimed = Extract<ClaimDelivery, { kind: 'claimed' }>;

const RENEWALS_A_LEASE = 4;
const AFTER_LEASE_MS = 100;
/** Long enough for what is given up to be free by then. */
const ALERT_AGAIN_MS = 5_000;

/** Sends one mail, or one message to a channel: claim, send, mark. A crash between sending and marking leaves the lease, and with it the doubt, to the next claim. */
export async function deliver(context: JobContext, data: JobData['deliver']): Promise<Outcome> {
  const { deliveryId } = data;
  const claim = await context.store.claimDelivery(deliveryId, context.runId, context.limits.deliveryLeaseMs);
  switch (claim.kind) {
    case 'missing':
      return { kind: 'unknown', deliveryId };
    case 'busy':
      return comeAgain(context, deliveryId, claim.leftMs);
    case 'done':
      return ended(claim.delivery);
    case 'claimed':
      return claimed(context, claim);
  }
}

async function claimed(context: JobContext, claim: Claimed): Promise<Outcome> {
  const { delivery } = claim;
  const outcome = (await refuse(context, claim)) ?? (await send(context, delivery));
  return { ...outcome, ...(delivery.channel && { via: delivery.channel.kind }) };
}

function ended(delivery: Delivery): Outcome {
  const { id: deliveryId, state } = delivery;
  if (state !== 'failed' && state !== 'held') return { kind: 'already-sent', deliveryId };
  return { kind: state, deliveryId, error: delivery.response ?? 'given up before' };
}

async function refuse(
  context: JobContext,
  { delivery, subscriber, lastAttemptUnknown }: Claimed,
): Promise<Outcome | null> {
  // Whoever gets a message twice knows it by its id: there is nothing to be unsure of.
  if (delivery.channel) {
    const why = await postRefusal(context, delivery);
    return why === null ? null : giveUp(context, delivery, 'failed', why);
  }
  if (lastAttemptUnknown && context.limits.whenUnsure === 'hold') {
    return giveUp(
      context,
      delivery,
      'held',
      'An earlier attempt ended without an answer: it may have arrived.',
    );
  }
  // A notice goes to who is not subscribed yet.
  if (delivery.kind === 'notice') return null;
  if (subscriber?.status !== 'active') return giveUp(context, delivery, 'failed', 'No longer subscribed.');
  const change = await changedMind(context, delivery, subscriber);
  if (change === null) return null;
  const { why, untell, again } = change;
  // Queued before it is given up: a crash between the two only has it asked again.
  if (again) {
    const how = { delayMs: ALERT_AGAIN_MS, jobId: `${delivery.id}-again` };
    await context.enqueue('send-alert', [{ ...again, readerIds: [subscriber.id] }], how);
  }
  return giveUp(context, delivery, 'failed', why, { ...delivery, developmentIds: untell });
}

/** Who has it may be dead. When its lease is over it is sent, or was sent; till then it is waited for once, not by all who ask. */
async function comeAgain(context: JobContext, deliveryId: string, leftMs: number): Promise<Outcome> {
  const jobId = `${deliveryId}-lease`;
  // The one that waited may find that the lease was renewed: it is running, and its id is not free.
  const how = { delayMs: leftMs + AFTER_LEASE_MS, jobId: context.jobId === jobId ? `${jobId}-on` : jobId };
  await context.enqueue('deliver', [{ deliveryId }], how);
  return { kind: 'busy', deliveryId };
}

async function send(context: JobContext, delivery: Delivery): Promise<Outcome> {
  const { store, runId, clock } = context;
  const lease = keepLease(context, delivery.id);
  let response: string;
  try {
    response = delivery.channel
      ? await post(context, delivery)
      : await context.transport.send(delivery.message);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return notSent(context, delivery, error);
  } finally {
    lease.stop();
  }
  const now = clock();
  await store.markSent(delivery.id, runId, now.toISOString(), response);
  return { kind: 'sent', deliveryId: delivery.id, ...delaysOf(delivery, now) };
}

/** A slow mail server keeps its mail in hand, a dead worker does not. */
function keepLease({ store, runId, limits }: JobContext, deliveryId: string): { stop(): void } {
  const renew = () => {
    // One that fails is followed by the next; when none gets through, the lease is lost and `markSent` says so.
    store.renewDelivery(deliveryId, runId, limits.deliveryLeaseMs).catch(() => undefined);
  };
  const timer = setInterval(renew, limits.deliveryLeaseMs / RENEWALS_A_LEASE);
  return { stop: () => clearInterval(timer) };
}

async function notSent(context: JobContext, delivery: Delivery, error: DeliveryError): Promise<Outcome> {
  const { limits } = context;
  if (error.outcomeUnknown && limits.whenUnsure === 'hold') {
    return giveUp(context, delivery, 'held', error.message);
  }
  const ageMs = context.clock().getTime() - Date.parse(delivery.createdAt);
  const hopeless = !error.retryable && !error.outcomeUnknown;
  if (error.deadAddress) await suspend(context, delivery, error.message);
  if (hopeless || ageMs > limits.mailRetry.giveUpMs) {
    return giveUp(context, delivery, 'failed', error.message);
  }
  return putOff(context, delivery, error);
}

/** Who the server does not know is not written to again, till they ask for it. */
async function suspend({ store, clock }: JobContext, delivery: Delivery, reason: string): Promise<void> {
  if (delivery.kind === 'notice' || delivery.channel) return;
  await store.suspendSubscriber(delivery.subscriberId, reason, clock().toISOString());
}

/** Queued before it is put back, so that a crash between the two only has it tried early. */
async function putOff(context: JobContext, delivery: Delivery, error: DeliveryError): Promise<Outcome> {
  const { id: deliveryId, attempts } = delivery;
  const delayMs = Math.max(waitMs(context.limits, attempts), error.retryAfterMs ?? 0);
  const retryAt = after(context, delayMs);
  await context.enqueue('deliver', [{ deliveryId }], { delayMs, jobId: `${deliveryId}-${attempts}` });
  await context.store.putOff(deliveryId, context.runId, retryAt, error.message, error.outcomeUnknown);
  return { kind: 'put-off', deliveryId, error: error.message, retryAt };
}

function after({ clock }: JobContext, ms: number): string {
  return new Date(clock().getTime() + ms).toISOString();
}

function waitMs({ mailRetry }: JobLimits, attempts: number): number {
  return Math.min(mailRetry.firstMs * 2 ** Math.max(attempts - 1, 0), mailRetry.longestMs);
}

async function giveUp(
  context: JobContext,
  delivery: Delivery,
  state: 'failed' | 'held',
  error: string,
  untell?: Pick<Delivery, 'subscriberId' | 'developmentIds'>,
): Promise<Outcome> {
  await context.store.giveUp(delivery.id, context.runId, state, error, untell);
  return { kind: state, deliveryId: delivery.id, error };
}
