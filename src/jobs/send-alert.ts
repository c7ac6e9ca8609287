import type { Development } from '../model/development.ts';
import { contentId } from '../model/id.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { CreateDelivery, Delivery, Subscriber } from '../model/mail.ts';
import type { Watch } from '../model/watch.ts';
import { foldDevelopments, isTwin } from '../notify/fold.ts';
import { lastKnown } from '../notify/last-known.ts';
import { localDay, quietUntil } from '../notify/schedule.ts';
import type { JobContext } from './context.ts';
import { newsOf } from './news-delay.ts';

/** Further developments of one event looked at; more within one hold are told by the digest. */
const FOLDED_MOST = 100;
/** Developments of one article are found within this, each at an instant of its own. */
const ONE_ARTICLE_MS = 1_000;

/** What one alert tells: the development as it is to be read, and all those it tells. */
interface Told extends ReturnType<typeof newsOf> {
  readonly development: Development;
  readonly ids: readonly string[];
}

/**
 * Composes one mail for each subscriber of the watch who wants alerts, and a message for each of its channels, once further reports of the same event had
 * time to come in. What the day's cap, a pause or a muted type holds back is left to the digest, or untold.
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

  const now = context.clock();
  const told = {
    ...(await withLater(context, watch, found)),
    ...newsOf(await store.article(found.article.articleId)),
  };
  const all = (await store.subscribersOf(watch.id)).filter((one) => one.alerts);
  const wanting = all.filter((one) => wants(one, told.development, now));
  const deliveryIds: string[] = [];
  let waiting = 0;
  for (const subscriber of wanting) {
    const delivery = compose(context, watch, told, subscriber);
    const day = localDay(now, subscriber.timezone);
    const created = await store.createDelivery(delivery, { day, max: subscriber.maxAlertsPerDay });
    if (!isToBeSent(created)) continue;
    if (waitsFor(created, delivery) > now.toISOString()) waiting += 1;
    else deliveryIds.push(delivery.id);
  }
  const mails = deliveryIds.length;
  deliveryIds.push(...(await posts(context, watch, told)));
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

/**
 * The development with what was reported of the same event since, what was known before it, and what its own sentence
 * tells besides: who reads the sentence has been told that too.
 */
async function withLater(context: JobContext, watch: Watch, found: Development): Promise<Told> {
  const around = new Date(Date.parse(found.at) - ONE_ARTICLE_MS).toISOString();
  const since = await context.store.developmentsSince(watch.id, around, FOLDED_MOST);
  const { dossier } = await context.dossiers.load(watch);
  const held = context.limits.holdMs > 0;
  const later = since.filter(
    ({ id, entryId, at }) => held && entryId === found.entryId && id !== found.id && at >= found.at,
  );
  const entry = dossier.entries.get(found.entryId);
  const counts = entry && { outlets: entry.outlets.length, origins: entry.origins.length };
  const folded = foldDevelopments(found, later, held ? counts : undefined);
  const before =
    folded.kind === 'new' && !folded.before ? lastKnown(folded, dossier.entries.values()) : undefined;
  const all = [found, ...later];
  const twins = since.filter((one) => !all.includes(one) && all.some((told) => isTwin(one, told)));
  return {
    development: before ? { ...folded, before } : folded,
    ids: [...all, ...twins].map(({ id }) => id),
  };
}

function wants(subscriber: Subscriber, { event }: Development, now: Date): boolean {
  const paused = (subscriber.snoozeUntil ?? '') > now.toISOString();
  return !paused && !subscriber.mutedTypes?.includes(event.type);
}

function compose(context: JobContext, watch: Watch, told: Told, subscriber: Subscriber): Delivery {
  const now = context.clock().toISOString();
  const message = context.stages.composeAlert({
    development: told.development,
    watch,
    subscriber,
    from: context.sender,
    links: context.links,
    now,
  });
  const notBefore = quietUntil(subscriber, new Date(now));
  return {
    id: contentId('d', subscriber.id, 'alert', told.development.id),
    subscriberId: subscriber.id,
    kind: 'alert',
    developmentIds: told.ids,
    message,
    state: 'pending',
    attempts: 0,
    createdAt: now,
    ...(told.news && { news: told.news }),
    ...(notBefore && { notBefore: notBefore.toISOString() }),
  };
}

/** One message for each channel of the watch that takes any. */
async function posts(
  context: JobContext,
  watch: Watch,
  { development, ids, news }: Told,
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
    const created = await store.createDelivery({
      ...{ id, subscriberId: channel.id, kind: 'alert', developmentIds: ids, message },
      channel: { name: channel.name, kind: channel.kind },
      ...{ state: 'pending', attempts: 0, createdAt: now },
      ...(news && { news }),
    });
    if (isToBeSent(created)) made.push(id);
  }
  return made;
}

/** One that was created before a crash is handed on again; one that is over is not. */
function isToBeSent(created: CreateDelivery): boolean {
  if (created.kind === 'created') return true;
  return created.kind === 'exists' && ['pending', 'sending'].includes(created.delivery.state);
}

/** The end of the reader's quiet hours; the sweep hands it on then. '' when it may go at once. */
function waitsFor(created: CreateDelivery, made: Delivery): string {
  return (created.kind === 'exists' ? created.delivery : made).notBefore ?? '';
}
