import type { Day } from '../model/time.ts';
import { addDays, daysBetween, MONTHS, makeDay, monthRange, ordinalNumber, WEEKDAYS } from './calendar.ts';
import type { Direction, TimeContext } from './time.ts';
import { oneDay, type Reading, weekdayOf } from './time-words.ts';

function monthNumber(text: string): number {
  return MONTHS.findIndex((month) => month.startsWith(text.toLowerCase().replace('.', '').slice(0, 3))) + 1;
}

/** The year that puts a month and day nearest to publication on the side the tense says. */
function yearFor(month: number, day: number, context: TimeContext, direction: Direction): number {
  const year = Number(context.published.slice(0, 4));
  const same = makeDay(year, month, day) ?? makeDay(year, month, 28) ?? context.published;
  const gap = daysBetween(context.published, same);
  if (direction === 'past') return gap > 45 ? year - 1 : year;
  return gap < -300 ? year + 1 : gap > 0 ? year : gap < -45 ? year + 1 : year;
}

/** "3 May", "May 3, 2024", "the fifteenth of September". */
export function byDate(
  monthText: string,
  dayText: string,
  yearText: string | undefined,
  context: TimeContext,
  direction: Direction,
): Reading {
  const month = monthNumber(monthText);
  const day = /^\d/.test(dayText) ? Number.parseInt(dayText, 10) : ordinalNumber(dayText);
  const year = yearText ? Number(yearText) : yearFor(month, day, context, direction);
  const made = makeDay(year, month, day);
  return made ? oneDay(made) : null;
}

export function byNumbers(year: string, month: string, day: string): Reading {
  const made = makeDay(Number(year), Number(month), Number(day));
  return made ? oneDay(made) : null;
}

/** "25/12/2024": read only where it can be read in one way. */
export function bySlashes(first: string, second: string, year: string): Reading {
  const [a, b] = [Number(first), Number(second)];
  if (a <= 12 && b <= 12 && a !== b) return null;
  return a > 12 ? byNumbers(year, second, first) : byNumbers(year, first, second);
}

export function span(from: Reading, to: Reading): Reading {
  return from && to && from.range.from <= to.range.to
    ? { range: { from: from.range.from, to: to.range.to }, precision: 'day' }
    : null;
}

export function monthPhrase(match: RegExpExecArray, context: TimeContext, direction: Direction): Reading {
  const said = `${match[1] ?? ''} ${match[2] ?? ''}`;
  const part = match[3] ?? '';
  const month = monthNumber(match[4] ?? '');
  const published = Number(context.published.slice(0, 4));
  const now = Number(context.published.slice(5, 7));
  let year = published;
  if (match[5]) year = Number(match[5]);
  else if (/last year/.test(match[6] ?? '')) year = published - 1;
  else if (/next year/.test(match[6] ?? '')) year = published + 1;
  else if (/last|past/.test(said))
    year = month < now || (month === now && /end|late/.test(part)) ? published : published - 1;
  else if (/next|coming/.test(said)) year = month > now ? published : published + 1;
  else if (direction === 'future') year = month < now ? published + 1 : published;
  else year = month > now ? published - 1 : published;
  return { range: monthRange(year, month, part), precision: 'month' };
}

