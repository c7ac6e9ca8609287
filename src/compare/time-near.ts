import type { DateRange } from '../model/time.ts';
import { addDays, daysBetween, monthRange, WEEKDAYS } from './calendar.ts';
import type { Direction, FoundTime, TimeContext } from './time.ts';
import { COUNTS, mondayOf, oneDay, type Reading, weekdayOf } from './time-words.ts';

/** "On Sunday": the one before publication, or the one after where the tense or a word says so. */
export function weekday(match: RegExpExecArray, context: TimeContext, direction: Direction): Reading {
  const said = `${match[1] ?? ''} ${match[2] ?? ''}`;
  const target = WEEKDAYS.indexOf(match[3] ?? '');
  const { published } = context;
  const back = (weekdayOf(published) - target + 7) % 7;
  const future =
    /next|coming|until|till/.test(said) || (direction === 'future' && !/last|past|since/.test(said));
  if (future) return oneDay(addDays(published, back === 0 ? (/next|coming/.test(said) ? 7 : 0) : 7 - back));
  // Of yesterday one says "on Monday", so that "last Monday" is a week before it.
  const isBefore = (back === 0 && /last|past/.test(said)) || (back === 1 && /last/.test(said));
  return oneDay(addDays(published, -back - (isBefore ? 7 : 0)));
}

/** "The same Friday", "that Friday": the day told before, where it was one. */
export function sameWeekday(match: RegExpExecArray, { anchor }: TimeContext): Reading {
  return anchor !== undefined && weekdayOf(anchor) === WEEKDAYS.indexOf(match[1] ?? '')
    ? oneDay(anchor)
    : null;
}

/** "Friday of next week", "last week Tuesday", "Monday a week ago": weeks begin on Monday. */
export function weekdayOfWeek(match: RegExpExecArray, { published }: TimeContext): Reading {
  const day = WEEKDAYS.indexOf(match[1] ?? match[2] ?? '');
  const weeks = shiftOf(match[0]);
  return oneDay(addDays(mondayOf(published, weeks), (day + 6) % 7));
}

/** "Friday week", "a week on Friday": not the coming one but the next. */
export function weekdayWeek(match: RegExpExecArray, context: TimeContext): Reading {
  const target = WEEKDAYS.indexOf(match[1] ?? match[2] ?? '');
  const ahead = (target - weekdayOf(context.published) + 7) % 7;
  return oneDay(addDays(context.published, (ahead === 0 ? 7 : ahead) + 7));
}

/** "The Friday before last". */
export function beforeLast(match: RegExpExecArray, { published }: TimeContext): Reading {
  const back = (weekdayOf(published) - WEEKDAYS.indexOf(match[1] ?? '') + 7) % 7;
  return oneDay(addDays(published, -(back === 0 ? 7 : back) - 7));
}

function shiftOf(said: string): number {
  if (/last|past|previous|ago|earlier/.test(said)) return -1;
  return /next|coming|following/.test(said) ? 1 : 0;
}

const UNIT_DAYS: Readonly<Record<string, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  fortnight: 14,
  month: 30.4,
  year: 365.25,
};
const UNIT_SLACK: Readonly<Record<string, number>> = { week: 1, fortnight: 1, month: 10, year: 183 };

/** "Two days ago" counts from publication, "two days later" from the day told before, "after the raid" from nothing known. */
export function counted(match: RegExpExecArray, context: TimeContext): Reading {
  const count = COUNTS[match[1] ?? ''] ?? Number(match[1]);
  const way = match[3] ?? '';
  const base = /ago|from now/.test(way) ? context.published : context.anchor;
  const unit = match[2] ?? 'day';
  return base === undefined
    ? null
    : away(base, count, unit, /ago|earlier|previously|before/.test(way) ? -1 : 1);
}

/** "In two weeks", of what is to come. */
export function ahead(match: RegExpExecArray, { published }: TimeContext, direction: Direction): Reading {
  if (direction === 'past' && !match[3]) return null;
  return away(published, COUNTS[match[1] ?? ''] ?? Number(match[1]), match[2] ?? 'day', 1);
}

function away(base: string, count: number, unit: string, way: 1 | -1): Reading {
  const days = Math.trunc(Math.min(count, 999) * (UNIT_DAYS[unit] ?? 1) + (unit === 'hour' ? 0 : 0.5));
  const mid = addDays(base, way * days);
  // "A week ago" is a week ago to the day, as far as one can say.
  const slack = unit === 'week' && count === 1 ? 0 : (UNIT_SLACK[unit] ?? 0);
  const precision = unit === 'hour' ? 'day' : unit === 'fortnight' ? 'week' : unit;
  return {
    range: { from: addDays(mid, -slack), to: addDays(mid, slack) },
    precision: precision as FoundTime['precision'],
  };
}

