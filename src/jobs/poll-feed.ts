import { createHash } from 'node:crypto';
import { FetchError, ParseError } from '../model/errors.ts';
import type { Feed, FeedState, Item } from '../model/feed.ts';
import type { FetchResult } from '../model/fetch.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { JobContext } from './context.ts';

type Outcome = JobOutcome['poll-feed'];
type Fetched = Extract<FetchResult, { kind: 'ok' }>;

const FEED_TYPES =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';
/** A schedule's tick comes a little early or late; a feed's own wait is cut by this share so that the tick counts. */
const TICK_SLACK = 0.1;

/** Asks one feed for what is new and hands its new items on. A feed that fails is an outcome: it never stops the rest. */
export async function pollFeed(
  context: JobContext,
  data: JobData['poll-feed'],
  signal?: AbortSignal,
): Promise<Outcome> {
  const { feedId, force = false } = data;
  const { store, limits, jobId } = context;
  const feed = context.catalogue.feed(feedId);
  if (!feed) return { kind: 'unknown-feed', feedId };
  if (!(await store.claimPoll(feedId, jobId, limits.pollLeaseMs))) return { kind: 'already-running', feedId };
  try {
    const state = await store.feedState(feedId);
    return tooSoon(feedId, state, context.clock(), force) ?? (await poll(context, feed, state, signal));
  } finally {
    await store.releasePoll(feedId, jobId);
  }
}

function tooSoon(feedId: string, state: FeedState, now: Date, force: boolean): Outcome | null {
  if (force) return null;
  if (state.gone) return { kind: 'gone', feedId };
  const { notBefore } = state;
  return notBefore && Date.parse(notBefore) > now.getTime() ? { kind: 'too-early', feedId, notBefore } : null;
}

async function poll(
  context: JobContext,
  feed: Feed,
  state: FeedState,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    const result = await context.fetcher.fetch(feed.url, {
      accept: FEED_TYPES,
      maxBytes: context.limits.maxFeedBytes,
      ...(state.etag === undefined ? {} : { etag: state.etag }),
      ...(state.lastModified === undefined ? {} : { lastModified: state.lastModified }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.kind === 'not-modified') return await unchanged(context, feed, state, {});
    const bodyHash = createHash('sha256').update(result.body).digest('hex');
    if (bodyHash === state.bodyHash) return await unchanged(context, feed, state, validators(result));
    return await take(context, feed, state, result, bodyHash);
  } catch (error) {
    // A worker that stops says nothing about the feed.
    if (signal?.aborted || !(error instanceof FetchError || error instanceof ParseError)) throw error;
    return failed(context, feed, state, error);
  }
}

async function unchanged(
  context: JobContext,
  feed: Feed,
  state: FeedState,
  learnt: Pick<FeedState, 'etag' | 'lastModified'>,
): Promise<Outcome> {
  const now = context.clock().toISOString();
  const { error, gone, notBefore, failures, ...kept } = state;
  await context.store.saveFeedState(feed.id, {
    ...kept,
    ...learnt,
    failures: 0,
    lastPollAt: now,
    lastSuccessAt: now,
  });
  return { kind: 'unchanged', feedId: feed.id };
}

/** The validators are saved last: a crash before that gets the same items once more, never a 304 that hides them. */
async function take(
  context: JobContext,
  feed: Feed,
  state: FeedState,
  result: Fetched,
  bodyHash: string,
): Promise<Outcome> {
  const { store, limits } = context;
  const parsed = await context.stages.parseFeed({
    body: result.body,
    url: feed.url,
    ...(result.contentType === undefined ? {} : { contentType: result.contentType }),
  });
  const now = context.clock();
  const ids = parsed.items.map((item) => item.id);
  const unseen = new Set(await store.unseenItems(feed.id, ids));
  const news = parsed.items.filter((item) => unseen.has(item.id));
  const fresh = oldestFirst(news.filter((item) => isFresh(item, now, limits.maxItemAgeMs)));
  await context.enqueue(
    'read-article',
    fresh.map((item) => ({ feedId: feed.id, item })),
  );
  // All of them: what a feed still carries must not be forgotten by age.
  await store.markItemsSeen(feed.id, ids, now.toISOString());
  await store.saveFeedState(feed.id, nextState(context, state, result, parsed, bodyHash));
  const skipped = news.length - fresh.length;
  return { kind: 'polled', feedId: feed.id, items: parsed.items.length, fresh: fresh.length, skipped };
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

function nextState(
  context: JobContext,
  state: FeedState,
  result: Fetched,
  parsed: { readonly title?: string; readonly items: readonly Item[]; readonly ttlMs?: number },
  bodyHash: string,
): FeedState {
  const now = context.clock();
  const dates = parsed.items.flatMap((item) => item.publishedAt ?? item.updatedAt ?? []);
  const lastItemAt =
    dates
      .filter((at) => Date.parse(at) <= now.getTime())
      .sort()
      .at(-1) ?? state.lastItemAt;
  const title = parsed.title ?? state.title;
  const waitMs = Math.min(parsed.ttlMs ?? 0, context.limits.slowestPollMs) * (1 - TICK_SLACK);
  return {
    ...validators(result),
    bodyHash,
    failures: 0,
    lastPollAt: now.toISOString(),
    lastSuccessAt: now.toISOString(),
    ...(lastItemAt === undefined ? {} : { lastItemAt }),
    ...(title === undefined ? {} : { title }),
    ...(waitMs > context.limits.pollEveryMs ? { notBefore: later(now, waitMs) } : {}),
  };
}

function validators(result: Fetched): Pick<FeedState, 'etag' | 'lastModified'> {
  return {
    ...(result.etag === undefined ? {} : { etag: result.etag }),
    ...(result.lastModified === undefined ? {} : { lastModified: result.lastModified }),
  };
}

async function failed(
  context: JobContext,
  feed: Feed,
  state: FeedState,
  error: FetchError | ParseError,
): Promise<Outcome> {
  const now = context.clock();
  const failures = state.failures + 1;
  const notBefore = later(now, failureWaitMs(context, failures, error.retryAfterMs ?? 0));
  const gone = error instanceof FetchError && error.status === 410;
  await context.store.saveFeedState(feed.id, {
    ...state,
    failures,
    error: error.message,
    lastPollAt: now.toISOString(),
    notBefore,
    ...(gone ? { gone } : {}),
  });
  return gone
    ? { kind: 'gone', feedId: feed.id }
    : { kind: 'failed', feedId: feed.id, error: error.message, notBefore };
}

/** Doubles with every failure, up to the slowest; what the server asked for counts, within the same bound. */
function failureWaitMs(context: JobContext, failures: number, askedMs: number): number {
  const { pollEveryMs, slowestPollMs } = context.limits;
  const doubled = pollEveryMs * 2 ** Math.min(failures - 1, 20) * (1 - TICK_SLACK * context.chance());
  return Math.min(Math.max(doubled, askedMs), slowestPollMs);
}

function later(from: Date, byMs: number): string {
  return new Date(from.getTime() + byMs).toISOString();
}
