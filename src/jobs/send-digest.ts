import type { Development } from '../model/development.ts';
import { StoreError } from '../model/errors.ts';
import { missedSince } from '../model/feed-health.ts';
import { contentId } from '../model/id.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { Delivery, Subscriber } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import type { DigestSection, SilentFeed } from '../notify/digest.ts';
import { withoutTwins } from '../notify/fold.ts';
import { nextDigestAt } from '../notify/schedule.ts';
import type { JobContext, JobPorts } from './context.ts';
import { leftToAlerts } from './left-to-alerts.ts';

type Outcome = JobOutcome['send-digest'];

const PAGE = 500;
const SIGN_OF_LIFE_MS = 30 * 24 * 3_600_000;
/** How far back a figure is followed that has risen again. */
const HISTORY_MS = 60 * 24 * 3_600_000;

/** Gathers what one subscriber was not told yet. The window moves on only when the mail is sent. */
export async function sendDigest(context: JobContext, data: JobData['send-digest']): Promise<Outcome> {
  const { subscriberId, force = false } = data;
  const { store } = context;
  const now = context.clock();
  const subscriber = await store.subscriber(subscriberId);
  if (subscriber?.status !== 'active') {
    await store.scheduleDigest(subscriberId, null);
    return { kind: 'unknown' };
  }
  const isDue = await store.isDigestDue(subscriberId, now.toISOString());
  if (!force && !isDue) return { kind: 'not-due' };

  const { snoozeUntil = '' } = subscriber;
  if (!force && snoozeUntil > now.toISOString()) {
    const next = nextDigestAt(subscriber, new Date(snoozeUntil));
    await store.scheduleDigest(subscriberId, next?.toISOString() ?? null);
    return { kind: 'paused', until: snoozeUntil };
  }

  const outcome = await handOn(context, await composeNextDigest(context, subscriber, now));
  await store.scheduleDigest(subscriberId, nextDigestAt(subscriber, now)?.toISOString() ?? null);
  return outcome;
}

async function handOn(context: JobContext, delivery: Delivery | null): Promise<Outcome> {
  if (!delivery) return { kind: 'nothing-new' };
  const created = await context.store.createDelivery(delivery);
  if (created.kind === 'already-told') {
    throw new StoreError('An alert went out while the digest was composed; it is composed again.');
  }
  await context.enqueue('deliver', [{ deliveryId: delivery.id }]);
  return { kind: 'enqueued', deliveryId: delivery.id, developments: delivery.developmentIds.length };
}

/** What composing a digest takes. */
export type DigestPorts = Pick<JobPorts, 'store' | 'catalogue' | 'stages' | 'sender' | 'links' | 'dossiers'>;

/** The digest a subscriber would get now, composed and not stored; null when there is nothing new. */
export async function composeNextDigest(
  ports: DigestPorts,
  subscriber: Subscriber,
  now: Date,
): Promise<Delivery | null> {
  const from = await ports.store.digestWindowStart(subscriber.id);
  const sections = await untold(ports, subscriber, { from, to: now.toISOString() });
  const nothingNew = sections.every((section) => section.developments.length === 0);
  const monthAgo = new Date(now.getTime() - SIGN_OF_LIFE_MS).toISOString();
  if (nothingNew && !(subscriber.signOfLife && from < monthAgo)) return null;
  return compose(ports, subscriber, sections, { from, to: now.toISOString() });
}

/** A section, and all that it tells: of those read in one sentence the weightiest stands for the others. */
interface Untold extends DigestSection {
  readonly tells: readonly string[];
  /** When the first was found that an alert is about to tell: should it not, the next digest finds it from there on. */
  readonly leftFrom?: Instant;
}

/** What was found from the one to the other. */
interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

async function untold(
  ports: DigestPorts,
  subscriber: Subscriber,
  { from, to }: Window,
): Promise<readonly Untold[]> {
  const watches = subscriber.watchIds.flatMap((id) => ports.catalogue.watch(id) ?? []);
  return Promise.all(
    watches.map(async (watch) => {
      const all = await foundSince(ports, watch, from);
      const found = all.filter(({ event }) => !subscriber.mutedTypes?.includes(event.type));
      // Before it is asked what was told: an alert that goes out in between is seen by one of the two.
      const left = await leftToAlerts(ports.store, watch, subscriber, found, to);
      const told = await ports.store.toldDevelopments(subscriber.id, ids(found));
      const withheld = await ports.store.withheldCounts(watch.id, from);
      const { dossier } = await ports.dossiers.load(watch);
      const untoldOnes = found.filter((one) => !told.has(one.id) && !left.includes(one));
      const [first] = left;
      return {
        ...{ watch, developments: withoutTwins(untoldOnes), withheld, tells: ids(untoldOnes) },
        ...(first && { leftFrom: first.at }),
        history: await historyOf(ports, watch, untoldOnes, from),
        entries: [...dossier.entries.values()],
      };
    }),
  );
}

/** What was found of the same events before; looked for only where a figure changed. */
async function historyOf(
  ports: DigestPorts,
  watch: Watch,
  found: readonly Development[],
  since: Instant,
): Promise<readonly Development[]> {
  if (!found.some(({ kind }) => kind === 'update')) return [];
  return foundSince(ports, watch, new Date(Date.parse(since) - HISTORY_MS).toISOString());
}

/** All of them: a reader who is told everything at once has a window that begins months ago. */
async function foundSince(ports: DigestPorts, watch: Watch, since: Instant): Promise<Development[]> {
  const found = new Map<string, Development>();
  for (let from = since; ; ) {
    const page = await ports.store.developmentsSince(watch.id, from, PAGE);
    const before = found.size;
    for (const development of page) found.set(development.id, development);
    const last = page.at(-1);
    if (!last || page.length < PAGE || found.size === before) return [...found.values()];
    from = last.at;
  }
}

function ids(developments: readonly Pick<Development, 'id'>[]): readonly string[] {
  return developments.map((development) => development.id);
}

async function compose(
  ports: DigestPorts,
  subscriber: Subscriber,
  sections: readonly Untold[],
  window: Window,
): Promise<Delivery> {
  const message = ports.stages.composeDigest({
    sections,
    silentFeeds: await silentFeeds(ports, subscriber, window.to),
    subscriber,
    from: ports.sender,
    links: ports.links,
    window,
    first: window.from === subscriber.createdAt,
    now: window.to,
  });
  return {
    id: contentId('d', subscriber.id, 'digest', window.to),
    subscriberId: subscriber.id,
    kind: 'digest',
    developmentIds: sections.flatMap((section) => section.tells),
    message,
    state: 'pending',
    attempts: 0,
    createdAt: window.to,
    windowEnd: sections.flatMap(({ leftFrom }) => leftFrom ?? []).reduce(earlier, window.to),
  };
}

function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}

/** Feeds of the subscriber's watches that their reader misses; what a person paused is not among them. */
async function silentFeeds(
  { store, catalogue }: DigestPorts,
  { watchIds }: Subscriber,
  now: Instant,
): Promise<readonly SilentFeed[]> {
  const feeds = catalogue.feeds().filter((feed) => feed.watchIds.some((id) => watchIds.includes(id)));
  const found = await Promise.all(
    feeds.map(async ({ id, url, title }) => {
      if (await store.isFeedPaused(id)) return [];
      const state = await store.feedState(id);
      const since = missedSince(state, new Date(now));
      return since ? [{ title: title ?? state.title ?? new URL(url).host, since }] : [];
    }),
  );
  return found.flat();
}