/** "Within 48 hours", "within a week": by when. */
export function within(match: RegExpExecArray, { published }: TimeContext): Reading {
  const count = COUNTS[match[1] ?? ''] ?? Number(match[1]);
  const days = Math.round(Math.min(count, 999) * (UNIT_DAYS[match[2] ?? 'day'] ?? 1));
  return days > LONG ? null : { range: { from: published, to: addDays(published, days) }, precision: 'day' };
}

/** Days: what is to be done within more has no day. */
const LONG = 10;

/** "In the past 24 hours", "over the last two days". */
export function lately(match: RegExpExecArray, { published }: TimeContext): Reading {
  const count = COUNTS[match[1] ?? ''] ?? Number(match[1]);
  const days = Math.ceil(Math.min(count, 999) * (UNIT_DAYS[match[2] ?? 'day'] ?? 1));
  const range = { from: addDays(published, -days), to: published };
  return { range, precision: days <= 3 ? 'day' : days <= 14 ? 'week' : 'month' };
}

/** "The same day", "that night", "the day before", "the following morning": counted from the day told before. */
export function anchored(
  match: RegExpExecArray,
  { anchor, published }: TimeContext,
  direction: Direction,
): Reading {
  if (anchor === undefined || (direction === 'past' && anchor > published)) return null;
  const text = match[0] ?? '';
  const shift = /previous|preceding|before|eve$/.test(text) ? -1 : /next|following|after$/.test(text) ? 1 : 0;
  return oneDay(addDays(anchor, shift));
}

const DAYS_NAMED: readonly (readonly [RegExp, number])[] = [
  [/before yesterday|night before last/, -2],
  [/after tomorrow/, 2],
  [/yesterday|last night|last evening|overnight/, -1],
  [/tomorrow/, 1],
  [/today|tonight|this /, 0],
];

/** "Yesterday", "this morning", "the day after tomorrow". */
export function namedDay(match: RegExpExecArray, { published }: TimeContext): Reading {
  const text = match[0] ?? '';
  const named = DAYS_NAMED.find(([pattern]) => pattern.test(text));
  return named ? oneDay(addDays(published, named[1])) : null;
}

/** "At the weekend", "last weekend". */
export function weekend(match: RegExpExecArray, { published }: TimeContext, direction: Direction): Reading {
  const text = match[0] ?? '';
  const today = weekdayOf(published);
  const isNow = today === 6 || today === 0;
  const saturday = addDays(mondayOf(published), 5);
  const weeks = /next|coming/.test(text)
    ? Number(isNow)
    : /last|past/.test(text) || !isNow
      ? Number(direction === 'future' && !/last|past/.test(text)) - 1
      : 0;
  const from = addDays(saturday, weeks * 7);
  return { range: { from, to: addDays(from, 1) }, precision: 'day' };
}

/** "Last week", "earlier this month", "late next year": match 1 is the part, 2 which, 3 the unit. */
export function stretch(match: RegExpExecArray, { published }: TimeContext, direction: Direction): Reading {
  const part = match[1] ?? '';
  const which = match[2] ?? '';
  const shift = shiftOf(which);
  const unit = (match[3] ?? 'week') as FoundTime['precision'];
  const whole =
    unit === 'week' ? weekPart(mondayOf(published, shift), part) : longPart(published, unit, shift, part);
  const precision = unit === 'year' && part !== '' && !/ier|later/.test(part) ? 'month' : unit;
  if (shift !== 0) return { range: whole, precision };
  return { range: cut(whole, published, /later/.test(part) || direction === 'future'), precision };
}

function weekPart(monday: string, part: string): DateRange {
  if (/^early|beginning|start/.test(part)) return { from: monday, to: addDays(monday, 2) };
  if (/^mid/.test(part)) return { from: addDays(monday, 1), to: addDays(monday, 3) };
  if (/^late(?!r)|end/.test(part)) return { from: addDays(monday, 3), to: addDays(monday, 6) };
  return { from: monday, to: addDays(monday, 6) };
}

function longPart(published: string, unit: string, shift: number, part: string): DateRange {
  const [year, month] = [Number(published.slice(0, 4)), Number(published.slice(5, 7))];
  const named = /ier|later/.test(part) ? '' : part;
  if (unit === 'month') {
    const first = new Date(Date.UTC(year, month - 1 + shift, 1));
    return monthRange(first.getUTCFullYear(), first.getUTCMonth() + 1, named);
  }
  if (/end|late/.test(named)) return monthRange(year + shift, 12);
  if (/early|beginning|start/.test(named)) return monthRange(year + shift, 1);
  return { from: `${year + shift}-01-01`, to: `${year + shift}-12-31` };
}

/** What has been of "this week", or what is still to come. */
function cut({ from, to }: DateRange, published: string, isAhead: boolean): DateRange {
  if (isAhead) return { from: from < published && published <= to ? published : from, to };
  return from <= published && daysBetween(published, to) > 0 ? { from, to: published } : { from, to };
}
