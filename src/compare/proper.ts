import type { Lexicon } from '../model/lexicon.ts';
import { CALENDAR } from './calendar.ts';
import { countryWords } from './country-words.ts';
import { type LedgerIndex, sureCount } from './ledger.ts';
import { rarityOf } from './rarity.ts';
import { stem } from './terms.ts';

/** With a capital; also where a sentence begins, for common words are left out. */
const CAPITALIZED = /\p{Lu}[\p{L}’'-]{2,}/gu;

/**
 * The proper words of a text, folded, without countries, their people and capitals, without days and months
 * and without what common English words spell: the names that tell one story from another of the same country.
 *
 * @returns word → where it first stands
 */
export function properWords(text: string, lexicon: Lexicon): ReadonlyMap<string, number> {
  const { lands, capitals } = countryWords(lexicon);
  const rarity = rarityOf(lexicon);
  const found = new Map<string, number>();
  for (const match of text.matchAll(CAPITALIZED)) {
    const word = match[0].toLowerCase().replace(/[’']s?$/, '');
    if (lands.has(word) || capitals.has(word) || CALENDAR.has(word.replace(/days$/, 'day'))) continue;
    const term = stem(word);
    if (rarity(term) === 1 && !found.has(term)) found.set(term, match.index);
  }
  return found;
}

/** What of a dossier proper words are looked up in. */
export interface ProperView {
  readonly documents: readonly ReadonlyMap<string, number>[];
  readonly index: LedgerIndex;
  /** How many events the ledger holds. */
  readonly events: number;
}

/** One event in so many must tell a word for the ledger to know it: a ledger that grows comes to hold any name once. */
const KNOWN_SHARE = 400;

/** How many events of a ledger of so many must tell a word that counts as known to it. */
export function leastKnown(events: number): number {
  return Math.max(1, events / KNOWN_SHARE);
}

/** Of the proper words: how many the baseline or the ledger tells, how central they are, how many are strange. */
export function properFeatures(words: ReadonlySet<string>, { documents, index, events }: ProperView) {
  const least = leastKnown(events);
  let met = 0;
  let central = 0;
  for (const word of words) {
    const held = documents.filter((document) => document.has(word)).length;
    if (held > 0 || sureCount(index, word) >= least) met++;
    central += Math.min(1, (2 * held) / Math.max(1, documents.length));
  }
  return {
    met: Math.log1p(met) / 2,
    strange: Math.log1p(words.size - met) / 2,
    central: Math.log1p(central) / 2,
  };
}
