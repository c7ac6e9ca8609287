import type { LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { hasCue } from './cues.ts';
import type { Mention } from './mention.ts';

/** Names of what is counted on for as long as an event is news. */
function countedOn({ counting }: Lexicon): readonly string[] {
  return [...counting.tolls, ...counting.totals];
}

/** Whether a sentence tells what was counted so far. */
export function tellsCount({ sentence, allFigures }: Mention, lexicon: Lexicon): boolean {
  const counted = countedOn(lexicon).some((name) => allFigures[name]);
  return counted && hasCue(sentence.tokens, lexicon.cues.counted);
}

/** One count is so many times another at most: what is far above is of something else. */
const LEAP = 4;

/** Whether a mention raises a count that an event holds, and by no leap. */
export function raises(
  { event, allFigures }: Mention,
  { event: known }: LedgerEntry,
  lexicon: Lexicon,
): boolean {
  if (event.certainty !== 'happened') return false;
  return countedOn(lexicon).some((name) => {
    const count = allFigures[name]?.value ?? 0;
    const before = known.figures[name]?.value ?? 0;
    return before > 0 && count > before && count < before * LEAP;
  });
}

/** Whether what a mention counts is more than any of some events holds, and no leap from the highest. */
export function isRisenCount(
  { event, allFigures }: Mention,
  entries: readonly LedgerEntry[],
  lexicon: Lexicon,
): boolean {
  if (event.certainty !== 'happened') return false;
  return countedOn(lexicon).some((name) => {
    const count = allFigures[name]?.value ?? 0;
    const known = entries.flatMap((entry) => entry.event.figures[name]?.value ?? []);
    const most = Math.max(...known);
    return known.length > 0 && count > most && count < most * LEAP;
  });
}
