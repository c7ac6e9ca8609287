import { type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import type { DateRange } from '../model/time.ts';
import { daysBetween, gapBetween } from './calendar.ts';
import type { Beside, Comparable } from './comparable.ts';

/** Put so much alike, with other marks, a telling of another day is of another event. */
const RECAST = 0.8;
/** Put so much alike, with the same marks, a telling is a copy whose weekday was reckoned from another day of print. */
const COPIED = 0.9;

/** Less alike, in all words or in those that are no names, two tellings may name other things and yet be of one event. */
const ALIKE = 0.4;
const ALIKE_BUT_NAMES = 0.6;

/**
 * Two days that were both said, and are not one: of 503 pairs of tellings put somewhat alike in labelled stories, nine
 * were of one event. Reports of one event differ by a day, but then neither in the place nor by a toll that fell, nor are
 * they put alike but for the day, or for names and numbers too.
 */
export function areDaysApart(a: Comparable, b: Comparable, beside: Beside): boolean {
  const gap = saidGap(a, b);
  if (isCopy(beside) || !isOfLate(a.event, beside)) return false;
  if (gap === 0) return isSpokenLater(a, b) && tellsOther(beside);
  if (gap > 1 || beside.words >= RECAST) return true;
  return (
    isElsewhere(a.event, b.event, beside) || fell(b.event.figures, a.event.figures) || tellsOther(beside)
  );
}

/** Said on another day than an event was, with the other's names or numbers: none of twelve such pairs was of one event. */
function isSpokenLater(
  { event, dateIsSpoken = false }: Comparable,
  { event: { date } }: Comparable,
): boolean {
  return dateIsSpoken && isDay(event.date) && isDay(date) && gapBetween(event.date, date) > 1;
}

/** Put alike but for names or numbers; a count so far is told with another number each day. */
function tellsOther({ words, common, counts, otherNames, otherNumbers }: Beside): boolean {
  if (words < ALIKE && common < ALIKE_BUT_NAMES) return false;
  return otherNames() || (!counts && otherNumbers());
}

const LATE_DAYS = 7;

/** A day further back is rather of something else in the sentence: "since the war broke out on October 7". */
function isOfLate({ date }: NewsEvent, { printed }: Beside): boolean {
  return date !== null && daysBetween(date.from, printed) <= LATE_DAYS;
}

function isCopy({ words, sameMarks }: Beside): boolean {
  return words >= COPIED && sameMarks();
}

/**
 * What happened on a day that was said is hardly what was last told two days before it (6 of 362 such pairs), but for a
 * toll that rose.
 */
export function isSinceTold({ event, dateIsOwn }: Comparable, known: NewsEvent, beside: Beside): boolean {
  if (!dateIsOwn || !isDay(event.date) || event.certainty === 'planned') return false;
  if (isCopy(beside) || !isOfLate(event, beside)) return false;
  return (
    daysBetween(beside.lastTold, event.date.from) > 1 && !rose(known.figures, event.figures, beside.tolls)
  );
}

const SILENT_DAYS = 4;
const MUCH_ALIKE = 0.7;

/**
 * What tells no day of its own, and is put somewhat alike, is hardly what happened days before and was not told since: 16
 * of 264 such labelled pairs, and none of the 61 whose day is that of a speech.
 */
export function isLongAgo({ dateIsOwn }: Comparable, { words, silent }: Beside): boolean {
  return !dateIsOwn && silent >= SILENT_DAYS && words < MUCH_ALIKE;
}

/** Days between two days that were both said; 0 where one was not. */
export function saidGap(a: Comparable, b: Comparable): number {
  const [one, other] = [a.event.date, b.event.date];
  return a.dateIsOwn && b.dateIsOwn && isDay(one) && isDay(other) ? gapBetween(one, other) : 0;
}

/** A day, or the night between two. */
function isDay(range: DateRange | null): range is DateRange {
  return range !== null && daysBetween(range.from, range.to) <= 1;
}

/** An attack is in one place; of talks and statements one report tells where they were, another where they were told. */
export function isElsewhere(a: NewsEvent, b: NewsEvent, { elsewhere }: Beside): boolean {
  return rootOf(a.type) === 'force' && rootOf(b.type) === 'force' && elsewhere();
}

function fell(from: Figures, to: Figures): boolean {
  return Object.entries(to).some(
    ([name, { value, bound }]) => bound === 'exact' && value < (from[name]?.value ?? 0),
  );
}

function rose(from: Figures, to: Figures, tolls: readonly string[]): boolean {
  return tolls.some((name) => {
    const value = to[name]?.value ?? 0;
    return value > (from[name]?.value ?? value);
  });
}
