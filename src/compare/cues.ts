import type { Token } from './reader.ts';

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The words of a list of the lexicon as a set; made once a list. */
export function setOf(words: readonly string[]): ReadonlySet<string> {
  const known = sets.get(words);
  if (known) return known;
  const made = new Set(words);
  sets.set(words, made);
  return made;
}

/** Cues of several words by their first: most words of a text begin none. */
type Cues = ReadonlyMap<string, readonly (readonly string[])[]>;

const compiled = new WeakMap<readonly string[], Cues>();

function cuesOf(cues: readonly string[]): Cues {
  const known = compiled.get(cues);
  if (known) return known;
  const made = Map.groupBy(
    cues.map((cue) => cue.split(' ')),
    ([first = '']) => first,
  );
  compiled.set(cues, made);
  return made;
}

/** A stretch of tokens; `to` is behind the last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Whether one of the lexicon's cues, each a word or several in a row, stands among some tokens; end exclusive. */
export function hasCue(
  tokens: readonly Token[],
  cues: readonly string[],
  from = 0,
  to = tokens.length,
): boolean {
  return findCue(tokens, cues, from, to) !== null;
}

/** Where the first of the lexicon's cues stands among some tokens; null where none does. */
export function findCue(
  tokens: readonly Token[],
  cues: readonly string[],
  from = 0,
  to = tokens.length,
): Stretch | null {
  const byFirst = cuesOf(cues);
  for (let i = from; i < to; i++) {
    const ways = byFirst.get(tokens[i]?.lower ?? '');
    const words = ways?.find((way) => i + way.length <= to && stands(tokens, i, way));
    if (words) return { from: i, to: i + words.length };
  }
  return null;
}

function stands(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, i) => tokens[at + i]?.lower === word);
}