/** "The first week of October", "the second half of this month": match 1 and 2 say the part, 3 to 5 the month. */
export function partOfMonth(match: RegExpExecArray, context: TimeContext, direction: Direction): Reading {
  const whole = monthOfPart(match, context, direction);
  const [year, month] = [Number(whole.slice(0, 4)), Number(whole.slice(5, 7))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const which = match[1] ?? '';
  const isLast = /last|final|closing/.test(which);
  const unit = match[2] ?? '';
  const length = unit === 'half' ? 15 : unit === 'days' ? 5 : 7;
  const nth = Math.max(0, ['first', 'second', 'third', 'fourth'].indexOf(which));
  const from = isLast ? last - length + 1 : nth * length + 1;
  const to = isLast || (unit === 'half' && nth === 1) ? last : Math.min(last, from + length - 1);
  const range = { from: makeDay(year, month, from) ?? whole, to: makeDay(year, month, to) ?? whole };
  return { range, precision: unit === 'week' ? 'week' : 'month' };
}

function monthOfPart(match: RegExpExecArray, context: TimeContext, direction: Direction): Day {
  const { published } = context;
  if (match[3]) {
    const month = monthNumber(match[3]);
    const year = match[4] ? Number(match[4]) : yearFor(month, 15, context, direction);
    return makeDay(year, month, 1) ?? published;
  }
  const shift = /last/.test(match[5] ?? '') ? -1 : /next/.test(match[5] ?? '') ? 1 : 0;
  const first = new Date(
    Date.UTC(Number(published.slice(0, 4)), Number(published.slice(5, 7)) - 1 + shift, 1),
  );
  return first.toISOString().slice(0, 10);
}

/** "On the 16th", "the 16th of this month": of the month of publication, or the one before. */
export function dayOfMonth(
  text: string,
  which: string,
  { published }: TimeContext,
  direction: Direction,
): Reading {
  const day = Number.parseInt(text, 10) || ordinalNumber(text);
  const [year, month] = [Number(published.slice(0, 4)), Number(published.slice(5, 7))];
  const here = makeDay(year, month, day);
  if (/this|current/.test(which)) return here ? oneDay(here) : null;
  const shift = /last/.test(which) ? -1 : /next/.test(which) ? 1 : 0;
  if (shift === 0 && here && (direction === 'future' || here <= published)) {
    const isGone = direction === 'future' && here < published;
    if (!isGone) return oneDay(here);
  }
  const other = new Date(Date.UTC(year, month - 1 + (shift || (direction === 'future' ? 1 : -1)), 1));
  const made = makeDay(other.getUTCFullYear(), other.getUTCMonth() + 1, day);
  return made ? oneDay(made) : null;
}

/** "The last Sunday of March": match 1 is the number, 2 the weekday, 3 and 4 the month and year. */
export function weekdayOfMonth(match: RegExpExecArray, context: TimeContext, direction: Direction): Reading {
  const month = monthNumber(match[3] ?? '');
  const year = match[4] ? Number(match[4]) : yearFor(month, 15, context, direction);
  const { from, to } = monthRange(year, month);
  const target = WEEKDAYS.indexOf(match[2] ?? '');
  const nth = ['first', 'second', 'third', 'fourth'].indexOf(match[1] ?? '');
  return oneDay(
    nth < 0
      ? addDays(to, -((weekdayOf(to) - target + 7) % 7))
      : addDays(from, ((target - weekdayOf(from) + 7) % 7) + nth * 7),
  );
}

const HOLIDAYS: readonly (readonly [RegExp, number, number])[] = [
  [/new year.s eve/, 12, 31],
  [/new year/, 1, 1],
  [/christmas eve/, 12, 24],
  [/boxing day/, 12, 26],
  [/christmas/, 12, 25],
  [/may day/, 5, 1],
  [/valentine/, 2, 14],
  [/halloween/, 10, 31],
];

const FROM_EASTER: readonly (readonly [RegExp, number])[] = [
  [/good friday/, -2],
  [/easter monday/, 1],
  [/easter/, 0],
];

/** "On New Year's Eve", "the day after Christmas", "on Good Friday": the one nearest to publication on the side of the tense. */
export function holiday(match: RegExpExecArray, context: TimeContext, direction: Direction): Reading {
  const text = match[0] ?? '';
  const shift = /day after/.test(text) ? 1 : /day before/.test(text) ? -1 : 0;
  const fixed = HOLIDAYS.find(([pattern]) => pattern.test(text));
  const on = (year: number) =>
    fixed
      ? (makeDay(year, fixed[1], fixed[2]) ?? context.published)
      : addDays(easter(year), FROM_EASTER.find(([pattern]) => pattern.test(text))?.[1] ?? 0);
  const year = Number(context.published.slice(0, 4));
  const days = [year - 1, year, year + 1].map((one) => addDays(on(one), shift));
  const near =
    direction === 'past'
      ? days.findLast((day) => day <= context.published)
      : days.find((day) => day >= context.published);
  return near === undefined ? null : oneDay(near);
}

/** Easter Sunday of the western churches (Meeus, Jones and Butcher). */
function easter(year: number): Day {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const e = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7;
  const g = e + f - 7 * Math.floor((a + 11 * e + 22 * f) / 451) + 114;
  return makeDay(year, Math.floor(g / 31), (g % 31) + 1) ?? `${year}-04-01`;
}
