import { WEEKDAYS } from './calendar.ts';

/** What a text must hold for a rule of `TIME_RULES` to find a time in it: a cheap look that spares most sentences most rules. */
export type Sign = keyof typeof SIGNS;

const SIGNS = {
  digit: /\d/,
  month: /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/,
  weekday: new RegExp(WEEKDAYS.join('|')),
  unit: /day|week|month|year|night|morrow|morning|afternoon|evening|hour|half|the eve/,
  holiday: /christmas|new year|boxing day|may day|valentine|halloween|easter|good friday/,
  the: /\bthe /,
} as const;

const NAMES = Object.keys(SIGNS) as Sign[];

/** The signs that a text in lower case holds. */
export function signsIn(lower: string): ReadonlySet<Sign> {
  return new Set(NAMES.filter((name) => SIGNS[name].test(lower)));
}
