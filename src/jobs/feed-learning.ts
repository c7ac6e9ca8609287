import { createHash } from 'node:crypto';
import { FetchError, type ParseError } from '../model/errors.ts';
import type { Feed, FeedAsks, FeedState, Item } from '../model/feed.ts';
import type { FetchResult } from '../model/fetch.ts';
import type { Instant } from '../model/time.ts';
import { feedSchedule } from '../parsers/feed-schedule.ts';
import type { JobContext } from './context.ts';
import { afterFailureMs, freshForMs, habitOf, nextPoll } from './poll-waits.ts';

type Fetched = Extract<FetchResult, { kind: 'ok' }>;
type World = Pick<JobContext, 'clock' | 'chance' | 'limits'>;

/** Of a body that was read; left out when it is the one known. */
interface Parsed {
  readonly title?: string;
  readonly items: readonly Item[];
  readonly ttlMs?: number;
  /** Some of its items were not seen before. */
  readonly hasNews: boolean;
}

interface Answered {
  readonly feed: Feed;
  readonly state: FeedState;
  readonly result: FetchResult;
  /** Of a 200. */
  readonly bodyHash?: string | undefined;
  readonly parsed?: Parsed;
  /** Its hub tells of news. */
  readonly pushed?: boolean;
}

/** SHA-256, for servers that never say "not modified". */
export function bodyHashOf(result: Fetched): string {
  return createHash('sha256').update(result.body).digest('hex');
}

/** Whether a watch came to a feed that was polled before: what the feed carries is new to that watch. */
export function hasNewcomer({ watchIds }: Feed, { servedTo }: FeedState): boolean {
  return servedTo !== undefined && watchIds.some((id) => !servedTo.includes(id));
}

/** What is known of a feed that answered, with or without anything new. */
export function afterAnswer(
  world: World,
  { feed, state, result, bodyHash = state.bodyHash, parsed, pushed = false }: Answered,
): FeedState {
  const now = world.clock();
  const at = now.toISOString();
  const { etag, lastModified, error, gone, notBefore, waitsFor, movedTo, ...kept } = state;
  const learnt = {
    ...kept,
    // A 304 leaves the validators as they are; a 200 replaces both, or takes one away.
    ...(result.kind === 'ok' ? validators(result) : defined({ etag, lastModified })),
    ...defined({ bodyHash }),
    ...(parsed && lessons(state, parsed, now)),
    asks: asksOf(state, result, parsed, now),
    ...movedOf(feed, state, result),
    servedTo: feed.watchIds,
    failures: 0,
    lastPollAt: at,
    lastSuccessAt: at,
  };
  return { ...learnt, ...nextPoll({ ...learnt, pushed }, now, world.limits, world.chance()) };
}

/**
 * What is known of a feed that failed. 410: gone. Where it had moved, the old address is asked next:
 * a server that only wants patience has not lost the feed.
 */
export function afterFailure(
  { clock, chance, limits }: World,
  { state, error }: { readonly state: FeedState; readonly error: FetchError | ParseError },
): FeedState & { readonly notBefore: Instant } {
  const now = clock();
  const failures = state.failures + 1;
  const waitMs = afterFailureMs(failures, error.retryAfterMs ?? 0, limits, chance());
  const { movedTo, etag, lastModified, ...kept } = state;
  const back = movedTo !== undefined && !isRefusal(error);
  return {
    ...kept,
    ...(back ? {} : defined({ movedTo, etag, lastModified })),
    failures,
    error: error.message,
    lastPollAt: now.toISOString(),
    notBefore: new Date(now.getTime() + waitMs).toISOString(),
    waitsFor: error.retryAfterMs === undefined ? 'failing' : 'asked',
    ...(isGone(error) && !back ? { gone: true } : {}),
  };
}

/** The server wants to be left alone: 429, or 503 and its like with a Retry-After. */
export function isRefusal(error: FetchError | ParseError): boolean {
  return error instanceof FetchError && (error.status === 429 || error.retryAfterMs !== undefined);
}

function isGone(error: FetchError | ParseError): boolean {
  return error instanceof FetchError && error.status === 410;
}

function lessons(
  state: FeedState,
  { items, title = state.title, hasNews }: Parsed,
  now: Date,
): Pick<FeedState, 'title' | 'lastItemAt' | 'habitMs'> {
  const dates = items.flatMap((item) => item.publishedAt ?? item.updatedAt ?? []);
  const past = dates.filter((date) => Date.parse(date) <= now.getTime()).sort();
  return defined({
    title,
    // Of a feed without dates: when something new came.
    lastItemAt: past.at(-1) ?? (hasNews ? now.toISOString() : state.lastItemAt),
    habitMs: habitOf(items, now) ?? state.habitMs,
  });
}

/** What only the body tells is kept till another body comes; a 304 without Cache-Control leaves what was said (RFC 9111, 4.3.4). */
function asksOf(
  { asks = {} }: FeedState,
  result: FetchResult,
  parsed: Parsed | undefined,
  now: Date,
): FeedAsks {
  const said = freshForMs(result.headers, now);
  const freshMs = said ?? (result.kind === 'not-modified' ? asks.freshMs : undefined);
  const body = parsed && result.kind === 'ok' ? { ttlMs: parsed.ttlMs, ...feedSchedule(result.body) } : asks;
  const { ttlMs, skipHours, skipDays } = body;
  return defined({ freshMs, ttlMs, skipHours, skipDays });
}

/** Only redirects that were permanent all the way count, and only now that the new address has answered. */
function movedOf({ url }: Feed, state: FeedState, result: FetchResult): Pick<FeedState, 'movedTo'> {
  const movedTo = result.movedTo ?? state.movedTo;
  return movedTo === undefined || movedTo === url ? {} : { movedTo };
}

function validators(result: Fetched): Pick<FeedState, 'etag' | 'lastModified'> {
  return defined({ etag: result.etag, lastModified: result.lastModified });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
