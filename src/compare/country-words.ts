import type { Lexicon } from '../model/lexicon.ts';

/** The words of the names of countries, in lower case. */
export interface CountryWords {
  /** Of countries and their people. */
  readonly lands: ReadonlySet<string>;
  readonly capitals: ReadonlySet<string>;
}

const known = new WeakMap<Lexicon, CountryWords>();

export function countryWords(lexicon: Lexicon): CountryWords {
  const before = known.get(lexicon);
  if (before) return before;
  const { countries } = lexicon;
  const made = {
    lands: wordsOf(countries.flatMap(({ name, demonyms, aliases }) => [name, ...demonyms, ...aliases])),
    capitals: wordsOf(countries.flatMap(({ capitals }) => capitals)),
  };
  known.set(lexicon, made);
  return made;
}

function wordsOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => name.toLowerCase().split(/[\s-]+/)));
}
