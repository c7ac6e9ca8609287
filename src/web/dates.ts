import { type Markup, markup } from '../model/markup.ts';
import type { DateRange, Instant } from '../model/time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const DAY_FORMAT = format({ day: 'numeric', month: 'short', year: 'numeric' });
const LONG_DAY_FORMAT = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const CLOCK_FORMAT = format({ hour: '2-digit', minute: '2-digit' });

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
}

/** `Sunday 22 November 2026, 05:27 UTC`. */
export function longMoment(at: Date): string {
  return `${LONG_DAY_FORMAT.format(at)}, ${CLOCK_FORMAT.format(at)} UTC`;
}

/** `4 min ago`, `in 2 h`. */
export function relative(at: Date, now: Date): string {
  const difference = at.getTime() - now.getTime();
  const distance = Math.abs(difference);
  if (distance < MINUTE_MS) return difference > 0 ? 'in a moment' : 'just now';
  const span = spanInWords(distance);
  return difference > 0 ? `in ${span}` : `${span} ago`;
}

/** A length of time in its largest unit: `4 min`, `2 h`, `3 days`. */
export function spanInWords(ms: number): string {
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}\u00a0min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}\u00a0h`;
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1\u00a0day' : `${days}\u00a0days`;
}

/** Relative, then absolute: `4 min ago, 05:27 UTC`; the day too when it is not today's. */
export function moment(instant: Instant, now: Date): Markup {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return markup`${instant}`;
  const clock = `${CLOCK_FORMAT.format(at)}\u00a0UTC`;
  const today = DAY_FORMAT.format(at) === DAY_FORMAT.format(now);
  const absolute = today ? clock : `${DAY_FORMAT.format(at)}, ${clock}`;
  return markup`<time datetime="${instant}">${relative(at, now)}, ${absolute}</time>`;
}

/** An article's own date, which may be a day only and keeps its own offset: `11 Feb 2024`. */
export function articleDay(publishedAt: string): Markup {
  return markup`<time datetime="${publishedAt.slice(0, 40)}">${dayInWords(publishedAt.slice(0, 10))}</time>`;
}

/** `11 Feb 2024`, `17 Oct 2023 to 4 Feb 2024`. */
export function rangeInWords(range: DateRange): string {
  const from = dayInWords(range.from);
  return range.from === range.to ? from : `${from} to ${dayInWords(range.to)}`;
}

/** `11 Feb 2024` of an instant in milliseconds. */
export function shortDay(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const known = DAY_NAMES.get(day);
  if (known !== undefined) return known;
  if (DAY_NAMES.size >= DAY_NAMES_MOST) DAY_NAMES.clear();
  const name = DAY_FORMAT.format(new Date(ms));
  DAY_NAMES.set(day, name);
  return name;
}

/** A picture names the same few days hundreds of times, and formatting takes its time. */
const DAY_NAMES = new Map<number, string>();
const DAY_NAMES_MOST = 2_000;

/** `2024-02-11` → `11 Feb 2024`; what is no day stays as it is. */
export function dayInWords(day: string): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? day : shortDay(ms);
}
