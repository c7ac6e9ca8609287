import { isDateLanguage } from '../model/language.ts';
import type { Subscriber } from '../model/mail.ts';
import type { DateRange, Instant } from '../model/time.ts';
import { inZone } from './zone.ts';

/** For whom a date is written: their zone, the day they read it, whose year goes without saying, and their language. */
export interface Reader {
  readonly timezone: string;
  readonly now: Instant;
  /** One of `DATE_LANGUAGES`; British English where none is given, or another. */
  readonly language?: string;
}

export function readerOf(
  { timezone, language }: Pick<Subscriber, 'timezone' | 'language'>,
  now: Instant,
): Reader {
  return { timezone, now, ...(language && { language }) };
}

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** `12 February, 09:30 Berlin time`; a date that is only a day stays one. '' for what is no date. */
export function momentInWords(given: string | undefined, reader: Reader): string {
  if (given === undefined || Number.isNaN(Date.parse(given))) return '';
  if (DAY_ONLY.test(given)) return dayInWords(given, reader);
  return `${dayAndTime(given, reader)} ${zoneInWords(reader.timezone)}`;
}

/** `11 February, 07:00 to 12 February, 07:00, Berlin time`. */
export function spanInWords(span: { readonly from: Instant; readonly to: Instant }, reader: Reader): string {
  const [from, to] = [dayAndTime(span.from, reader), dayAndTime(span.to, reader)];
  return `${from} to ${to}, ${zoneInWords(reader.timezone)}`;
}

function dayAndTime(instant: Instant, reader: Reader): string {
  const local = inZone(new Date(instant), reader.timezone);
  return `${day(local, reader)}, ${local.toISOString().slice(11, 16)}`;
}

/** `12 February`, or with its year when that is not this year. */
export function dayInWords(isoDay: string, reader: Reader): string {
  const at = new Date(`${isoDay.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? '' : day(at, reader);
}

/** `Sunday 11 February`, `20–31 January`, `30 January – 2 February 2024`. */
export function rangeInWords(range: DateRange, reader: Reader): string {
  const [from, to] = [range.from, range.to].map((end) => new Date(`${end}T00:00:00Z`));
  if (!from || !to || Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) return '';
  const year = withYear(from, reader) || withYear(to, reader);
  if (range.from === range.to) {
    const told = format(reader.language, { year, weekday: true }).format(from);
    return asWritten(told.replace(/^(\w+day), /, '$1 '), reader);
  }
  // ICU sets thin spaces round the dash: right between two dates, wide between two days of a month.
  const span = format(reader.language, { year })
    .formatRange(from, to)
    .replace(/^(\d+)\s*–\s*/u, '$1–')
    .replaceAll('\u2009', ' ');
  return asWritten(span, reader);
}

/** `Berlin time`, `New York time`, `UTC`. */
export function zoneInWords(timezone: string): string {
  if (/^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$/.test(timezone)) return 'UTC';
  if (!timezone.includes('/') || timezone.startsWith('Etc/')) return timezone;
  return `${(timezone.split('/').at(-1) ?? '').replaceAll('_', ' ')} time`;
}

function day(at: Date, reader: Reader): string {
  return asWritten(format(reader.language, { year: withYear(at, reader) }).format(at), reader);
}

function withYear(at: Date, reader: Reader): boolean {
  return at.getUTCFullYear() !== inZone(new Date(reader.now), reader.timezone).getUTCFullYear();
}

/** What runs from right to left is kept apart from the words round it. */
function asWritten(date: string, { language }: Reader): string {
  return language && /^(ar|fa|he|ur)$/.test(language) ? `\u2068${date}\u2069` : date;
}

const ENGLISH = 'en-GB';
const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  language: string | undefined,
  { year, weekday = false }: { readonly year: boolean; readonly weekday?: boolean },
): Intl.DateTimeFormat {
  const key = `${language ?? ENGLISH}${year ? ' year' : ''}${weekday ? ' weekday' : ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language && isDateLanguage(language) ? language : ENGLISH, {
    ...{ timeZone: 'UTC', calendar: 'gregory', day: 'numeric', month: 'long' },
    ...(year && { year: 'numeric' }),
    ...(weekday && { weekday: 'long' }),
  });
  formats.set(key, made);
  return made;
}
