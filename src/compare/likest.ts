import type { LedgerEntry } from '../model/dossier.ts';
import { tellingsOf } from './ledger.ts';
import type { Mention } from './mention.ts';
import { equally, mostShared } from './terms.ts';

/** How alike a mention's sentence and the likest telling of an event are, by their words alone, 0 to 1. */
export function alikeness({ sentence }: Mention, entry: LedgerEntry): number {
  return mostShared(sentence, tellingsOf(entry), equally).words;
}

/** The event that is worth most, the first of equals; null where none is worth anything. `null` is worth nothing, 0 a little. */
export function worthMost(
  entries: readonly LedgerEntry[],
  worth: (entry: LedgerEntry) => number | null,
): LedgerEntry | null {
  let best: LedgerEntry | null = null;
  let most = -1;
  for (const entry of entries) {
    const value = worth(entry);
    if (value === null || value <= most) continue;
    best = entry;
    most = value;
  }
  return best;
}
