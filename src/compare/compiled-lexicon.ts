import type { Lexicon, TriggerRule, TypeRules } from '../model/lexicon.ts';

/** One entry of one rule: a word or a phrase that tells a type. */
export interface Way {
  readonly type: TypeRules;
  readonly rule: TriggerRule;
  readonly kind: 'verb' | 'noun' | 'phrase';
  readonly words: readonly string[];
  /** Those of its rule, word by word. */
  readonly phrases: readonly (readonly string[])[] | undefined;
}

/** The lexicon made ready: ways by their first word. */
export interface CompiledLexicon {
  readonly byLemma: ReadonlyMap<string, readonly Way[]>;
  readonly byWord: ReadonlyMap<string, readonly Way[]>;
  readonly classes: ReadonlyMap<string, WordClass>;
}

/** A class of words, some of them two in a row. */
export interface WordClass {
  readonly words: ReadonlySet<string>;
  /** The first of two. */
  readonly firsts: ReadonlySet<string>;
}

const compiled = new WeakMap<Lexicon, CompiledLexicon>();

/** Made once a lexicon. */
export function compileLexicon(lexicon: Lexicon): CompiledLexicon {
  const known = compiled.get(lexicon);
  if (known) return known;
  const byLemma = new Map<string, Way[]>();
  const byWord = new Map<string, Way[]>();
  for (const type of lexicon.types) {
    for (const rule of type.rules) {
      const phrases = rule.phrases?.map((phrase) => phrase.split(' '));
      for (const kind of ['verb', 'noun'] as const) {
        for (const entry of (kind === 'verb' ? rule.verbs : rule.nouns) ?? []) {
          push(byLemma, { type, rule, kind, words: entry.toLowerCase().split(' '), phrases });
        }
      }
      if (!rule.verbs && !rule.nouns) {
        for (const entry of rule.phrases ?? [])
          push(byWord, { type, rule, kind: 'phrase', words: entry.toLowerCase().split(' '), phrases });
      }
    }
  }
  const classes = new Map(
    Object.entries(lexicon.classes).map(([name, words]) => [
      name,
      classOf(words.map((word) => word.toLowerCase())),
    ]),
  );
  const made = { byLemma, byWord, classes };
  compiled.set(lexicon, made);
  return made;
}

function classOf(words: readonly string[]): WordClass {
  const firsts = words.flatMap((word) => (word.includes(' ') ? word.slice(0, word.indexOf(' ')) : []));
  return { words: new Set(words), firsts: new Set(firsts) };
}

function push(map: Map<string, Way[]>, way: Way): void {
  const first = way.words[0] ?? '';
  const list = map.get(first);
  if (list) list.push(way);
  else map.set(first, [way]);
}
