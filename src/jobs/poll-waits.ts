import type { FeedAsks, FeedState, Item, WaitReason } from '../model/feed.ts';
import type { Instant } from '../model/time.ts';
import type { JobLimits } from './context.ts';

/** When a feed is asked next, and why not sooner; empty: at the schedule's next tick. */
export type NextPoll = Pick<FeedState, 'notBefore' | 'waitsFor'>;

type Limits = Pick<JobLimits, 'pollEveryMs' | 'quietPollMs' | 'slowestPollMs'>;
type Headers = Readonly<Record<string, string>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A tick comes seconds early or late: a wait is cut by this share, so that the tick at its end counts. */
const TICK_SLACK = 0.01;
/** Our own waits vary by this share, so that feeds do not fall into step. */
const JITTER = 0.1;
/** A feed is asked so many times between two of its items. */
const ASKS_PER_ITEM = 4;
/** A feed whose hub tells of news is polled only to be sure of it. */
const PUSHED_MS = 6 * HOUR_MS;
/** Its latest items tell its habit; older ones a past one. */
const HABIT_ITEMS = 10;

/**
 * How long the answer may be held for fresh (RFC 9111, 4.2.1): max-age less Age, else Expires less Date.
 *
 * @returns undefined when the headers do not say; 0 when it is to be asked for each time
 */
export function freshForMs(headers: Headers, now: Date): number | undefined {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/\bno-(?:cache|store)\b/.test(control)) return 0;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1];
  if (maxAge !== undefined) {
    const age = Number(headers.age ?? 0);
    return Math.max(0, Number(maxAge) - (age >= 0 ? age : 0)) * 1000;
  }
  if (headers.expires === undefined) return undefined;
  const date = Date.parse(headers.date ?? '');
  const fresh = Date.parse(headers.expires) - (Number.isNaN(date) ? now.getTime() : date);
  return Number.isNaN(fresh) ? 0 : Math.max(0, fresh);
}

/** The usual time between two items of a feed: the median of the latest. Undefined when too few have a date. */
export function habitOf(items: readonly Item[], now: Date): number | undefined {
  const times = items
    .map((item) => Date.parse(item.publishedAt ?? item.updatedAt ?? ''))
    .filter((time) => time <= now.getTime())
    .sort((a, b) => b - a)
    .slice(0, HABIT_ITEMS);
  const gaps = times.flatMap((time, i) => (i === 0 ? [] : [(times[i - 1] ?? time) - time]));
  return gaps.length === 0 ? undefined : gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}

/** After an answer: what the feed asks for, else what it is worth to ask a feed that seldom publishes. */
export function nextPoll(
  state: Pick<FeedState, 'asks' | 'habitMs' | 'lastItemAt'> & { readonly pushed?: boolean },
  now: Date,
  limits: Limits,
  chance: number,
): NextPoll {
  const { asks = {}, pushed = false } = state;
  const asked = Math.min(Math.max(asks.freshMs ?? 0, asks.ttlMs ?? 0), limits.slowestPollMs);
  const pushedMs = pushed ? Math.min(PUSHED_MS, limits.slowestPollMs) : 0;
  const own = Math.max(ownWaitMs(state, now, limits, chance), pushedMs);
  const waitMs = Math.max(asked, own, limits.pollEveryMs);
  const earliest = now.getTime() + waitMs;
  const allowed = allowedAt(earliest, asks, now.getTime() + limits.slowestPollMs);
  if (allowed > earliest) return wait(allowed, 'asked');
  if (waitMs <= limits.pollEveryMs) return {};
  const why = own > pushedMs ? 'seldom' : 'pushed';
  return wait(now.getTime() + waitMs * (1 - TICK_SLACK), asked >= own ? 'asked' : why);
}

/** Doubles with every failure, up to the slowest; what the server asked for counts, within the same bound. */
export function afterFailureMs(failures: number, askedMs: number, limits: Limits, chance: number): number {
  const doubled = limits.pollEveryMs * 2 ** Math.min(failures - 1, 20) * (1 - JITTER * chance);
  return Math.min(Math.max(doubled, askedMs), limits.slowestPollMs);
}

/** A quarter of its habit, or of half its silence when it fell out of it. */
function ownWaitMs(
  { habitMs = 0, lastItemAt }: Pick<FeedState, 'habitMs' | 'lastItemAt'>,
  now: Date,
  limits: Limits,
  chance: number,
): number {
  const silentMs = lastItemAt === undefined ? 0 : now.getTime() - Date.parse(lastItemAt);
  const worth = Math.max(habitMs, silentMs / 2) / ASKS_PER_ITEM;
  const longest = Math.min(limits.quietPollMs, limits.slowestPollMs);
  return Math.min(worth, longest) * (1 - JITTER * chance);
}

/** The first instant outside the hours and days to be skipped, at most `latest`: who skips all of them is asked then. */
function allowedAt(from: number, { skipHours = [], skipDays = [] }: FeedAsks, latest: number): number {
  let at = from;
  while (at < latest) {
    const time = new Date(at);
    if (skipDays.includes(time.getUTCDay())) at = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
    else if (skipHours.includes(time.getUTCHours())) at = (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
    else return at;
  }
  return Math.max(from, latest);
}

function wait(at: number, waitsFor: WaitReason): NextPoll {
  return { notBefore: later(at), waitsFor };
}

function later(ms: number): Instant {
  return new Date(ms).toISOString();
}
