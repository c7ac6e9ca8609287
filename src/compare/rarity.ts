import type { Lexicon } from '../model/lexicon.ts';

/** What a word is worth for telling stories apart: 1 for a rare one, little for one that all texts use. */
export type Rarity = (term: string) => number;

const WORTH = [1, 0.7, 0.45, 0.2];

const made = new WeakMap<Lexicon, Rarity>();

export function rarityOf(lexicon: Lexicon): Rarity {
  const known = made.get(lexicon);
  if (known) return known;
  const levels = new Map(
    lexicon.common.flatMap(({ level, stems }) => stems.map((stem) => [stem, level] as const)),
  );
  const rarity: Rarity = (term) => WORTH[levels.get(term) ?? 0] ?? 1;
  made.set(lexicon, rarity);
  return rarity;
}
