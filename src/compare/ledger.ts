import type { LedgerEntry } from '../model/dossier.ts';
import type { DateRange } from '../model/time.ts';
import { addDays, daysBetween } from './calendar.ts';
import { termsOf } from './terms.ts';

/** The entries found under a key. A word held by too many is only counted: it finds nothing. */
interface Holders {
  readonly count: number;
  readonly ids: readonly string[];
}

/**
 * Where to look for the entries that a telling might meet: by day, by month for what lasted long, and by word.
 * Derived from the entries alone, so that a ledger loaded at once and one grown by steps are the same; in shards, so
 * that a change copies little of it.
 */
export type LedgerIndex = readonly ReadonlyMap<string, Holders>[];

const SHARDS = 128;
const NONE: Holders = { count: 0, ids: [] };

export const EMPTY_INDEX: LedgerIndex = Array.from({ length: SHARDS }, () => new Map());

function shardOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % SHARDS;
}

function holdersOf(index: LedgerIndex, key: string): Holders {
  return index[shardOf(key)]?.get(key) ?? NONE;
}

/** How many entries use a word. */
export function wordCount(index: LedgerIndex, term: string): number {
  return holdersOf(index, `w|${term}`).count;
}

/** The index with entries put in place of those with the same id. */
export function indexEntries(
  index: LedgerIndex,
  before: ReadonlyMap<string, LedgerEntry>,
  entries: readonly LedgerEntry[],
): LedgerIndex {
  if (entries.length === 0) return index;
  const next = [...index];
  const copied = new Map<number, Map<string, Holders>>();
  const shard = (key: string): Map<string, Holders> => {
    const at = shardOf(key);
    const own = copied.get(at) ?? new Map(next[at]);
    copied.set(at, own);
    next[at] = own;
    return own;
  };
  for (const entry of entries) {
    const old = before.get(entry.id);
    const keys = keysOf(entry);
    const oldKeys = old ? keysOf(old) : new Set<string>();
    for (const key of oldKeys) if (!keys.has(key)) drop(shard(key), key, entry.id);
    for (const key of keys) if (!oldKeys.has(key)) add(shard(key), key, entry.id);
  }
  return next;
}

/** A word that more entries than this hold tells nothing apart. */
const COMMON = 60;

function add(shard: Map<string, Holders>, key: string, id: string): void {
  const { count, ids } = shard.get(key) ?? NONE;
  const full = key.startsWith('w|') && count >= COMMON;
  shard.set(key, { count: count + 1, ids: full ? [] : [...ids, id].sort() });
}

function drop(shard: Map<string, Holders>, key: string, id: string): void {
  const { count, ids } = shard.get(key) ?? NONE;
  if (count <= 1) shard.delete(key);
  else shard.set(key, { count: count - 1, ids: ids.filter((other) => other !== id) });
}

const termsOfEntry = new WeakMap<LedgerEntry, readonly ReadonlyMap<string, number>[]>();
const termsOfText = new WeakMap<object, ReadonlyMap<string, number>>();

/** The words of each sentence that told an entry. */
export function entryTerms(entry: LedgerEntry): readonly ReadonlyMap<string, number>[] {
  const known = termsOfEntry.get(entry);
  if (known) return known;
  const made = entry.observations.map((observation) => {
    const terms = termsOfText.get(observation) ?? termsOf(observation.evidence.text);
    termsOfText.set(observation, terms);
    return terms;
  });
  termsOfEntry.set(entry, made);
  return made;
}

const WIDE_DAYS = 10;
const WORDS_KEPT = 40;
/** Words are indexed of the first sentences only: those an entry never loses, so that counts only grow. */
const SENTENCES_INDEXED = 4;

const keysOfEntry = new WeakMap<LedgerEntry, ReadonlySet<string>>();

function keysOf(entry: LedgerEntry): ReadonlySet<string> {
  const known = keysOfEntry.get(entry);
  if (known) return known;
  const keys = new Set(dateKeys(entry.event.date));
  for (const terms of entryTerms(entry).slice(0, SENTENCES_INDEXED)) {
    let kept = 0;
    for (const term of terms.keys()) if (kept++ < WORDS_KEPT) keys.add(`w|${term}`);
  }
  keysOfEntry.set(entry, keys);
  return keys;
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
  const shared = new Map<string, number>();
  for (const term of terms.keys()) {
    const { ids } = holdersOf(index, `w|${term}`);
    for (const id of ids) shared.set(id, (shared.get(id) ?? 0) + 1 / Math.sqrt(ids.length));
  }
  return [...shared]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([id]) => id);
}

const rarities = new WeakMap<LedgerIndex, (term: string) => number>();

/** How rare a word is in a ledger of so many entries: 1 for one that a tenth of them hold, more for rarer ones. */
export function rarityIn(index: LedgerIndex, entries: number): (term: string) => number {
  const made = rarities.get(index);
  if (made) return made;
  const whole = Math.max(10, entries);
  const known = new Map<string, number>();
  const rarity = (term: string) => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const now = 1 + Math.log(whole / (1 + wordCount(index, term))) / 2;
    known.set(term, now);
    return now;
  };
  rarities.set(index, rarity);
  return rarity;
}
