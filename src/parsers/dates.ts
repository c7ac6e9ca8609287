import type { Instant } from '../model/time.ts';
import { englishMonths, usualOrder } from './date-words.ts';
import { monthOf } from './month-names.ts';
import { ZONE, zoneReader } from './zones.ts';

/** A date as written: what is not there was not said. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day?: number;
  readonly time?: { readonly hour: number; readonly minute: number; readonly second: number };
  /** Minutes east of Greenwich. */
  readonly offsetMinutes?: number;
}

/** How `03/04/2024` is read; without an order such a date is not read at all. */
export type NumericOrder = 'day-first' | 'month-first';

const MAX_LENGTH = 120;

const KOREA = 540;

/** Before noon, after noon, where that stands before the hour. */
const HALVES = { a: ['오전', '上午', '午前'], p: ['오후', '下午', '午後'] };
const TIME = new RegExp(
  String.raw`(?<![\d:])(?:(${[...HALVES.a, ...HALVES.p].join('|')})\s*)?(\d{1,2})(?::(\d{2}|\d(?=:\d))|\s?h(?:\s?(\d{2}))?(?=\W|$)|\.(\d{2})(?=\s*uhr))(?::(\d{1,2})(?:[.,]\d+)?)?(?:\s*uhr)?\s*(a\.?m\b\.?|p\.?m\b\.?)?`,
);
const PATTERNS: readonly { readonly form: RegExp; readonly order: string }[] = [
  { form: /(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})/, order: 'ymd' },
  { form: /(?<!\d)(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)/, order: 'y-md' },
  { form: /(?<!\d)(\d{4})-(\p{L}{3,})-(\d{1,2})(?!\d)/u, order: 'yMd' },
  {
    form: /(?<![\d:])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª|°|-?[ae](?!\p{L})|\s?ta)?[\s,./-]*(?:de |of |di |den |d['’])?(\p{L}{3,})\.?[\s,،./'’-]*(?:de |del )?(\d{4}|\d{2})(?![\d:])/u,
    order: 'dMy',
  },
  {
    form: /(?<!\p{L})(\p{L}{3,})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th|\.)?\s*[\s,.-]\s*(?:at\s+)?(\d{4})(?!\d)/u,
    order: 'Mdy',
  },
  { form: /(?<!\d)(\d{4})\.? (\p{L}{3,})\.? (\d{1,2})(?![\d:])/u, order: 'yMd' },
  { form: /(?<!\d)(\d{1,2})([/.\- ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)/, order: 'numeric' },
];

/**
 * Finds the first date in a short text, in the many ways it is written, in 50 languages.
 *
 * @param order how an ambiguous `03/04/2024` is read
 * @returns undefined when there is none, or one that does not exist (31 February)
 */
export function readDate(text: string, order?: NumericOrder): DateParts | undefined {
  const line = normalised(text);
  const time = TIME.exec(line);
  const clock = time && clockOf(time);
  if (!time || !clock) return dateIn(line, order);
  const rest = line.slice(time.index + time[0].length);
  const zone = ZONE.exec(rest);
  const offsetOf = zoneReader(zone);
  const withoutTime = `${line.slice(0, time.index)} ${offsetOf && zone ? rest.slice(zone[0].length) : rest}`;
  const date = dateIn(withoutTime, order);
  if (!date) return undefined;
  const korean = /[\uac00-\ud7a3]/.test(time[1] ?? '') || line.includes('년');
  const offsetMinutes = offsetOf?.(utcMs({ ...date, time: clock })) ?? (korean ? KOREA : undefined);
  return { ...date, time: clock, ...(offsetMinutes !== undefined && { offsetMinutes }) };
}

function normalised(text: string): string {
  const line = englishMonths(text.slice(0, MAX_LENGTH).toLowerCase())
    .normalize('NFD')
    .replace(/(?![\u1100-\u11ff])\p{M}/gu, '')
    .normalize('NFC')
    .replace(/(\d{4}-(?:\d\d|\p{L}+)-\d{1,2}|\d{8}|^\d{4}-?(?:w\d\d-?\d|\d{3}))t(?=\d)/u, '$1 ')
    .replace(/^(\d{4})(\d\d)(\d\d) ?(\d\d)(\d\d)(?:(\d\d)(?:\.\d+)?)?(?!\d)/, joined)
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return usualOrder(line);
}

