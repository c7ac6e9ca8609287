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

/** Readers one job makes mails for, about: more are handed on to jobs of their own, which other workers share. */
export const READERS_A_JOB = 500;
/** Such jobs, queued at a time. */
const PARTS_AT_ONCE = 50;

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
  const { watchId, developmentId, readerIds } = data;
  const watch = context.catalogue.watch(watchId);
  const found = await context.store.development(watchId, developmentId);
  const held = watch && found && (await hold(context, found));
  if (held) return held;
  const outcome =
    watch && found ? await compose(context, data, watch, found) : ({ kind: 'unknown' } as const);
  // Only now: till then digests leave it to the alert, and the sweep hands it on.
  const entry = { watchId, developmentId };
  if (!readerIds)
    await Promise.all([context.store.clearOutbox([entry]), context.store.releaseAlerts([entry])]);
  return outcome;
}

async function compose(
  context: JobContext,
  data: JobData['send-alert'],
  watch: Watch,
  found: Development,
): Promise<JobOutcome['send-alert']> {
  const { store } = context;

  const news = {
    ...{ watch, found, ...(await tellingOf(context, watch, found)) },
    ...newsOf(await store.article(found.article.articleId)),
  };
  const posted = data.readerIds ? [] : await posts(context, news);
  const readerIds = data.readerIds ?? (await store.subscriberIdsOf(watch.id));
  if (!data.readerIds && readerIds.length > READERS_A_JOB) {
    const parts = await handOnReaders(context, data, readerIds);
    await handOnDeliveries(context, posted);
    return { kind: 'enqueued', deliveries: posted.length, skipped: 0, parts };
  }
  const { mails, skipped, waiting } = await mailAll(context, news, readerIds);
  await handOnDeliveries(context, [...mails, ...posted]);
  const deliveries = mails.length + posted.length;
  return { kind: 'enqueued', deliveries, skipped, ...(waiting > 0 && { waiting }) };
}

/** Ids of the mails that are to go now; how many wait for the end of quiet hours, and how many wanted alerts in vain. */
async function mailAll(context: JobContext, news: News, readerIds: readonly string[]) {
  const all = await context.store.subscribersById(readerIds);
  const readers = all.filter((one) => wantsAlerts(one, news.watch));
  const mails: string[] = [];
  let waiting = 0;
  for (const subscriber of readers) {
    const delivery = await mailTo(context, news, subscriber);
    if (!delivery) continue;
    if ((delivery.notBefore ?? '') > context.clock().toISOString()) waiting += 1;
    else mails.push(delivery.id);
  }
  return { mails, waiting, skipped: readers.length - mails.length - waiting };
}

/** They may have left since the job was made. */
function wantsAlerts({ status, alerts, watchIds }: Subscriber, watch: Watch): boolean {
  return status === 'active' && alerts && watchIds.includes(watch.id);
}

async function handOnDeliveries(context: JobContext, deliveryIds: readonly string[]): Promise<void> {
  await context.enqueue(
    'deliver',
    deliveryIds.map((deliveryId) => ({ deliveryId })),
  );
}

/**
 * Readers are parted by how their ids begin, which takes no sorting of them all. A job is named by its readers: after a
 * crash none is queued twice, and where readers came or went nobody is left out.
 */
async function handOnReaders(
  context: JobContext,
  { watchId, developmentId }: JobData['send-alert'],
  readerIds: readonly string[],
): Promise<number> {
  const digits = Math.ceil(Math.log(readerIds.length / READERS_A_JOB) / Math.log(16));
  const byStart = Map.groupBy(readerIds, (id) => id.slice(0, 1 + digits));
  const parts = [...byStart.values()].map((ids) => ({ watchId, developmentId, readerIds: ids.sort() }));
  for (let from = 0; from < parts.length; from += PARTS_AT_ONCE)
    await context.enqueue('send-alert', parts.slice(from, from + PARTS_AT_ONCE));
  return parts.length;
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
  await context.store.clearOutbox([entry]);
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
  const delivery = deliveryOf(context, news, subscriber, untold, more);
  const day = localDay(now, subscriber.timezone);
  const created = await store.createDelivery(delivery, { day, max: subscriber.maxAlertsPerDay });
  if (created.kind === 'already-told') {
    throw new StoreError('Another alert told the same while this one was composed; it is composed again.');
  }
  return created.kind === 'exists' && delivery.id !== alone ? null : resultOf(created, delivery);
}

function deliveryOf(
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
