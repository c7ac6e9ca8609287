import type { FeedAsks, FeedPush, FeedState } from '../model/feed.ts';
import { silentForMs } from '../model/feed-health.ts';
import { bad, dim, good, warm } from './print.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `5 s`, `12 min`, `3 h`, `4 days` */
export function spanText(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 2 * MINUTE_MS) return `${Math.round(span / 1000)} s`;
  if (span < 2 * HOUR_MS) return `${Math.round(span / MINUTE_MS)} min`;
  if (span < 2 * DAY_MS) return `${Math.round(span / HOUR_MS)} h`;
  return `${Math.round(span / DAY_MS)} days`;
}

/** How a feed is, in a few words. */
export function healthText(state: FeedState, paused: boolean, now: Date): string {
  if (paused) return warm('paused');
  if (state.gone) return bad('gone (410): it asked to stop');
  if (state.failures > 0) return bad(`failing, ${state.failures} in a row: ${state.error ?? 'unknown'}`);
  if (!state.lastPollAt) return dim('not polled yet');
  const silentMs = silentForMs(state, now);
  if (silentMs === null) return good('answers');
  const habit = habitText(state);
  return warm(`answers, silent for ${spanText(silentMs)}${habit && `; its habit is ${habit}`}`);
}

/** `an item every 3 h` */
export function habitText({ habitMs }: FeedState): string {
  return habitMs === undefined ? '' : `an item every ${spanText(habitMs)}`;
}

/** `12 min ago` */
export function agoText(instant: string | undefined, now: Date): string {
  return instant === undefined ? 'never' : `${spanText(now.getTime() - Date.parse(instant))} ago`;
}

/** When it is asked next, and why not sooner. */
export function nextText(state: FeedState, paused: boolean, now: Date): string {
  if (paused) return 'not till resumed';
  if (state.gone) return 'not asked again; newswatch feed resume tries once more';
  const ms = state.notBefore === undefined ? 0 : Date.parse(state.notBefore) - now.getTime();
  if (ms <= 0) return "at the schedule's next tick";
  const why = {
    ...{ asked: ', as it asks', failing: ', as it fails', seldom: ', as it publishes seldom' },
    pushed: ', as its hub tells of news',
  };
  return `in ${spanText(ms)}${state.waitsFor ? why[state.waitsFor] : ''}`;
}

/** What a feed and its server want, in words; '' when nothing. */
export function asksText({ freshMs, ttlMs, skipHours, skipDays }: FeedAsks = {}): string {
  return [
    ...(freshMs ? [`its answer holds for ${spanText(freshMs)} (Cache-Control, Expires)`] : []),
    ...(ttlMs ? [`${spanText(ttlMs)} between two polls (ttl, sy:updatePeriod)`] : []),
    ...(skipHours ? [`not in the hours ${skipHours.join(', ')} UTC (skipHours)`] : []),
    ...(skipDays ? [`not on ${skipDays.map((day) => DAYS[day]).join(', ')} (skipDays)`] : []),
  ].join('; ');
}

/** How it stands with the hub that could tell of news. */
export function hubText({ hub, until, pushedAt, missedAt = '', error }: FeedPush, now: Date): string {
  if (error) return warm(`${hub} does not tell of news: ${error}`);
  if (!until) return dim(`${hub} was asked, and has not agreed yet`);
  if (Date.parse(until) < now.getTime()) return warm(`${hub} told of news till ${until}`);
  const told = pushedAt ? `told of news ${agoText(pushedAt, now)}` : 'has not told of any yet';
  return `${hub} ${told}${missedAt > (pushedAt ?? '') ? ', and has missed some since' : ''}`;
}
