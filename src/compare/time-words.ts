import type { DateRange, Day } from '../model/time.ts';
import { addDays, dayRange, ORDINALS, WEEKDAYS } from './calendar.ts';
import { NUMBER_WORDS } from './number-words.ts';
import type { Direction, FoundTime, TimeContext } from './time.ts';

/** What a way of telling a time comes to; null where it cannot be known. */
export type Reading = { readonly range: DateRange; readonly precision: FoundTime['precision'] } | null;

export type Resolve = (match: RegExpExecArray, context: TimeContext, direction: Direction) => Reading;

/** Parts of patterns, in lower case. */
export const M =
  '\\b(jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?)';
export const N = `(\\d{1,3}|an?|${Object.keys(NUMBER_WORDS).slice(0, 27).join('|')}|several|a few|a couple of|a dozen)`;
export const W = `(${WEEKDAYS.join('|')})`;
export const ORDINAL = `(${ORDINALS.join('|')}|twenty-first|twenty-second|twenty-third|twenty-fourth|twenty-fifth|twenty-sixth|twenty-seventh|twenty-eighth|twenty-ninth|thirtieth|thirty-first)`;
export const PREFIX =
  '(?:\\b(since|by|until|till|before|after|from|late on|early on|on|in|of|last|next|this|past|between|during|for|starting|beginning)\\s+(?:the\\s+)?(?:(last|next|this|past|coming|following)\\s+)?)?';

export const COUNTS: Readonly<Record<string, number>> = {
  ...NUMBER_WORDS,
  a: 1,
  an: 1,
  several: 4,
  'a few': 3,
  'a couple of': 2,
  'a dozen': 12,
};

export function oneDay(day: Day): Reading {
  return { range: dayRange(day), precision: 'day' };
}

/** 0 for Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The Monday of a day's week, or of one so many weeks after. */
export function mondayOf(day: Day, weeks = 0): Day {
  return addDays(day, weeks * 7 - ((weekdayOf(day) + 6) % 7));
}
