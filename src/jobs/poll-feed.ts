import { FetchError, ParseError } from '../model/errors.ts';
import type { Feed, FeedState, HostRefusal, Item } from '../model/feed.ts';
import type { FetchResult } from '../model/fetch.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import { hubOfHeader } from '../parsers/feed-hub.ts';
import { baseOfAnswer } from '../parsers/url.ts';
import type { JobContext } from './context.ts';
import { afterAnswer, afterFailure, bodyHashOf, hasNewcomer, isRefusal } from './feed-learning.ts';
import { followHub, isPushed } from './follow-hub.ts';
import type { FeedStore, ProcessStore } from './ports.ts';
import { changedSince, revisionsIn } from './revisions.ts';
import type { Stages } from './stages.ts';
import { endUnlessKnownElsewhere } from './unknown-here.ts';

type Outcome = JobOutcome['poll-feed'];
type Fetched = Extract<FetchResult, { kind: 'ok' }>;

/** What a poll needs of its job's context. */
export type PollContext = Pick<
  JobContext,
  'catalogue' | 'fetcher' | 'hubs' | 'clock' | 'chance' | 'limits' | 'jobId' | 'lastAttempt' | 'enqueue'
> & { readonly store: FeedStore & ProcessStore; readonly stages: Pick<Stages, 'parseFeed'> };

export const FEED_TYPES =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';
/** One refusal may be about that feed alone; a second one, with no answer in between, is about the host. */
const REFUSALS_OF_A_HOST = 2;
/** Between the last poll and one that a hub asks for: however much it tells, its feed is asked no oftener. */
const PUSH_PAUSE_MS = 30_000;
const CLOCK_TOLERANCE_MS = 60_000;

/** Asks one feed for what is new and hands its new items on. A feed that fails is an outcome: it never stops the rest. */
export async function pollFeed(
  context: PollContext,
  data: JobData['poll-feed'],
  signal?: AbortSignal,
): Promise<Outcome> {
  const { feedId, force = false, pushed = false } = data;
  const { store, limits, jobId } = context;
  const feed = context.catalogue.feed(feedId);
  if (!feed) {
    await endUnlessKnownElsewhere(context, 'feed', feedId);
    return { kind: 'unknown-feed', feedId };
  }
  if (!(await store.claimPoll(feedId, jobId, limits.pollLeaseMs))) {
    if (pushed) await askSoon(context, feedId);
    return { kind: 'already-running', feedId };
  }
  try {
    const [paused, state] = await Promise.all([store.isFeedPaused(feedId), store.feedState(feedId)]);
    if (paused) return { kind: 'paused', feedId };
    const now = context.clock();
    const early = force ? null : tooSoon(feed, state, now, pushed);
    if (early?.kind === 'too-early' && pushed && state.failures === 0) await askSoon(context, feedId);
    if (early) return early;
    const host = hostOf(state.movedTo ?? feed.url);
    const refusals = await store.hostRefusals(host, now.toISOString());
    const busy = force ? null : hostBusy(feedId, refusals);
    return busy ?? (await poll({ context, feed, state, host, suspect: refusals.length > 0, pushed }, signal));
  } finally {
    await store.releasePoll(feedId, jobId);
  }
}

/** One poll under way. */
interface Poll {
  readonly context: PollContext;
  readonly feed: Feed;
  readonly state: FeedState;
  readonly host: string;
  /** The host refused another of its feeds; an answer to this one clears it. */
  readonly suspect: boolean;
  /** Its hub said that there is something new. */
  readonly pushed: boolean;
}

/** What a feed and its host want is done before what its hub says; our own patience and a ttl are not, but for a pause. */
function tooSoon(feed: Feed, state: FeedState, now: Date, pushed: boolean): Outcome | null {
  const feedId = feed.id;
  if (state.gone) return { kind: 'gone', feedId };
  // Polled in the future: the clock was ahead, and with it all it wrote.
  if (Date.parse(state.lastPollAt ?? '') > now.getTime() + CLOCK_TOLERANCE_MS) return null;
  const { waitsFor } = state;
  // That it publishes seldom is no reason to let a new watch wait; what the feed asks for is.
  if ((waitsFor === 'seldom' || waitsFor === 'pushed') && hasNewcomer(feed, state)) return null;
  const rested = new Date(Date.parse(state.lastPollAt ?? '') + PUSH_PAUSE_MS);
  const ownWait = pushed && state.failures === 0;
  const notBefore = ownWait ? state.lastPollAt && rested.toISOString() : state.notBefore;
  return notBefore && Date.parse(notBefore) > now.getTime() ? { kind: 'too-early', feedId, notBefore } : null;
}

function hostBusy(feedId: string, refusals: readonly HostRefusal[]): Outcome | null {
  const last = refusals
    .map(({ until }) => until)
    .sort()
    .at(-1);
  if (last === undefined || refusals.length < REFUSALS_OF_A_HOST) return null;
  return { kind: 'host-busy', feedId, notBefore: last };
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? url;
}

async function poll(run: Poll, signal: AbortSignal | undefined): Promise<Outcome> {
  const { context, feed, state } = run;
  const { etag, lastModified, bodyHash: knownHash } = hasNewcomer(feed, state) ? {} : state;
  try {
    const result = await context.fetcher.fetch(state.movedTo ?? feed.url, {
      accept: FEED_TYPES,
      maxBytes: context.limits.maxFeedBytes,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(signal === undefined ? {} : { signal }),
    });
    await clearHost(run);
    if (result.kind === 'not-modified') return await unchanged(run, result);
    const bodyHash = bodyHashOf(result);
    if (bodyHash === knownHash) return await unchanged(run, result);
    return await take(run, result, bodyHash);
  } catch (error) {
    // A worker that stops says nothing about the feed.
    if (signal?.aborted || !(error instanceof FetchError || error instanceof ParseError)) throw error;
    return failed(run, error);
  }
}

