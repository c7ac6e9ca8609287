import { type Article, articleText } from '../model/article.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Watch } from '../model/watch.ts';
import { learnNames } from './learn-names.ts';
import {
  countryNames,
  findNames,
  indexNames,
  type NameEntry,
  type NameIndex,
  type NameWord,
} from './names.ts';
import { type Rarity, rarityOf } from './rarity.ts';
import type { Token } from './reader.ts';
import { splitArticle } from './sentences.ts';
import { cosine, termsOf } from './terms.ts';

/** What a dossier teaches of its story: its names and its words. */
export interface Profile {
  readonly names: NameIndex;
  /** By name, 0 to 1: how central it is, see `centrality`. */
  readonly actors: ReadonlyMap<string, number>;
  /** The words of all documents together, and of each. */
  readonly words: ReadonlyMap<string, number>;
  readonly documents: readonly ReadonlyMap<string, number>[];
  /** How alike each document is to the words of all others: what an article on the story may be expected to reach. */
  readonly self: number;
}

/** Learns names, aliases and vocabulary from the watch's own words and its baseline. */
export function learnProfile(watch: Watch, lexicon: Lexicon): Profile {
  const known = [...countryNames(lexicon), ...watchNames(watch)];
  const texts = [ownWords(watch), ...watch.baseline.map((article) => textOf(article, lexicon))];
  const learnt = learnNames(texts, indexNames(known), lexicon);
  return profileWith(indexNames([...countryNames(lexicon), ...learnt, ...watchNames(watch)]), watch, lexicon);
}

/** The profile of a watch by names learnt before: for weighing one of its documents against the others. */
export function profileWith(names: NameIndex, watch: Watch, lexicon: Lexicon): Profile {
  const own = ownWords(watch);
  const texts = watch.baseline.map((article) => textOf(article, lexicon));
  const namesOf = (text: string) =>
    new Set(findNames(lightWords(text), names).map((found) => canonical(found.name, lexicon)));
  return { names, actors: centrality(own, texts, namesOf), ...wordsOf([own, ...texts], rarityOf(lexicon)) };
}

function ownWords(watch: Watch): string {
  return `${watch.title}. ${watch.follow}`;
}

function textOf(article: Article, lexicon: Lexicon): string {
  return `${article.title}.\n\n${bodyOf(article, lexicon)}`;
}

/** Words by how many documents use them; the watch's own words count twice. */
function wordsOf(texts: readonly string[], rarity: Rarity): Pick<Profile, 'words' | 'documents' | 'self'> {
  const documents = texts.map((text) => termsOf(text));
  const words = new Map<string, number>();
  documents.forEach((document, i) => {
    for (const term of document.keys()) words.set(term, (words.get(term) ?? 0) + (i === 0 ? 2 : 1));
  });
  const bodies = documents.slice(1);
  return { words, documents: bodies, self: selfLikeness(words, bodies, rarity) };
}

const USUAL = 0.3;

/** Each document against all the others, on average; the usual values for a dossier of one. */
function selfLikeness(
  words: ReadonlyMap<string, number>,
  documents: readonly ReadonlyMap<string, number>[],
  rarity: Rarity,
): number {
  if (documents.length < 2) return USUAL;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const without = (document: ReadonlyMap<string, number>) =>
    new Map(
      [...words]
        .map(([term, count]) => [term, count - (document.has(term) ? 1 : 0)] as const)
        .filter(([, count]) => count > 0),
    );
  return Math.max(0.1, mean(documents.map((document) => cosine(document, without(document), rarity))));
}

function bodyOf(article: Article, lexicon: Lexicon): string {
  return (
    splitArticle(article, lexicon)
      .sentences.map((sentence) => sentence.text)
      .join(' ') || articleText(article)
  );
}

function watchNames(watch: Watch): NameEntry[] {
  return watch.names.flatMap(({ name, kind, aliases }) =>
    [name, ...aliases].map((alias) => ({ name, alias, kind })),
  );
}

/** A capital counts as its country. */
export function canonical(name: string, lexicon: Lexicon): string {
  return capitals(lexicon).get(name) ?? name;
}

const capitalMaps = new WeakMap<Lexicon, ReadonlyMap<string, string>>();

function capitals(lexicon: Lexicon): ReadonlyMap<string, string> {
  const known = capitalMaps.get(lexicon);
  if (known) return known;
  const made = new Map(
    lexicon.countries.flatMap(({ name, capitals: cities }) => cities.map((city) => [city, name] as const)),
  );
  capitalMaps.set(lexicon, made);
  return made;
}

const SALIENT_CHARS = 400;
const IN_PASSING = 0.4;

/** How central each name is: told at the start of all documents 1, in passing less; in the watch's own words 1. */
function centrality(
  own: string,
  documents: readonly string[],
  of: (text: string) => ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of documents) {
    const salient = of(text.slice(0, SALIENT_CHARS));
    for (const name of of(text))
      counts.set(name, (counts.get(name) ?? 0) + (salient.has(name) ? 1 : IN_PASSING));
  }
  const whole = Math.max(1, documents.length);
  const shares = new Map([...counts].map(([name, count]) => [name, count / whole]));
  for (const name of of(own)) shares.set(name, 1);
  return shares;
}

const LIGHT = /\p{L}(?:\.\p{L})+\.?|[\p{L}\p{N}]+|[-'’/.]/gu;

/** The words of `lightTokens` without their places: half the cost. */
export function lightWords(text: string): readonly NameWord[] {
  return (text.match(LIGHT) ?? []).map((word) => ({ text: word, lower: word.toLowerCase() }));
}

/** Words without parts of speech: for finding names at a fraction of the cost. */
export function lightTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: word, index: start } of text.matchAll(LIGHT)) {
    const lower = word.toLowerCase();
    tokens.push({ text: word, lower, lemma: lower, pos: '', start, end: start + word.length });
  }
  return tokens;
}
