import type { LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day } from '../model/time.ts';
import { apartness } from './apart.ts';
import { daysBetween } from './calendar.ts';
import { hasCue } from './cues.ts';
import { alikeness, worthMost } from './likest.ts';
import type { Mention } from './mention.ts';
import { numbersIn } from './numbers-in.ts';
import { hadRisen, riseIn } from './risen.ts';

/** Names of what is counted on for as long as an event is news. */
function countedOn({ counting }: Lexicon): readonly string[] {
  return [...counting.tolls, ...counting.totals];
}

/** Whether a sentence tells what was counted so far. */
export function tellsCount(mention: Mention, lexicon: Lexicon): boolean {
  const { sentence, allFigures } = mention;
  const named = countedOn(lexicon).some((name) => allFigures[name]);
  if (hadRisen(sentence, lexicon)) return false;
  return (named && hasCue(sentence.tokens, lexicon.cues.counted)) || riseOf(mention, lexicon) !== null;
}

function riseOf({ sentence, second }: Mention, lexicon: Lexicon): number | null {
  return second ? null : riseIn(sentence, lexicon);
}

/** One count is so many times another at most: what is far above is of something else. */
const LEAP = 4;

/** Whether a mention raises a count that an event holds, and by no leap. */
export function raises(mention: Mention, entry: LedgerEntry, lexicon: Lexicon): boolean {
  return raisedCounts(mention, entry, lexicon).length > 0;
}

/** The counts of an event that a mention raises, as they were. */
function raisedCounts(
  { event, allFigures }: Mention,
  { event: known }: LedgerEntry,
  lexicon: Lexicon,
): number[] {
  if (event.certainty !== 'happened') return [];
  return countedOn(lexicon).flatMap((name) => {
    const count = allFigures[name]?.value ?? 0;
    const before = known.figures[name]?.value ?? 0;
    return before > 0 && count > before && count < before * LEAP ? [before] : [];
  });
}

/** Less alike, two tellings count on different events, even where one tells the number of the other. */
const SAME_THING = 0.2;
const SAME_NUMBER = 0.1;
/** Smaller numbers are told of anything. */
const FEW = 5;
/** Days: what was counted longer ago is not counted on. */
const LONG_AGO = 60;

/**
 * The event whose count a sentence carries on: of those with a lower one, the most alike in words, one whose number it
 * tells before others.
 */
export function raisedBy(
  mention: Mention,
  near: readonly LedgerEntry[],
  published: Day,
  lexicon: Lexicon,
): LedgerEntry | null {
  if (!tellsCount(mention, lexicon)) return null;
  const told = numbersIn(mention.sentence.text);
  return worthMost(near, (entry) => {
    const before = raisedCounts(mention, entry, lexicon);
    if (before.length === 0 || daysBetween(entry.lastSeenAt.slice(0, 10), published) > LONG_AGO) return null;
    const words = alikeness(mention, entry);
    const isNamed = before.some((value) => value >= FEW && told.has(value));
    if (words < (isNamed ? SAME_NUMBER : SAME_THING) || isElsewhere(mention, entry, lexicon)) return null;
    return words + Number(isNamed);
  });
}

function isElsewhere({ sentence }: Mention, { observations }: LedgerEntry, lexicon: Lexicon): boolean {
  const tellings = observations.map(({ evidence }) => evidence.text);
  return apartness(sentence.text, tellings, lexicon).elsewhere();
}

/**
 * Whether a mention tells a count that is news, wherever it stands: it says that it has risen, to what nothing near it
 * tells; or it carries on the count of an event, or is more than any near it holds, and no leap from the highest.
 *
 * @param near what the ledger holds of its days and words
 */
export function tellsMore(
  mention: Mention,
  near: readonly LedgerEntry[],
  published: Day,
  lexicon: Lexicon,
): boolean {
  if (mention.event.certainty !== 'happened' || !tellsCount(mention, lexicon)) return false;
  const rise = riseOf(mention, lexicon);
  if (rise !== null && !near.some((entry) => isTold(rise, mention, entry, lexicon))) return true;
  if (isRisenCount(mention, near, lexicon)) return true;
  return (
    raisedBy(mention, near, published, lexicon) !== null &&
    !near.some((entry) => isReached(mention, entry, lexicon))
  );
}

/** Less alike, two tellings may count different things. */
const ALIKE = 0.1;
/** Smaller counts may be of anything in a sentence. */
const TELLING = 20;

/** Whether an event's tellings hold a count. */
function isTold(count: number, mention: Mention, entry: LedgerEntry, lexicon: Lexicon): boolean {
  const named = countedOn(lexicon).filter((name) => mention.allFigures[name]?.value === count);
  const holds =
    named.some((name) => entry.event.figures[name]?.value === count) ||
    ((named.length === 0 || count >= TELLING) &&
      entry.observations.some(({ evidence }) => numbersIn(evidence.text).has(count)));
  return holds && alikeness(mention, entry) >= ALIKE;
}

/** Whether an event much alike holds as many. */
function isReached(mention: Mention, entry: LedgerEntry, lexicon: Lexicon): boolean {
  const reached = countedOn(lexicon).some((name) => {
    const count = mention.allFigures[name]?.value;
    return count !== undefined && (entry.event.figures[name]?.value ?? 0) >= count;
  });
  return reached && alikeness(mention, entry) >= SAME_THING;
}

function isRisenCount({ allFigures }: Mention, entries: readonly LedgerEntry[], lexicon: Lexicon): boolean {
  return countedOn(lexicon).some((name) => {
    const count = allFigures[name]?.value ?? 0;
    const known = entries.flatMap((entry) => entry.event.figures[name]?.value ?? []);
    const most = Math.max(...known);
    return known.length > 0 && count > most && count < most * LEAP;
  });
}