/** Once more, when the poll that runs now, or the pause after it, is over. */
async function askSoon({ enqueue, clock }: PollContext, feedId: string): Promise<void> {
  const jobId = `${feedId}-pushed-${Math.floor(clock().getTime() / 1000)}`;
  await enqueue('poll-feed', [{ feedId, pushed: true }], { delayMs: PUSH_PAUSE_MS, jobId });
}

async function unchanged(run: Poll, result: FetchResult): Promise<Outcome> {
  const { context, feed, state } = run;
  await followHub(context, feed, hubOfHeader(result.headers.link, feed.url));
  const pushed = await hasPush(run);
  await context.store.saveFeedState(feed.id, afterAnswer(context, { feed, state, result, pushed }));
  return { kind: 'unchanged', feedId: feed.id };
}

/** The validators are saved last: a crash before that gets the same items once more, never a 304 that hides them. */
async function take(run: Poll, result: Fetched, bodyHash: string): Promise<Outcome> {
  const { context, feed, state } = run;
  const { store, limits } = context;
  const { body, contentType } = result;
  // Not at risk: what a feed can bring down is the thread that parses it.
  const parsed = await context.stages.parseFeed({
    ...{ body, url: feed.url, base: baseOfAnswer(result.url, result.headers) },
    ...(contentType === undefined ? {} : { contentType }),
  });
  const now = context.clock();
  const revisions = revisionsIn(parsed.items);
  const ids = [...parsed.items.map((item) => item.id), ...revisions.keys()];
  const unseen = new Set(await store.unseenItems(feed.id, ids));
  const news = parsed.items.filter((item) => unseen.has(item.id));
  // What is stored already is handed to the newcomer from there.
  const wanted = hasNewcomer(feed, state) ? parsed.items : news;
  const fresh = oldestFirst(wanted.filter((item) => isFresh(item, now, limits.maxItemAgeMs)));
  const changed = changedSince(parsed.items, revisions, unseen).filter((item) =>
    isFresh(item, now, limits.maxItemAgeMs),
  );
  const seenAt = now.toISOString();
  await context.enqueue('read-article', [
    ...fresh.map((item) => ({ feedId: feed.id, item, seenAt })),
    ...changed.map((item) => ({ feedId: feed.id, item, seenAt, again: true })),
  ]);
  // All of them: what a feed still carries must not be forgotten by age.
  await store.markItemsSeen(feed.id, ids, seenAt);
  await followHub(context, feed, hubOfHeader(result.headers.link, result.url) ?? parsed.hub);
  const hasNews = news.length > 0;
  const learnt = { result, bodyHash, parsed: { ...parsed, hasNews }, pushed: await hasPush(run, hasNews) };
  await store.saveFeedState(feed.id, afterAnswer(context, { feed, state, ...learnt }));
  const skipped = wanted.length - fresh.length;
  return {
    kind: 'polled',
    feedId: feed.id,
    items: parsed.items.length,
    fresh: fresh.length,
    skipped,
    ...(changed.length > 0 && { changed: changed.length }),
  };
}

/** Whether the feed's hub can be relied on; a poll of our own that finds news since the last one says it cannot. */
async function hasPush({ context, feed, state, pushed }: Poll, hasNews = false): Promise<boolean> {
  if (!context.hubs) return false;
  const push = await context.store.feedPush(feed.id);
  const now = context.clock();
  if (!isPushed(push, now)) return false;
  const missed = hasNews && !pushed && (push?.pushedAt ?? '') < (state.lastPollAt ?? '');
  if (missed) await context.store.saveFeedPush(feed.id, { missedAt: now.toISOString() });
  return !missed;
}

function isFresh(item: Item, now: Date, maxItemAgeMs: number): boolean {
  const at = item.publishedAt ?? item.updatedAt;
  return at === undefined || now.getTime() - Date.parse(at) <= maxItemAgeMs;
}

/** So that a story is read as it went. Feeds list the newest first; one undated item leaves only that order. */
function oldestFirst(items: readonly Item[]): readonly Item[] {
  const time = (item: Item) => Date.parse(item.publishedAt ?? item.updatedAt ?? '');
  const reversed = items.toReversed();
  return items.some((item) => Number.isNaN(time(item)))
    ? reversed
    : reversed.sort((a, b) => time(a) - time(b));
}

async function failed(run: Poll, error: FetchError | ParseError): Promise<Outcome> {
  const { context, feed, state, host } = run;
  const now = context.clock();
  const next = afterFailure(context, { state, error });
  const { notBefore } = next;
  if (isRefusal(error)) {
    const forMs = Date.parse(notBefore) - now.getTime();
    await context.store.saveHostRefusal(host, { feedId: feed.id, until: notBefore }, forMs);
  } else if (error instanceof FetchError && error.status !== undefined) await clearHost(run);
  await context.store.saveFeedState(feed.id, next);
  return next.gone
    ? { kind: 'gone', feedId: feed.id }
    : { kind: 'failed', feedId: feed.id, error: error.message, notBefore };
}

async function clearHost({ context, host, suspect }: Poll): Promise<void> {
  if (suspect) await context.store.clearHostRefusals(host);
}
