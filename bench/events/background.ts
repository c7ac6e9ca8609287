import { cosine, termsOf } from '../../src/compare/terms.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { curves, jaccard, type Question, rarityAmong } from './measure.ts';
import { articleOf, dossierOf, likestScore, readWith } from './reading.ts';

/** A day's update of one event, and what was known before it, by several writers. */
export interface DayOfEvent {
  readonly event: string;
  readonly date: string;
  readonly updates: readonly string[];
  readonly backgrounds: readonly string[];
}

interface Pair {
  readonly event: string;
  readonly known: string;
  /** The day of the update before: the background tells what was known on it. */
  readonly knownOn: string;
  readonly told: string;
  readonly toldOn: string;
  readonly holds: boolean;
}

/**
 * Is a sentence new against the background of its day? Those of the day's update are; those of the update before it
 * are known. A writer's update stands against that writer's background.
 */
export function newAgainstKnown(days: readonly DayOfEvent[], lexicon: Lexicon): string[] {
  const pairs = pairsOf(days);
  const rarity = rarityAmong(days.flatMap(({ updates }) => updates));
  const questions = pairs.flatMap((pair, i) => questionsOf(pair, i, lexicon, rarity));
  const fresh = questions.filter(({ holds }) => holds).length;
  return [
    `New against known: ${questions.length} sentences of background updates, ${fresh} of them new`,
    ...curves(questions),
  ];
}

function pairsOf(days: readonly DayOfEvent[]): Pair[] {
  return [...Map.groupBy(days, ({ event }) => event).values()].flatMap((own) =>
    own.flatMap(({ event, date, updates, backgrounds }, n) =>
      backgrounds.flatMap((known, writer) => {
        const before = own[n - 1];
        if (known === '' || !before) return [];
        const pair = { event, known, knownOn: before.date };
        return [
          { ...pair, told: updates[writer] ?? '', toldOn: date, holds: true },
          { ...pair, told: before.updates[writer] ?? '', toldOn: before.date, holds: false },
        ];
      }),
    ),
  );
}

function questionsOf(
  { event, known, knownOn, told, toldOn, holds }: Pair,
  n: number,
  lexicon: Lexicon,
  rarity: (term: string) => number,
): Question[] {
  const dossier = dossierOf(`${event}-${n}`, [articleOf('known', knownOn, '', [known])], lexicon);
  const held = [...dossier.entries.values()].flatMap(({ observations }) =>
    observations.map(({ evidence }) => termsOf(evidence.text)),
  );
  const most = (like: (terms: ReadonlyMap<string, number>) => number) => Math.max(0, ...held.map(like));
  const mentions = readWith(dossier, articleOf('told', toldOn, '', [told]), lexicon);
  return [...Map.groupBy(mentions, ({ sentence }) => sentence.index).values()].flatMap((own) => {
    const terms = own[0]?.sentence.terms ?? new Map<string, number>();
    if (terms.size === 0) return [];
    const scores = {
      'compare, likeness to the ledger': -Math.max(
        ...own.map((mention) => likestScore(dossier, mention, toldOn)),
      ),
      'tf-idf, nearest sentence': -most((other) => cosine(terms, other, rarity)),
      'words shared, nearest sentence': -most((other) => jaccard(terms, other)),
    };
    return [{ group: event, holds, scores }];
  });
}
