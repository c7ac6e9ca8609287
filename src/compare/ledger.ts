import type { LedgerEntry, Observation } from '../model/dossier.ts';
import type { DateRange } from '../model/time.ts';
import { addDays, daysBetween } from './calendar.ts';
import { GrownMap } from './grown-map.ts';
import { properTerms, type Telling, termsOf } from './terms.ts';

/** The entries found under a key. A word held by too many is only counted: it finds nothing. */
export interface Holders {
  readonly count: number;
  readonly ids: readonly string[];
}

/**
 * Where to look for the entries that a telling might meet: by day, by month for what lasted long, and by word.
 * Derived from the entries alone, so that a ledger loaded at once and one grown by steps are the same.
 */
export type LedgerIndex = GrownMap<string, Holders>;

const NONE: Holders = { count: 0, ids: [] };
/** Begins the key of a word that an entry's doubtful tellings alone use; such keys only count. */
const DOUBTFUL = 'x|';

export const EMPTY_INDEX: LedgerIndex = new GrownMap();

function holdersOf(index: LedgerIndex, key: string): Holders {
  return index.get(key) ?? NONE;
}

/** How many entries use a word. */
export function wordCount(index: LedgerIndex, term: string): number {
  return wordsOf(index)(term).count;
}

/** How many entries use a word where it is not doubtful that they are of the story. */
export function sureCount(index: LedgerIndex, term: string): number {
  const all = wordCount(index, term);
  return all === 0 ? 0 : all - holdersOf(index, `${DOUBTFUL}${term}`).count;
}

/** The entries that use a word. */
type WordsHeld = (term: string) => Holders;

const words = new WeakMap<LedgerIndex, WordsHeld>();
const MOST_WORDS = 4_000;

/** Looks each word up once an index: a comparison asks for the same words over and over. */
function wordsOf(index: LedgerIndex): WordsHeld {
  const made = words.get(index);
  if (made) return made;
  const known = new Map<string, Holders>();
  const held = (term: string) => {
    const before = known.get(term);
    if (before) return before;
    const found = holdersOf(index, `w|${term}`);
    if (known.size >= MOST_WORDS) known.clear();
    known.set(term, found);
    return found;
  };
  words.set(index, held);
  return held;
}

/** How an entry stands in the index: its keys without the entry as it was. */
export interface Indexed {
  /** How many of its sentences, which keep their order, by their words. */
  readonly sentences: number;
  readonly date: DateRange | null;
}

export function indexedOf({ event, observations }: LedgerEntry): Indexed {
  return { sentences: Math.min(SENTENCES_INDEXED, observations.length), date: event.date };
}

/** The index with entries put in place of those with the same id. */
export function indexEntries(
  index: LedgerIndex,
  before: ReadonlyMap<string, Indexed>,
  entries: readonly LedgerEntry[],
): LedgerIndex {
  const changes = new Map<string, Holders | undefined>();
  const holders = (key: string) => (changes.has(key) ? changes.get(key) : index.get(key)) ?? NONE;
  for (const entry of entries) {
    const old = before.get(entry.id);
    const keys = keysOf(entry, indexedOf(entry));
    const oldKeys = old ? keysOf(entry, old) : new Set<string>();
    for (const key of oldKeys) if (!keys.has(key)) changes.set(key, without(holders(key), entry.id));
    for (const key of keys) if (!oldKeys.has(key)) changes.set(key, withId(holders(key), key, entry.id));
  }
  return index.with(changes);
}

/** A word that more entries than this hold tells nothing apart. */
const COMMON = 60;

function withId({ count, ids }: Holders, key: string, id: string): Holders {
  const full = key.startsWith(DOUBTFUL) || (key.startsWith('w|') && count >= COMMON);
  return { count: count + 1, ids: full ? NONE.ids : [...ids, id].sort() };
}

function without({ count, ids }: Holders, id: string): Holders | undefined {
  return count <= 1 ? undefined : { count: count - 1, ids: ids.filter((other) => other !== id) };
}

/** The words of sentences looked at lately, in two generations: those of a large ledger never stand in memory at once. */
let young = new WeakMap<Observation, Telling>();
let aged = new WeakMap<Observation, Telling>();
let room = 0;
const GENERATION = 2_000;

function tellingOf(observation: Observation): Telling {
  const known = young.get(observation);
  if (known) return known;
  const { text } = observation.evidence;
  const telling = aged.get(observation) ?? { terms: termsOf(text), proper: properTerms(text) };
  if (room === 0) {
    aged = young;
    young = new WeakMap();
    room = GENERATION;
  }
  room--;
  young.set(observation, telling);
  return telling;
}

