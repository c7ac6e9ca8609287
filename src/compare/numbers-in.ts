import { MONTHS } from './calendar.ts';
import { NUMBER_WORDS } from './number-words.ts';

const SHORT_MONTHS = 'jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const MONTH = String.raw`(?:${MONTHS.join('|')}|(?:${SHORT_MONTHS})\.?)`;
/** Days of a month, years and hours: they count nothing. */
const DATES = new RegExp(
  String.raw`\b${MONTH} (?:the )?\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b`,
  'g',
);

const WORDS = Object.entries(NUMBER_WORDS);
const among = (least: number, most: number) =>
  WORDS.flatMap(([word, value]) => (value >= least && value <= most ? [word] : [])).join('|');
/** In digits, or in a word or two: "twenty-five". */
const NUMBERS = new RegExp(
  String.raw`\d[\d.,]*|\b(?:(${among(20, 90)})-(${among(1, 9)})|${Object.keys(NUMBER_WORDS).join('|')})\b`,
  'g',
);

/** A number that a text tells, and where it begins. */
export interface ToldNumber {
  readonly value: number;
  readonly start: number;
}

/** The numbers above one that a sentence tells in digits or words, but for dates and hours. */
export function numbersIn(text: string): ReadonlySet<number> {
  return new Set(numbersAt(text).map(({ value }) => value));
}

/** The same with their places, in order. */
export function numbersAt(text: string): readonly ToldNumber[] {
  const counts = text.toLowerCase().replace(DATES, ({ length }) => ' '.repeat(length));
  return [...counts.matchAll(NUMBERS)]
    .map(({ 0: whole, 1: tens, 2: units, index }) => ({ value: valueIn(whole, tens, units), start: index }))
    .filter(({ value }) => value > 1);
}

function valueIn(whole: string, tens: string | undefined, units: string | undefined): number {
  if (tens && units) return (NUMBER_WORDS[tens] ?? 0) + (NUMBER_WORDS[units] ?? 0);
  return NUMBER_WORDS[whole] ?? Number.parseFloat(whole.replaceAll(',', ''));
}
