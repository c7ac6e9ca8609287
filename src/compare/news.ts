import type { Article } from '../model/article.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day } from '../model/time.ts';
import type { Sensitivity } from '../model/watch.ts';
import { anyPattern } from './any-pattern.ts';
import { daysBetween } from './calendar.ts';
import { isHypothetical } from './certainty.ts';
import type { VerbGroup } from './clauses.ts';
import { hasCue, setOf } from './cues.ts';
import type { Mention } from './mention.ts';
import { phrasingFeatures } from './phrasing.ts';
import type { ReadArticle, ReadSentence } from './read.ts';
import { cosine, equally, termsOf } from './terms.ts';
import type { FoundTime } from './time.ts';

/** Added to the sum of what speaks for news; the trained weights are log odds, so 0.8 is a factor of 2.2. */
export const NEWS_SHIFT: Readonly<Record<Sensitivity, number>> = { low: -0.8, normal: 0, high: 0.8 };

export type NewsFeatures = Readonly<Record<string, number>>;

/**
 * What speaks for and against a mention being told as news: where it stands, when it was, how it is put.
 *
 * @param lastRead the day of the newest article known before
 */
export function newsFeatures(
  mention: Mention,
  read: ReadArticle,
  article: Article,
  lexicon: Lexicon,
  lastRead: Day,
): NewsFeatures {
  return Object.assign({}, ...newsParts(mention, read, article, lexicon, lastRead));
}

/** The same in parts, in their order: to put a hundred of them into one object takes longer than to weigh them. */
export function newsParts(
  mention: Mention,
  read: ReadArticle,
  article: Article,
  lexicon: Lexicon,
  lastRead: Day,
): readonly NewsFeatures[] {
  return [
    BIAS,
    placeFeatures(mention, read, article),
    timeFeatures(mention, read, lastRead),
    wordFeatures(mention, lexicon),
    phrasingFeatures(mention),
    articleFeatures(read, article, lexicon),
  ];
}

const BIAS: NewsFeatures = { bias: 1 };

function placeFeatures({ sentence }: Mention, read: ReadArticle, article: Article): Record<string, number> {
  const count = Math.max(1, read.sentences.length);
  const lead = read.sentences[0];
  const opens = read.sentences[sentence.index - 1]?.paragraph !== sentence.paragraph;
  return {
    first: Number(sentence.index === 0),
    second: Number(sentence.index === 1),
    early: Number(sentence.index >= 2 && sentence.index <= 3),
    position: sentence.index / count,
    last: Number(sentence.index === count - 1 && count > 3),
    opens: Number(opens),
    likeTitle: cosine(sentence.terms, titleTerms(article), equally),
    likeLead: lead && lead !== sentence ? cosine(sentence.terms, lead.terms, equally) : 0,
  };
}

const titles = new WeakMap<Article, ReadonlyMap<string, number>>();

function titleTerms(article: Article): ReadonlyMap<string, number> {
  const known = titles.get(article) ?? termsOf(article.title);
  titles.set(article, known);
  return known;
}

function timeFeatures(mention: Mention, read: ReadArticle, lastRead: Day): Record<string, number> {
  const { sentence, event } = mention;
  const own = mention.dated === 'own';
  const age = event.date ? daysBetween(event.date.to, read.published) : 0;
  const wide = event.date ? daysBetween(event.date.from, event.date.to) > 7 : false;
  const ages = sentence.times.map((time) => ageOf(time, read));
  return {
    fresh: Number(own && !wide && age >= -1 && age <= 2),
    recent: Number(own && !wide && age > 2 && age <= 7),
    late: Number(own && !wide && age > 7 && age <= 21),
    old: Number(own && age > 21),
    ahead: Number(own && age < -1),
    wide: Number(own && wide && age <= 21),
    unseen: Number(own && !wide && age > 2 && event.date !== null && event.date.from > lastRead),
    saidFresh: Number(mention.dated === 'speech' && age <= 3),
    anyFresh: Number(ages.some((one) => one >= -1 && one <= 2)),
    anyOld: Number(ages.some((one) => one > OLD_DAYS)),
    paragraphOld: Number(
      looksFarBack(read).some((other) => other !== sentence && other.paragraph === sentence.paragraph),
    ),
    since: Number(sentence.times.some((time) => time.bound === 'since')),
  };
}

