import type { Development } from '../model/development.ts';
import { contentId } from '../model/id.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { CreateDelivery, Delivery, Subscriber } from '../model/mail.ts';
import type { Watch } from '../model/watch.ts';
import { localDay } from '../notify/schedule.ts';
import type { JobContext } from './context.ts';

/** Composes one mail at once for each subscriber of the watch who wants alerts; what the day's cap holds back is left to the digest. */
export async function sendAlert(
  context: JobContext,
  data: JobData['send-alert'],
): Promise<JobOutcome['send-alert']> {
  const { store } = context;
  const watch = context.catalogue.watch(data.watchId);
  const development = await store.development(data.watchId, data.developmentId);
  if (!watch || !development) return { kind: 'unknown' };

  const subscribers = (await store.subscribersOf(watch.id)).filter((one) => one.alerts);
  const deliveryIds: string[] = [];
  for (const subscriber of subscribers) {
    const delivery = compose(context, watch, development, subscriber);
    const day = localDay(new Date(delivery.createdAt), subscriber.timezone);
    const created = await store.createDelivery(delivery, { day, max: subscriber.maxAlertsPerDay });
    if (isToBeSent(created)) deliveryIds.push(delivery.id);
  }
  await context.enqueue(
    'deliver',
    deliveryIds.map((deliveryId) => ({ deliveryId })),
  );
  const skipped = subscribers.length - deliveryIds.length;
  return { kind: 'enqueued', deliveries: deliveryIds.length, skipped };
}

function compose(
  context: JobContext,
  watch: Watch,
  development: Development,
  subscriber: Subscriber,
): Delivery {
  const now = context.clock().toISOString();
  const message = context.stages.composeAlert({
    development,
    watch,
    subscriber,
    from: context.sender,
    links: context.links,
    now,
  });
  return {
    id: contentId('d', subscriber.id, 'alert', development.id),
    subscriberId: subscriber.id,
    kind: 'alert',
    developmentIds: [development.id],
    message,
    state: 'pending',
    attempts: 0,
    createdAt: now,
  };
}

/** One that was created before a crash is handed on again; one that is over is not. */
function isToBeSent(created: CreateDelivery): boolean {
  if (created.kind === 'created') return true;
  return created.kind === 'exists' && ['pending', 'sending'].includes(created.delivery.state);
}