/** The words of each sentence that told an entry, where it is not doubtful that its article is of the story. */
export function sureTellingsOf({ observations }: LedgerEntry): readonly Telling[] {
  return observations.filter(({ doubtful }) => !doubtful).map(tellingOf);
}

/** The words of each sentence that told an entry. */
export function tellingsOf(entry: LedgerEntry): readonly Telling[] {
  return entry.observations.map(tellingOf);
}

const WIDE_DAYS = 10;
const WORDS_KEPT = 40;
/** Words are indexed of the first sentences only: those an entry never loses, so that counts only grow. */
const SENTENCES_INDEXED = 4;

function keysOf({ observations }: LedgerEntry, { sentences, date }: Indexed): ReadonlySet<string> {
  const keys = new Set(dateKeys(date));
  const sure = new Set<string>();
  for (const observation of observations.slice(0, sentences)) {
    const { terms } = young.get(observation) ?? { terms: termsOf(observation.evidence.text) };
    for (const term of firstOf(terms.keys(), WORDS_KEPT)) {
      keys.add(`w|${term}`);
      if (observation.doubtful) keys.add(`${DOUBTFUL}${term}`);
      else sure.add(term);
    }
  }
  for (const term of sure) keys.delete(`${DOUBTFUL}${term}`);
  return keys;
}

function* firstOf<T>(all: Iterable<T>, most: number): Generator<T> {
  let left = most;
  for (const one of all) {
    if (left-- === 0) return;
    yield one;
  }
}

function dateKeys(date: DateRange | null): string[] {
  if (!date) return ['undated'];
  const span = daysBetween(date.from, date.to);
  if (span <= WIDE_DAYS) return Array.from({ length: span + 1 }, (_, i) => `d|${addDays(date.from, i)}`);
  return monthsOf(date);
}

function monthsOf(date: DateRange): string[] {
  const months = new Set<string>();
  for (let day = date.from, n = 0; day <= date.to && n < 60; day = addDays(day, 25), n++)
    months.add(`m|${day.slice(0, 7)}`);
  months.add(`m|${date.to.slice(0, 7)}`);
  return [...months];
}

const BY_WORDS = 25;

/** Ids of the entries worth comparing with a telling: those of its days, and those that share its rarer words. */
export function candidates(
  index: LedgerIndex,
  date: DateRange | null,
  terms: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const ids = new Set<string>(holdersOf(index, 'undated').ids);
  if (date && daysBetween(date.from, date.to) <= WIDE_DAYS) {
    const last = addDays(date.to, 3);
    for (let day = addDays(date.from, -3); day <= last; day = addDays(day, 1)) {
      for (const id of holdersOf(index, `d|${day}`).ids) ids.add(id);
    }
  }
  for (const key of date ? monthsOf(date) : []) for (const id of holdersOf(index, key).ids) ids.add(id);
  for (const id of sharing(index, terms, BY_WORDS)) ids.add(id);
  return ids;
}

/** Ids of the entries that share most of the rarer words. */
export function sharing(
  index: LedgerIndex,
  terms: ReadonlyMap<string, number>,
  most: number,
): readonly string[] {
  const held = wordsOf(index);
  const shared = new Map<string, number>();
  for (const term of terms.keys()) {
    const { ids } = held(term);
    const worth = 1 / Math.sqrt(ids.length);
    for (const id of ids) shared.set(id, (shared.get(id) ?? 0) + worth);
  }
  return largest(shared, most);
}

/** The keys of the largest values, the largest first, of equal ones by name; sorts only what may be among them. */
function largest(values: ReadonlyMap<string, number>, most: number): string[] {
  const kept: [key: string, value: number][] = [];
  for (const one of values) {
    const last = kept[most - 1];
    if (last && !isBefore(one, last)) continue;
    let at = Math.min(kept.length, most - 1);
    for (let other = kept[at - 1]; other && isBefore(one, other); other = kept[at - 1]) {
      kept[at] = other;
      at--;
    }
    kept[at] = one;
  }
  return kept.map(([key]) => key);
}

function isBefore(a: readonly [string, number], b: readonly [string, number]): boolean {
  return a[1] > b[1] || (a[1] === b[1] && a[0] < b[0]);
}

const rarities = new WeakMap<LedgerIndex, (term: string) => number>();

/** How rare a word is in a ledger of so many entries: 1 for one that a tenth of them hold, more for rarer ones. */
export function rarityIn(index: LedgerIndex, entries: number): (term: string) => number {
  const made = rarities.get(index);
  if (made) return made;
  const whole = Math.max(10, entries);
  const held = wordsOf(index);
  const rarity = (term: string) => 1 + Math.log(whole / (1 + held(term).count)) / 2;
  rarities.set(index, rarity);
  return rarity;
}