const OLD_DAYS = 14;
const farBack = new WeakMap<ReadArticle, readonly ReadSentence[]>();

/** The sentences that tell an old time. */
function looksFarBack(read: ReadArticle): readonly ReadSentence[] {
  const known = farBack.get(read);
  if (known) return known;
  const made = read.sentences.filter(({ times }) => times.some((time) => ageOf(time, read) > OLD_DAYS));
  farBack.set(read, made);
  return made;
}

function ageOf(time: FoundTime, read: ReadArticle): number {
  return daysBetween(time.range.to, read.published);
}

const STATE =
  /^(be|have|keep|remain|maintain|hold|live|want|need|lie|stand|depend|include|exist|seem|know|believe|expect|fear|rely)$/;

function wordFeatures(mention: Mention, lexicon: Lexicon): Record<string, number> {
  const { sentence, clause, event } = mention;
  const main = mainVerb(sentence);
  const tense = main?.tense ?? 'present';
  const speech = setOf(lexicon.cues.speech);
  return {
    pluperfect: Number(tense === 'pluperfect'),
    clausePluperfect: Number(clause.verb?.tense === 'pluperfect' && tense !== 'pluperfect'),
    perfect: Number(tense === 'perfect'),
    present: Number(tense === 'present'),
    future: Number(tense === 'future'),
    verbless: Number(main === null),
    state: Number(main !== null && STATE.test(sentence.tokens[main.head]?.lemma ?? '') && tense !== 'future'),
    history: Number(hasCue(sentence.tokens, lexicon.cues.history)),
    habitual: Number(hasCue(sentence.tokens, lexicon.cues.habitual)),
    dependent: Number(clause.dependent),
    speech: Number(sentence.tokens.some((token) => token.pos === 'VERB' && speech.has(token.lemma))),
    hypothetical: Number(isHypothetical(sentence, { at: mention.at, clause }, lexicon)),
    strength: mention.strength,
    untyped: Number(mention.strength === 0),
    statement: Number(mention.ruled === 'statement'),
    other: Number(mention.ruled === 'other' && mention.strength > 0),
    denied: Number(event.certainty === 'denied'),
    planned: Number(event.certainty === 'planned'),
    claimed: Number(event.certainty === 'claimed'),
    named: Math.min(3, event.actors.length + event.place.length) / 3,
    nameless: Number(event.actors.length + event.place.length === 0),
    short: Number(sentence.tokens.length < 10),
    question: Number(/\?["”’]?$/.test(sentence.text)),
    quoted: Number(/^["“‘']/.test(sentence.text)),
  };
}

function mainVerb(sentence: ReadSentence): VerbGroup | null {
  return (
    sentence.clauses.find((clause) => !clause.dependent && clause.verb)?.verb ??
    sentence.clauses.find((clause) => clause.verb)?.verb ??
    null
  );
}

const retrospects = new WeakMap<Lexicon, (title: string) => boolean>();

/** Tells, by its title in lower case, an article that looks back. */
function looksBack(lexicon: Lexicon): (title: string) => boolean {
  const known = retrospects.get(lexicon);
  if (known) return known;
  const made = anyPattern(lexicon.cues.retrospect);
  retrospects.set(lexicon, made);
  return made;
}

const articleCache = new WeakMap<ReadArticle, Record<string, number>>();

function articleFeatures(read: ReadArticle, article: Article, lexicon: Lexicon): Record<string, number> {
  const known = articleCache.get(read);
  if (known) return known;
  const title = article.title.toLowerCase();
  const times = read.sentences.flatMap((sentence) => sentence.times.map((time) => ageOf(time, read)));
  const fresh = times.filter((age) => age >= -1 && age <= 3).length;
  const made = {
    retrospect: Number(looksBack(lexicon)(title)),
    articleOld: times.length === 0 ? 0 : times.filter((age) => age > 21).length / times.length,
    articleStale: Number(fresh === 0),
    leadStale: Number(
      !read.sentences.slice(0, 3).some(({ times: t }) => t.some((time) => Math.abs(ageOf(time, read)) <= 3)),
    ),
    long: Math.min(1, read.sentences.length / 40),
  };
  articleCache.set(read, made);
  return made;
}
