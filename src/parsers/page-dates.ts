import type { DateWords } from '../model/site.ts';
import type { Instant } from '../model/time.ts';
import { anyOf, isDateLine } from './chatter.ts';
import { asWritten, type DateParts, type NumericOrder, readDate } from './dates.ts';
import type { LinkedData } from './jsonld.ts';
import { type Element, elementsIn, isElement, type Page, textIn } from './page.ts';
import { foldSpace } from './text.ts';

/** Names of meta elements that hold when a page was published, the surest first. */
const PUBLISHED = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'publish-date',
  'publishdate',
  'publish_date',
  'pubdate',
  'publication_date',
  'published_date',
  'article.published',
  'date.published',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.created',
  'dc.date.created',
  'dc.date',
  'dcterms.date',
  'cxenseparse:recs:publishtime',
  'bt:pubdate',
  'date',
];
const MODIFIED = [
  'article:modified_time',
  'og:article:modified_time',
  'og:updated_time',
  'datemodified',
  'last-modified',
  'dcterms.modified',
  'lastmod',
];

/** The web is younger; zero of Unix time and its neighbours are faults. */
const EARLIEST_YEAR = 1985;
/** A day may have begun elsewhere. */
const DAY_AHEAD_MS = 14 * 3_600_000;
const MAX_TIMES = 40;
const MAX_VISIBLE = 120;
const DAY_MS = 86_400_000;

export interface PageDates {
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
}

/**
 * When a page was published and changed, as the page gave it: metadata first, then `time` elements, then a date a
 * reader sees. What lies after the fetch or has no day is left out, and nothing is guessed.
 */
export function readDates(
  page: Page,
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
  headline: Element | null,
  context: { readonly fetchedAt: Instant; readonly order?: NumericOrder; readonly words: DateWords },
): PageDates {
  const latestMs = Date.parse(context.fetchedAt);
  const marks = marksOf(context.words);
  const usable = (texts: readonly (string | undefined)[]) => usableDates(texts, context.order, latestMs);
  const stated = precise(usable([data.publishedAt, ...PUBLISHED.map((name) => metas.get(name))]));
  const published =
    stated ??
    precise(usable(timeElements(page, headline))) ??
    usable(visibleDates(headline, marks).filter((text) => !marks.updated.test(text))).next().value;
  const modified =
    precise(usable([data.modifiedAt, ...MODIFIED.map((name) => metas.get(name))])) ??
    (published === undefined ? usable(visibleDates(headline, marks)).next().value : undefined);
  return {
    ...(published !== undefined && { publishedAt: published }),
    ...(modified !== undefined && modified !== published && { modifiedAt: modified }),
  };
}

