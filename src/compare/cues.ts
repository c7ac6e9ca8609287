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

/** Whether one of the lexicon's cues, each a word or several in a row, stands among some tokens; end exclusive. */
export function hasCue(
  tokens: readonly Token[],
  cues: readonly string[],
  from = 0,
  to = tokens.length,
): boolean {
  const byFirst = cuesOf(cues);
  for (let i = from; i < to; i++) {
    const ways = byFirst.get(tokens[i]?.lower ?? '');
    if (ways?.some((words) => i + words.length <= to && stands(tokens, i, words))) return true;
  }
  return false;
}

function stands(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, i) => tokens[at + i]?.lower === word);
}
