import type { Development } from '../model/development.ts';
import { StoreError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { CreateDelivery, Delivery, Subscriber } from '../model/mail.ts';
import type { Watch } from '../model/watch.ts';
import { alertId } from '../notify/alert.ts';
import { localDay, quietUntil } from '../notify/schedule.ts';
import { type Telling, type Told, tellingOf } from './alert-told.ts';
import type { JobContext } from './context.ts';
import { newsOf } from './news-delay.ts';

/** What the mails and messages of one job are made of. */
interface News extends Telling {
  readonly watch: Watch;
  readonly found: Development;
  readonly news?: Delivery['news'];
}

/**
 * Composes one mail for each subscriber of the watch who wants alerts, and a message for each of its channels, once
 * further reports of the same event had time to come in. What one article tells is one mail. What the day's cap, a
 * pause or a muted type holds back is left to the digest, or untold.
 *
 * @throws StoreError when another job told a reader the same meanwhile: this one looks again
 */
export async function sendAlert(
  context: JobContext,
  data: JobData['send-alert'],
): Promise<JobOutcome['send-alert']> {
  const { store } = context;
  const watch = context.catalogue.watch(data.watchId);
  const found = await store.development(data.watchId, data.developmentId);
  if (!watch || !found) return { kind: 'unknown' };
  const held = await hold(context, found);
  if (held) return held;

  const news = {
    ...{ watch, found, ...(await tellingOf(context, watch, found)) },
    ...newsOf(await store.article(found.article.articleId)),
  };
  const all = (await store.subscribersOf(watch.id)).filter((one) => one.alerts);
  const deliveryIds: string[] = [];
  let waiting = 0;
  for (const subscriber of all) {
    const delivery = await mailTo(context, news, subscriber);
    if (!delivery) continue;
    if ((delivery.notBefore ?? '') > context.clock().toISOString()) waiting += 1;
    else deliveryIds.push(delivery.id);
  }
  const mails = deliveryIds.length;
  deliveryIds.push(...(await posts(context, news)));
  await context.enqueue(
    'deliver',
    deliveryIds.map((deliveryId) => ({ deliveryId })),
  );
  const skipped = all.length - mails - waiting;
  return { kind: 'enqueued', deliveries: deliveryIds.length, skipped, ...(waiting > 0 && { waiting }) };
}

/**
 * Noted in the store before it is queued, so that no crash loses it. The queue counts real time, the note the time of
 * the news: whichever is over first.
 */
async function hold(
  context: JobContext,
  { id: developmentId, watchId, at }: Development,
): Promise<JobOutcome['send-alert'] | null> {
  const until = new Date(Date.parse(at) + context.limits.holdMs);
  const delayMs = until.getTime() - context.clock().getTime();
  if (context.limits.holdMs === 0 || delayMs <= 0) return null;
  const entry = { watchId, developmentId };
  await context.store.holdAlert(entry, until.toISOString());
  await context.enqueue('send-alert', [entry], { delayMs, jobId: `${developmentId}-held` });
  return { kind: 'held', until: until.toISOString() };
}

/** The mail that is to go to a reader; null where there is none, or it is another job's to hand on. */
async function mailTo(context: JobContext, news: News, subscriber: Subscriber): Promise<Delivery | null> {
  const { store } = context;
  const now = context.clock();
  if ((subscriber.snoozeUntil ?? '') > now.toISOString()) return null;
  const { told, more } = news.told(subscriber.mutedTypes ?? []);
  const isOwn = ({ ids }: Told) => ids.includes(news.found.id);
  if (!told.some(isOwn)) return null;
  const bound = await store.toldDevelopments(
    subscriber.id,
    told.flatMap(({ ids }) => ids),
  );
  const untold = told.filter(({ ids }) => !ids.some((id) => bound.has(id)));
  // One of several is handed on by the job that made it, and after a crash by the sweep.
  const alone = alertId(subscriber, [news.found]);
  if (!untold.some(isOwn)) {
    return bound.get(news.found.id) === alone ? toBeSent(await store.delivery(alone)) : null;
  }
  const delivery = compose(context, news, subscriber, untold, more);
  const day = localDay(now, subscriber.timezone);
  const created = await store.createDelivery(delivery, { day, max: subscriber.maxAlertsPerDay });
  if (created.kind === 'already-told') {
    throw new StoreError('Another alert told the same while this one was composed; it is composed again.');
  }
  return created.kind === 'exists' && delivery.id !== alone ? null : resultOf(created, delivery);
}

function compose(
  context: JobContext,
  { watch, own, news }: News,
  subscriber: Subscriber,
  told: readonly Told[],
  more: number,
): Delivery {
  const now = context.clock().toISOString();
  const [development = own.development, ...beside] = told.map((one) => one.development);
  const message = context.stages.composeAlert({
    ...{ development, beside, more, watch, subscriber },
    from: context.sender,
    links: context.links,
    now,
  });
  const notBefore = quietUntil(subscriber, new Date(now));
  return {
    id: alertId(subscriber, [development, ...beside]),
    subscriberId: subscriber.id,
    kind: 'alert',
    developmentIds: told.flatMap(({ ids }) => ids),
    message,
    state: 'pending',
    attempts: 0,
    createdAt: now,
    ...(news && { news }),
    ...(notBefore && { notBefore: notBefore.toISOString() }),
  };
}

/** One message for each channel of the watch that takes any. */
async function posts(
  context: JobContext,
  { watch, own: { development, ids }, news }: News,
): Promise<readonly string[]> {
  const { store } = context;
  const now = context.clock().toISOString();
  const made: string[] = [];
  for (const channel of context.channels.of(watch)) {
    if ((await store.channelState(channel.id))?.state === 'disabled') continue;
    const id = contentId('d', channel.id, 'alert', development.id);
    const message = context.stages.composePost({
      ...{ deliveryId: id, channel, watch, development, developmentIds: ids },
      ...{ from: context.sender, links: context.links, now },
    });
    const delivery: Delivery = {
      ...{ id, subscriberId: channel.id, kind: 'alert', developmentIds: ids, message },
      channel: { name: channel.name, kind: channel.kind },
      ...{ state: 'pending', attempts: 0, createdAt: now },
      ...(news && { news }),
    };
    const created = await store.createDelivery(delivery);
    if (resultOf(created, delivery)) made.push(id);
  }
  return made;
}

/** One that was created before a crash is handed on again; one that is over is not. */
function resultOf(created: CreateDelivery, made: Delivery): Delivery | null {
  if (created.kind === 'created') return made;
  return created.kind === 'exists' ? toBeSent(created.delivery) : null;
}

function toBeSent(delivery: Delivery | null): Delivery | null {
  return delivery && ['pending', 'sending'].includes(delivery.state) ? delivery : null;
}
