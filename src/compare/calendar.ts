import type { DateRange, Day } from '../model/time.ts';

const DAY_MS = 86_400_000;

/** In lower case, from January. */
export const MONTHS =
  'january february march april may june july august september october november december'.split(' ');
/** In lower case, from Sunday, as `Date` counts them. */
export const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
/** The names of months and weekdays, in lower case. */
export const CALENDAR: ReadonlySet<string> = new Set([...MONTHS, ...WEEKDAYS]);

export function addDays(day: Day, days: number): Day {
  const number = dayNumber(day) + days;
  const known = written.get(number);
  if (known !== undefined) return known;
  const made = new Date(number * DAY_MS).toISOString().slice(0, 10);
  if (written.size >= MOST_NUMBERS) written.clear();
  written.set(number, made);
  return made;
}

/** Days from one to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return from === to ? 0 : dayNumber(to) - dayNumber(from);
}

/** Days asked for lately: a comparison asks for the same few thousands of times. */
const numbers = new Map<Day, number>();
const written = new Map<number, Day>();
const MOST_NUMBERS = 4_000;

/** Days since 1970. `Date.parse` takes thirty times as long. */
function dayNumber(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Date.UTC(digits(day, 0, 4), digits(day, 5, 7) - 1, digits(day, 8, 10)) / DAY_MS;
  if (numbers.size >= MOST_NUMBERS) numbers.clear();
  numbers.set(day, number);
  return number;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - ZERO;
  return value;
}

const ZERO = '0'.charCodeAt(0);

export function dayRange(day: Day): DateRange {
  return { from: day, to: day };
}

/** Null for a day that no calendar has. */
export function makeDay(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}

/** A month, or its early, middle or late part. */
export function monthRange(year: number, month: number, part = ''): DateRange {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const of = (from: number, to: number): DateRange => ({
    from: makeDay(year, month, from) ?? `${year}-01-01`,
    to: makeDay(year, month, to) ?? `${year}-12-31`,
  });
  if (/early|beginning|start/.test(part)) return of(1, 10);
  if (/mid/.test(part)) return of(11, 20);
  if (/late|end/.test(part)) return of(20, last);
  return of(1, last);
}

/** First to twentieth. */
export const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

/** The number of an ordinal word up to `thirty-first`. */
export function ordinalNumber(text: string): number {
  const simple = ORDINALS.indexOf(text);
  if (simple >= 0) return simple + 1;
  if (text === 'thirtieth') return 30;
  const units = ORDINALS.indexOf(text.slice(text.indexOf('-') + 1)) + 1;
  return (text.startsWith('thirty') ? 30 : 20) + units;
}

/** Days between two ranges; 0 where they meet. */
export function gapBetween(a: DateRange, b: DateRange): number {
  return Math.max(0, daysBetween(a.to, b.from), daysBetween(b.to, a.from));
}

export type DateRelation = 'same' | 'near' | 'apart' | 'unknown';

export function compareDates(a: DateRange | null, b: DateRange | null): DateRelation {
  if (!a || !b) return 'unknown';
  const gap = gapBetween(a, b);
  const wide = Math.max(daysBetween(a.from, a.to), daysBetween(b.from, b.to));
  if (gap <= 1) return wide > 20 ? 'near' : 'same';
  return gap <= 3 ? 'near' : 'apart';
}