/** `20240305T1015` and `20240305101500`, their `T` gone. */
function joined(...[, year, month, day, hour, minute, second = '00']: string[]): string {
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function clockOf(match: RegExpExecArray): DateParts['time'] | undefined {
  const before = match[1] ?? '';
  const half =
    match[7]?.[0] ?? (HALVES.p.includes(before) ? 'p' : HALVES.a.includes(before) ? 'a' : undefined);
  let hour = Number(match[2]);
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  const minute = Number(match[3] ?? match[4] ?? match[5] ?? 0);
  const second = Math.min(Number(match[6] ?? 0), 59);
  // ISO 8601 knows midnight at the end of a day.
  const isEnd = hour === 24 && minute === 0 && second === 0;
  return (hour < 24 && minute < 60) || isEnd ? { hour, minute, second } : undefined;
}

function dateIn(line: string, order: NumericOrder | undefined): DateParts | undefined {
  return oddDate(line.trim()) ?? writtenDate(line, order) ?? monthAlone(line);
}

function writtenDate(line: string, order: NumericOrder | undefined): DateParts | undefined {
  for (const { form, order: shape } of PATTERNS) {
    const match = form.exec(line);
    const date = match && inOrder(match, shape, order, line);
    if (date) return date;
  }
  return undefined;
}

function inOrder(
  match: RegExpExecArray,
  shape: string,
  order: NumericOrder | undefined,
  line: string,
): DateParts | undefined {
  const [, first = '', second = '', third = '', fourth = ''] = match;
  switch (shape) {
    case 'ymd':
      return real(Number(first), Number(second), Number(third));
    case 'y-md':
      return real(Number(first), Number(third), Number(fourth));
    case 'yMd':
      return real(Number(first), monthOf(second), Number(third));
    case 'dMy':
      return (
        real(fullYear(third), monthOf(second), Number(first)) ??
        // `mar 01 dec 2020`: the word before the day was a weekday; or the word is of no month: look further on.
        writtenDate(line.slice(match.index + first.length), order)
      );
    case 'Mdy':
      return (
        real(Number(third), monthOf(first), Number(second)) ??
        writtenDate(line.slice(match.index + first.length), order)
      );
    default:
      return numeric(Number(first), second, Number(third), fullYear(fourth), order);
  }
}

function numeric(
  first: number,
  separator: string,
  second: number,
  year: number,
  order: NumericOrder | undefined,
): DateParts | undefined {
  if (first > 12) return real(year, second, first);
  if (second > 12) return real(year, first, second);
  if (separator === '.' || separator === ' ' || first === second) return real(year, second, first);
  if (order === undefined) return undefined;
  return order === 'day-first' ? real(year, second, first) : real(year, first, second);
}

/** Forms that are dates only when nothing else is there (W3CDTF and ISO 8601 in their short forms, Unix time). */
function oddDate(text: string): DateParts | undefined {
  let match = /^(\d\d)(-?)(\d\d)\2(\d\d)$/.exec(text);
  if (match) return real(fullYear(match[1] ?? ''), Number(match[3]), Number(match[4]));
  match = /^-(\d\d)-?(\d\d)$/.exec(text);
  if (match) return real(fullYear(match[1] ?? ''), Number(match[2]));
  match = /^(\d{4})(?:-(\d\d))?$/.exec(text);
  if (match) return real(Number(match[1]), Number(match[2] ?? 1));
  match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (match) return real(Number(match[1]), Number(match[2]), Number(match[3]));
  match = /^(\d{4}|\d\d)-?(\d{3})$/.exec(text);
  if (match) return dayOfYear(fullYear(match[1] ?? ''), Number(match[2]));
  match = /^(\d{4})-?w(\d\d)(?:-?([1-7]))?$/.exec(text);
  if (match) return weekDate(Number(match[1]), Number(match[2]), Number(match[3] ?? 1));
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return fromUnix(Number(text.slice(0, 10)) * 1000);
  if (/^\d{13}$/.test(text)) return fromUnix(Number(text));
  return undefined;
}

function dayOfYear(year: number, day: number): DateParts | undefined {
  if (day < 1 || day > 366) return undefined;
  const at = new Date(Date.UTC(year, 0, day));
  return real(year, at.getUTCMonth() + 1, at.getUTCDate());
}

/** ISO 8601: the first week has the year's first Thursday. */
function weekDate(year: number, week: number, day: number): DateParts | undefined {
  if (week < 1 || week > 53) return undefined;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const at = new Date(Date.UTC(year, 0, 4 - (fourth.getUTCDay() || 7) + (week - 1) * 7 + day));
  return real(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

function fromUnix(ms: number): DateParts {
  const at = new Date(ms);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    time: { hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
    offsetMinutes: 0,
  };
}

/** `Nov. 2020`. */
function monthAlone(line: string): DateParts | undefined {
  const match = /^(\p{L}{3,})\.?,? (\d{4})$/u.exec(line.trim());
  return match ? real(Number(match[2]), monthOf(match[1] ?? '')) : undefined;
}

/** Two digits mean 1970 to 2069. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

/** Undefined for a day that does not exist. The years 0 and 1 are what programs write for none (.NET, MySQL through PHP). */
export function real(year: number, month: number | undefined, day?: number): DateParts | undefined {
  if (year < 2 || month === undefined || month < 1 || month > 12) return undefined;
  if (day === undefined) return { year, month };
  if (day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return undefined;
  return { year, month, day };
}

function utcMs(parts: DateParts): number {
  const at = new Date(0);
  at.setUTCFullYear(parts.year, parts.month - 1, parts.day ?? 1);
  const { hour = 0, minute = 0, second = 0 } = parts.time ?? {};
  at.setUTCHours(hour, minute, second);
  return at.getTime();
}

/** The instant meant; without a zone it is UTC, whatever the machine's own. */
export function toInstant(parts: DateParts): Instant {
  return new Date(utcMs(parts) - (parts.offsetMinutes ?? 0) * 60_000).toISOString();
}

/** As a page gave it: an instant with its offset, or a day where time or offset is missing; undefined without a day. */
export function asWritten(parts: DateParts): string | undefined {
  if (parts.day === undefined || parts.year < 1000) return undefined;
  const day = `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
  if (!parts.time || parts.offsetMinutes === undefined) return day;
  const { hour, minute, second } = parts.time;
  const size = Math.abs(parts.offsetMinutes);
  const offset =
    size === 0
      ? 'Z'
      : `${parts.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${day}T${two(hour)}:${two(minute)}:${two(second)}${offset}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
