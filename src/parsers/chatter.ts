import type { DateWords, PageWords } from '../model/site.ts';
import { readDate } from './dates.ts';

/** What tells lines of the page's frame, made of `chatter.yaml` and `dates.yaml` in `config/pages`. */
export interface Chatter {
  readonly lines: WholeLine;
  readonly elsewhere: WholeLine;
  readonly credits: WholeLine;
  /** What follows a name where a writer is presented: `Jane Roe is a reporter`. */
  readonly presents: RegExp;
  /** Lines that are a date and who wrote. */
  readonly dates: readonly RegExp[];
}

interface WholeLine {
  /** Fits the whole line. */
  readonly line: RegExp;
  /** The same for patterns that begin with anything, which fail late. */
  readonly floating: RegExp;
  /** What these patterns have after it: few lines do. */
  readonly hint: RegExp;
}

/** All forms of dates have a digit after a word at most. */
const EARLY_DIGIT = /^\D{0,20}\d/u;
/** The address of who wrote, alone. */
const ADDRESS = /^[\w.+-]{2,40}@[\w-]{2,40}(\.[\w-]{2,20}){1,3}$/;
/** `.{0,90}`, `[^.!?]{0,120}`, `.*?` at the beginning of a pattern. */
const ANYTHING = /^(?:\.|\[\^(?:\\.|[^\]\\])*\])(?:[*+]|\{\d+,?\d*\})\??/;

const MAX_LINE = 220;
const MAX_HEADING = 60;
const MAX_DATE_LINE = 50;
/** Weekday and month; some languages have two words for the one. */
const MAX_DATE_WORDS = 3;
const MAX_BIO = 900;

const made = new WeakMap<PageWords, Chatter>();

/** The words made ready, once. */
export function chatterOf(words: PageWords): Chatter {
  const known = made.get(words);
  if (known) return known;
  const { lines, elsewhere, credits, pointers, presents } = words.chatter;
  const pointer = String.raw`[>»▶→\s-]*${anyOf(pointers)}\s*[:：|»>–-]\s?.{1,200}`;
  const chatter = {
    lines: wholeLine([...lines, pointer]),
    elsewhere: wholeLine(elsewhere),
    credits: wholeLine(credits, String.raw`[([—–-]*\s*`),
    presents: new RegExp(String.raw`^,? ${anyOf(presents)}\s`, 'u'),
    dates: dateForms(words.dates),
  };
  made.set(words, chatter);
  return chatter;
}

function wholeLine(patterns: readonly string[], opening = ''): WholeLine {
  const floating = patterns.filter((pattern) => ANYTHING.test(pattern));
  const whole = (some: readonly string[]) => new RegExp(`^${opening}${anyOf(some)}$`, 'iu');
  return {
    line: whole(patterns.filter((pattern) => !ANYTHING.test(pattern))),
    floating: whole(floating),
    hint: new RegExp(`${anyOf(floating.map((pattern) => pattern.replace(ANYTHING, '')))}$`, 'iu'),
  };
}

function fits({ line, floating, hint }: WholeLine, text: string): boolean {
  return line.test(text) || (hint.test(text) && floating.test(text));
}

/** Nothing fits none. */
export function anyOf(patterns: readonly string[]): string {
  return patterns.length === 0 ? '(?:(?!))' : `(?:${patterns.join('|')})`;
}

/** Forms of a date and who wrote, made with the words that stand between. */
function dateForms(words: DateWords): readonly RegExp[] {
  const [at, signed] = [anyOf(words.at), anyOf(words.signed)];
  return [
    String.raw`(\p{L}{2,10}\.?,?\s*)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*,?\s*(\d{1,2}[:.]\d{2})?( \p{L}{1,4})?`,
    String.raw`\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일][\d\s:：時시分분秒초()（）月火水木金土日]{0,20}`,
    // A date and a time, and who wrote: `25.10.2025 - 15:26 Uhr`, `Mon 25.04.24 | 14:07 | By Jane Roe`.
    String.raw`(\p{L}{2,14}[.,]{0,2}\s+)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*[\-–|,/]?\s*(\d{1,2}[:.h]\d{2}.{0,70}|${signed}(?!\p{L}).{0,90})`,
    String.raw`(\p{L}{2,14}[.,]{0,2}\s+)?\d{1,2}\.?( de)? \p{L}{3,12}\.?,?( de)? \d{4}\s*[\-–|,/]?\s*${at}?\s*\d{1,2}[:.h]\d{2}.{0,40}`,
    String.raw`\d{1,2}\.? \p{L}{3,12} \d{4}\s*\(.{0,60}\d{1,2}[:.h]\d{2}\)`,
    String.raw`\p{L}{3,12}\.? \d{1,2}, \d{4}( ${at}|,)? \d{1,2}:\d{2}.{0,40}`,
  ].map((form) => new RegExp(`^${form}$`, 'iu'));
}

/** True for the line that names who else worked on a report. It says which agency it is of. */
export function isCredit(chatter: Chatter, text: string): boolean {
  return text.length <= MAX_LINE && fits(chatter.credits, text);
}

/** True for a paragraph that presents one of the authors. */
export function isAboutAuthor(chatter: Chatter, text: string, authors: readonly string[]): boolean {
  if (text.length > MAX_BIO) return false;
  return authors.some((name) => {
    const at = name.includes(' ') ? text.indexOf(name) : -1;
    return at >= 0 && at <= 30 && chatter.presents.test(text.slice(at + name.length));
  });
}

/** True for a short line that belongs to the site's frame. */
export function isChatter(chatter: Chatter, text: string): boolean {
  if (text.length > MAX_LINE) return false;
  return fits(chatter.lines, text) || isDateForm(chatter, text) || ADDRESS.test(text);
}

function isDateForm({ dates }: Chatter, text: string): boolean {
  return EARLY_DIGIT.test(text) && dates.some((form) => form.test(text));
}

/** True for a line that is a date, with weekday, time and zone: `Friday, 22 October 2010, 20:13 JST`. */
export function isDateLine(text: string): boolean {
  // What ends in a full stop and does not begin with the day is a sentence.
  if (text.length > MAX_DATE_LINE || !/\d{4}/.test(text) || /^\D.*[.!?]$/.test(text)) return false;
  const named = text.match(/[\p{L}\p{M}]{4,}/gu) ?? [];
  return named.length <= MAX_DATE_WORDS && readDate(text, 'day-first')?.day !== undefined;
}

/** True for the heading of a box with other stories. */
export function leadsElsewhere(chatter: Chatter, text: string): boolean {
  return text.length <= MAX_HEADING && fits(chatter.elsewhere, text);
}
