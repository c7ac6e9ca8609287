import type { Article } from '../model/article.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day } from '../model/time.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { directionAt } from './direction.ts';
import { type FoundName, findNames, type NameIndex } from './names.ts';
import { readTokens, type Token } from './reader.ts';
import { type Sentence, splitArticle } from './sentences.ts';
import { properTerms, termsOf } from './terms.ts';
import { type FoundTime, findTimes } from './time.ts';
import { findTriggers, type Trigger } from './triggers.ts';

/** A sentence with all that was read in it. */
export interface ReadSentence extends Sentence {
  readonly tokens: readonly Token[];
  readonly clauses: readonly Clause[];
  readonly names: readonly FoundName[];
  readonly times: readonly FoundTime[];
  readonly triggers: readonly Trigger[];
  readonly terms: ReadonlyMap<string, number>;
  /** Those of its terms that are names. */
  readonly proper: ReadonlySet<string>;
}

export interface ReadArticle {
  readonly published: Day;
  /** Null where the article has none. */
  readonly title: ReadSentence | null;
  readonly sentences: readonly ReadSentence[];
  readonly cut: boolean;
}

/** Reads an article sentence by sentence; each may lean on the days told before it. */
export function readArticle(
  article: Article,
  published: Day,
  lexicon: Lexicon,
  names: NameIndex,
): ReadArticle {
  const { title, sentences, cut } = wordsOf(article, published, lexicon);
  const named = (sentence: Words) => ({ ...sentence, names: findNames(sentence.tokens, names) });
  return { published, title: title && named(title), sentences: sentences.map(named), cut };
}

/** A sentence as every watch reads it: all but its names, which are the watch's own. */
type Words = Omit<ReadSentence, 'names'>;

interface ReadWords {
  readonly published: Day;
  readonly lexicon: Lexicon;
  readonly title: Words | null;
  readonly sentences: readonly Words[];
  readonly cut: boolean;
}

/** Tagging words is most of the cost: watches that compare one article after each other share it. */
const lately = new Map<Article, ReadWords>();
const LATELY = 4;

function wordsOf(article: Article, published: Day, lexicon: Lexicon): ReadWords {
  const known = lately.get(article);
  if (known?.published === published && known.lexicon === lexicon) return known;
  const { sentences, cut } = splitArticle(article, lexicon);
  let anchor: Day | undefined;
  const words = sentences.map((sentence) => {
    const result = readWords(sentence, published, anchor, lexicon);
    const last = result.times.filter((time) => time.precision === 'day' && time.bound === 'at').at(-1);
    if (last) anchor = last.range.from;
    return result;
  });
  const title = readTitle(article.title, published, lexicon);
  const made = { published, lexicon, title, sentences: words, cut };
  lately.set(article, made);
  const [oldest] = lately.keys();
  if (lately.size > LATELY && oldest) lately.delete(oldest);
  return made;
}

/** A longer one is no title. */
const TITLE_LIMIT = 300;

function readTitle(title: string, published: Day, lexicon: Lexicon): Words | null {
  const text = title.slice(0, TITLE_LIMIT).trim();
  if (!/\p{L}/u.test(text)) return null;
  const place = { start: 0, end: text.length, index: 0, paragraph: 0 };
  return readWords({ text, ...place }, published, undefined, lexicon);
}

function readWords(sentence: Sentence, published: Day, anchor: Day | undefined, lexicon: Lexicon): Words {
  const tokens = readTokens(sentence.text);
  const clauses = clausesOf(tokens);
  const context = anchor === undefined ? { published } : { published, anchor };
  return {
    ...sentence,
    tokens,
    clauses,
    times: findTimes(sentence.text, context, (offset) => directionAt(tokens, clauses, offset)),
    triggers: findTriggers(tokens, clauses, lexicon),
    terms: termsOf(sentence.text),
    proper: properTerms(sentence.text),
  };
}