/** Lazy: most pages state their dates first. Not made anew for each page: V8 keeps what a generator was made in. */
function* usableDates(
  texts: readonly (string | undefined)[],
  order: NumericOrder | undefined,
  latestMs: number,
): Generator<string, void> {
  for (const text of texts) {
    const date = text && pageDate(text, order);
    if (date && isPlausible(date, latestMs)) yield date;
  }
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?([.,]\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** A date as an ISO day or instant; an instant only where its offset is given. */
export function pageDate(text: string, order?: NumericOrder): string | undefined {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) {
    const [, day = '', time = '', seconds = ':00', fraction = '', offset] = iso;
    if (!isDay(day)) return undefined;
    if (offset === undefined) return day;
    const zone = offset.toUpperCase() === 'Z' ? 'Z' : offset.replace(/^(...)(\d\d)$/, '$1:$2');
    const instant = `${day}T${time}${seconds}${fraction.replace(',', '.')}${zone}`;
    return Number.isNaN(Date.parse(instant)) ? undefined : instant;
  }
  const parts: DateParts | undefined = readDate(trimmed, order);
  return parts && asWritten(parts);
}

/** False for 31 February. */
function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

function isPlausible(date: string, latestMs: number): boolean {
  const ms = Date.parse(date);
  if (Number.isNaN(ms) || Number(date.slice(0, 4)) < EARLIEST_YEAR) return false;
  return date.length > 10 ? ms <= latestMs : ms <= latestMs + DAY_AHEAD_MS;
}

/** The first date; with time and offset where another of the same day has them. */
function precise(dates: Iterable<string>): string | undefined {
  let first: string | undefined;
  for (const date of dates) {
    if (first === undefined && date.length > 10) return date;
    first ??= date;
    if (date.length > 10 && Math.abs(Date.parse(date) - Date.parse(first)) < DAY_MS * 1.5) return date;
  }
  return first;
}

/** `time` elements: those that say so themselves, then those in the headline's neighbourhood. */
function timeElements(page: Page, headline: Element | null): string[] {
  const times = [...page.marks.values()].flat().filter(isDated).slice(0, MAX_TIMES);
  const sure = times.find(
    ({ attribs }) =>
      attribs.itemprop === 'datePublished' ||
      attribs.pubdate !== undefined ||
      /publi|posted|entry-date/i.test(attribs.class ?? ''),
  );
  if (sure) return [dateValue(sure)];
  const near = around(headline, 5, (scope) => elementsIn(scope, MAX_LOOKED_AT).filter(isDated));
  return near.slice(0, 1).map(dateValue);
}

function isDated(element: Element): boolean {
  const { attribs } = element;
  // hAtom, as blogs have it: `<abbr class="published" title="2031-01-15T09:12:00-03:00">`.
  if (element.name === 'abbr') return attribs.title !== undefined && /publi/i.test(attribs.class ?? '');
  return element.name === 'time'
    ? attribs.datetime !== undefined
    : attribs.itemprop === 'datePublished' && element.name !== 'meta';
}

function dateValue(element: Element): string {
  const { datetime, content, title } = element.attribs;
  return datetime ?? content ?? title ?? textIn(element);
}

const DATE_CLASS = /date|time|publi|posted|meta|byline|info|datum|fecha|data-?pub/i;

const DATE_TAGS = new Set(['span', 'div', 'p', 'li', 'td', 'small', 'em', 'time', 'strong', 'b', 'font']);
const MAX_LOOKED_AT = 2000;

/** What tells the dates that a page shows apart, made of `config/pages/dates.yaml`. */
interface DateMarks {
  /** A date after it is not of the publication. */
  readonly updated: RegExp;
  readonly published: RegExp;
}

const made = new WeakMap<DateWords, DateMarks>();

function marksOf(words: DateWords): DateMarks {
  const known = made.get(words);
  if (known) return known;
  const marks = {
    updated: new RegExp(`^${anyOf(words.updated)}`, 'iu'),
    published: new RegExp(String.raw`(?<!\p{Cased})${anyOf(words.published)}(?!\p{Cased})`, 'iu'),
  };
  made.set(words, marks);
  return marks;
}

/** `Updated 4 March, published 3 March`: from the word on that tells of publication. */
function publishedPart(text: string, { updated, published }: DateMarks): string {
  const at = updated.test(text) ? text.search(published) : -1;
  return at > 0 ? text.slice(at) : text;
}

/** Short texts near the headline that hold a date. */
function visibleDates(headline: Element | null, marks: DateMarks): string[] {
  const isDate = (element: Element) => {
    const { name, attribs, children } = element;
    if (name === 'time') return true;
    if (!DATE_TAGS.has(name)) return false;
    if (DATE_CLASS.test(`${attribs.class ?? ''} ${attribs.id ?? ''}`)) return true;
    // A text that is a date and nothing else says so itself.
    const [only] = children;
    return (
      children.length === 1 && only?.type === 'text' && isDateLine(foldSpace(only.data.slice(0, MAX_VISIBLE)))
    );
  };
  const texts = around(headline, 4, (scope) =>
    elementsIn(scope, MAX_LOOKED_AT)
      .filter(isDate)
      .map(textIn)
      .filter(
        (text) => text.length > 5 && text.length <= MAX_VISIBLE && /\d{4}|\d\d[./]\d\d[./]\d\d/.test(text),
      ),
  );
  return texts.slice(0, 5).map((text) => publishedPart(text, marks));
}

/** What `find` gives in the smallest neighbourhood of the headline where it gives anything. */
function around<T>(headline: Element | null, levels: number, find: (scope: Element) => T[]): T[] {
  let scope = headline;
  for (let level = 0; scope && level < levels; level += 1) {
    const { parent } = scope;
    scope = isElement(parent) ? parent : null;
    const found = scope && scope.name !== 'html' && scope.name !== 'body' ? find(scope) : [];
    if (found.length > 0) return found;
  }
  return [];
}
