import type { DevelopmentKind } from '../model/development.ts';
import { EVENT_TYPES, type EventRoot, type EventType, rootOf } from '../model/event.ts';
import type { Day } from '../model/time.ts';
import { KIND_WORDS } from '../model/words.ts';
import { DAY_MS } from './dates.ts';
import { eventType } from './form.ts';
import type { StoryLine } from './story-index.ts';

export const SEARCH_LENGTH_MOST = 200;
const SKIP_MOST = 1_000_000;

/** What somebody looks for among developments. '' and null: anything. */
export interface Wanted {
  readonly search: string;
  readonly type: EventType | EventRoot | '';
  readonly kind: DevelopmentKind | '';
  /** Found on these days or between them, UTC. */
  readonly from: Day | '';
  readonly to: Day | '';
  /** How many to leave out at the start. */
  readonly skip: number;
}

export const ANYTHING: Wanted = { search: '', type: '', kind: '', from: '', to: '', skip: 0 };

export type ReadWanted =
  | { readonly ok: true; readonly wanted: Wanted }
  | { readonly ok: false; readonly why: string };

/** Reads a query; what cannot be is said in a sentence. */
export function wantedIn(query: unknown): ReadWanted {
  const text = (name: string) => textIn(query, name);
  const search = text('q');
  const long = tooLong(search);
  if (long !== null) return { ok: false, why: long };
  const [type, kind, from, to, skip] = [text('type'), text('kind'), text('from'), text('to'), skipIn(query)];
  if (type !== '' && !isTypeOrRoot(type)) return { ok: false, why: 'There is no such type of event.' };
  if (kind !== '' && !isKind(kind)) return { ok: false, why: 'There is no such kind of development.' };
  if (!isDayOrNone(from) || !isDayOrNone(to)) return { ok: false, why: 'A date is written like 2024-02-11.' };
  if (from !== '' && to !== '' && from > to) return { ok: false, why: 'The first day is after the last.' };
  if (skip === null) return { ok: false, why: 'There is no such page.' };
  return { ok: true, wanted: { search, type, kind, from, to, skip } };
}

/** Why a search is not taken; null for one that is. */
export function tooLong(search: string): string | null {
  if (search.length <= SEARCH_LENGTH_MOST) return null;
  return `The search is too long: it has ${search.length} characters, and ${SEARCH_LENGTH_MOST} is the most.`;
}

/** How many to leave out; null for what is no number of them. */
export function skipIn(query: unknown): number | null {
  const skip = textIn(query, 'skip');
  return /^\d{0,7}$/.test(skip) && Number(skip) <= SKIP_MOST ? Number(skip) : null;
}

/** The lines wanted, newest first, none left out. */
export function pick(lines: readonly StoryLine[], wanted: Wanted): readonly StoryLine[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fromMs = wanted.from === '' ? Number.NEGATIVE_INFINITY : Date.parse(wanted.from);
  const endMs = wanted.to === '' ? Number.POSITIVE_INFINITY : Date.parse(wanted.to) + DAY_MS;
  const fits = ({ type, kind, foundAt, text }: StoryLine) =>
    (wanted.type === '' || type === wanted.type || rootOf(type) === wanted.type) &&
    (wanted.kind === '' || kind === wanted.kind) &&
    foundAt >= fromMs &&
    foundAt < endMs &&
    words.every((word) => text.includes(word));
  return lines.filter(fits).reverse();
}

/** The query that asks for it, `?type=attack&skip=15`; '' for anything. */
export function queryOf(wanted: Partial<Wanted>): string {
  const { search, skip, ...rest } = { ...ANYTHING, ...wanted };
  const given = Object.entries({ q: search, ...rest, skip: skip > 0 ? String(skip) : '' });
  const query = new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
  return query && `?${query}`;
}

export function isAnything(wanted: Wanted): boolean {
  return queryOf({ ...wanted, skip: 0 }) === '';
}

/** One value of a query, trimmed; '' where there is none, or several. */
export function textIn(query: unknown, name: string): string {
  if (typeof query !== 'object' || query === null) return '';
  const value: unknown = Object.getOwnPropertyDescriptor(query, name)?.value;
  return typeof value === 'string' ? value.trim() : '';
}

function isTypeOrRoot(text: string): text is EventType | EventRoot {
  return eventType(text) !== null || Object.hasOwn(EVENT_TYPES, text);
}

function isKind(text: string): text is DevelopmentKind {
  return Object.hasOwn(KIND_WORDS, text);
}

function isDayOrNone(text: string): boolean {
  if (text === '') return true;
  const at = new Date(`${text}T00:00:00Z`);
  // 30 February is read as 1 March.
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
