import { termsOf } from '../../src/compare/terms.ts';
import { auc } from '../train/logistic.ts';

/** One question: what each way scores it, whether it holds, and what it was drawn with (an event, a topic). */
export interface Question {
  readonly group: string;
  readonly holds: boolean;
  readonly scores: Readonly<Record<string, number>>;
}

const DRAWS = 200;

/** A line for each way: its AUC, with the middle 95 % of those of groups drawn again and again. */
export function curves(questions: readonly Question[]): string[] {
  const ways = Object.keys(questions[0]?.scores ?? {});
  const width = Math.max(...ways.map((way) => way.length));
  return ways.map((way) => {
    const of = (some: readonly Question[]) => auc(some.map(({ scores, holds }) => [scores[way] ?? 0, holds]));
    return `  ${way.padEnd(width)}  AUC ${share(of(questions))}  ${interval(questions, of, DRAWS)}`;
  });
}

/** The middle 95 % of a figure over groups drawn again and again, each whole: questions on one event hang together. */
export function interval<Item extends { readonly group: string }>(
  items: readonly Item[],
  of: (some: readonly Item[]) => number,
  draws: number,
): string {
  const groups = [...Map.groupBy(items, ({ group }) => group).values()];
  const chance = seeded();
  const results = Array.from({ length: draws }, () =>
    of(groups.flatMap(() => groups[Math.floor(chance() * groups.length)] ?? [])),
  ).sort((a, b) => a - b);
  const at = (part: number) => share(results[Math.floor(part * (results.length - 1))] ?? 0);
  return `(${at(0.025)}–${at(0.975)})`;
}

/** Mulberry32: the same draws in every run. */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function share(value: number): string {
  return value.toFixed(3).replace(/^0/, '');
}

/** How rare a word is among texts: the logarithm of all over those that use it. */
export function rarityAmong(texts: readonly string[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const term of termsOf(text).keys()) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weights = new Map<string, number>();
  for (const [term, count] of counts) weights.set(term, Math.log(texts.length / count) + 0.1);
  const unseen = Math.log(Math.max(2, texts.length));
  return (term) => weights.get(term) ?? unseen;
}

/** Words shared, of all words of both. */
export function jaccard(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const shared = [...a.keys()].filter((term) => b.has(term)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

/** What the releases of a treebank undo: spaces before marks and inside brackets and quotes. */
export function untokenise(sentence: string): string {
  return sentence
    .replace(/ ([.,;:!?%)])/g, '$1')
    .replace(/([($]) /g, '$1')
    .replace(/ 's\b/g, "'s")
    .replace(/ n't/g, "n't")
    .replace(/`` ?/g, '“')
    .replace(/ ''/g, '”');
}
