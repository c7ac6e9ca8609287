import { apartness } from '../../src/compare/apart.ts';
import { beginFeatures } from '../../src/compare/begins.ts';
import { daysBetween } from '../../src/compare/calendar.ts';
import { triggerFeatures } from '../../src/compare/choose.ts';
import type { Comparable } from '../../src/compare/comparable.ts';
import { compare } from '../../src/compare/compare.ts';
import { tellsCount } from '../../src/compare/counting.ts';
import { foundDossier, lastReadBefore } from '../../src/compare/dossier.ts';
import { gateOf, ofLedger } from '../../src/compare/gate.ts';
import { joinFeatures } from '../../src/compare/group.ts';
import { likenessFeatures } from '../../src/compare/match.ts';
import { type Mention, mentionsOf } from '../../src/compare/mention.ts';
import { newsFeatures } from '../../src/compare/news.ts';
import { type ReadArticle, readArticle } from '../../src/compare/read.ts';
import { mostShared, type Telling } from '../../src/compare/terms.ts';
import { weigh } from '../../src/compare/weigh.ts';
import type { LabelledArticle, LabelledEvent } from '../../src/eval/labels.ts';
import type { Story } from '../../src/eval/story.ts';
import { rootOf } from '../../src/model/event.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import type { Day } from '../../src/model/time.ts';
import type { FineLabels, SentenceOf } from './labelled-ecb.ts';
import type { Row } from './logistic.ts';

/** What each decision learns from. */
export interface TrainingRows {
  readonly gate: Row[];
  /** The gate's, by what a baseline alone tells. */
  readonly baseline: Row[];
  readonly type: Row[];
  readonly news: Row[];
  readonly join: Row[];
  readonly same: Row[];
}

export function emptyRows(): TrainingRows {
  return { gate: [], baseline: [], type: [], news: [], join: [], same: [] };
}

interface Told {
  readonly known: Comparable;
  readonly tellings: Telling[];
  readonly texts: string[];
  /** The day it was last told. */
  last: Day;
}

const NOW = '2030-01-01T00:00:00.000Z';
const JOIN_REACH = 6;

/** Adds one labelled story's examples; `fine` says more of its sentences, where that is known. */
export function addStory(rows: TrainingRows, story: Story, lexicon: Lexicon, fine?: FineLabels): void {
  let dossier = foundDossier(story.watch, lexicon);
  const ledger = new Map<string, Told>();
  const words: { counts: Map<string, number>; sentences: number } = { counts: new Map(), sentences: 0 };
  for (const { file, article } of story.stream) {
    const label = story.labels.articles.get(file);
    if (!label) continue;
    const { features } = gateOf(article, dossier);
    rows.gate.push(row(story, features, label.relevant));
    rows.baseline.push(row(story, withoutLedger(features), label.relevant));
    if (!label.relevant) continue;
    const day = article.publishedAt?.slice(0, 10) ?? NOW.slice(0, 10);
    const read = readArticle(article, day, lexicon, dossier.profile.names);
    const mentions = mentionsOf(read, lexicon);
    const lastRead = lastReadBefore(dossier, day);
    addTypes(rows, story, read, label, lexicon);
    const told = (text: string) => eventsIn(label, text);
    const goesOn = (text: string) => marksIn(fine?.goesOn.get(file), text);
    const background = (text: string) => marksIn(fine?.background.get(file), text);
    addNews(
      rows,
      story,
      mentions,
      told,
      (mention) => newsFeatures(mention, read, article, lexicon, lastRead),
      lexicon.weights.news ?? {},
    );
    addJoins(rows, story, mentions, (text) => [...told(text), ...goesOn(text)]);
    addSames(
      rows,
      story,
      mentions,
      label,
      (text) => [...told(text), ...background(text)],
      ledger,
      words,
      day,
      lexicon,
    );
    remember(mentions, label, ledger, words, day);
    dossier = compare(dossier, article, NOW).dossier;
  }
}

function row(story: Story, features: Readonly<Record<string, number>>, holds: boolean, weight = 1): Row {
  return { story: story.id, features, holds, weight };
}

function withoutLedger(features: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(features).filter(([name]) => !ofLedger(name)));
}

/** The labelled events that a sentence is evidence of. */
function eventsIn(label: LabelledArticle, sentence: string): string[] {
  return label.reports
    .filter(({ evidence }) => evidence.some((one) => one.includes(sentence) || sentence.includes(one)))
    .map(({ event }) => event);
}

function marksIn(marks: readonly SentenceOf[] | undefined, sentence: string): string[] {
  return (marks ?? [])
    .filter((one) => one.sentence.includes(sentence) || sentence.includes(one.sentence))
    .map(({ event }) => event);
}

type EventsOf = (sentence: string) => readonly string[];

/** A trigger of the right root and the wrong type. */
const NEAR_MISS = 0.5;

function addTypes(
  rows: TrainingRows,
  story: Story,
  read: ReadArticle,
  label: LabelledArticle,
  lexicon: Lexicon,
): void {
  for (const sentence of read.sentences) {
    const types = eventsIn(label, sentence.text)
      .map((id) => story.labels.events.get(id))
      .filter((event): event is LabelledEvent => event !== undefined)
      .map((event) => event.type);
    if (!sentence.triggers.some((trigger) => types.includes(trigger.type))) continue;
    for (const trigger of sentence.triggers) {
      const near = types.some((type) => rootOf(type) === rootOf(trigger.type));
      const right = types.includes(trigger.type);
      const features = triggerFeatures(sentence, trigger, lexicon);
      rows.type.push(row(story, features, right, right || !near ? 1 : NEAR_MISS));
    }
  }
}

/**
 * What begins to tell an event against all else: what goes on with one, looks back, or tells none. What was told before
 * is what the weights at hand would have told, as it is when they are used: an event whose beginning they miss begins
 * at its next sentence.
 */
function addNews(
  rows: TrainingRows,
  story: Story,
  mentions: readonly Mention[],
  toldIn: EventsOf,
  featuresOf: (mention: Mention) => Readonly<Record<string, number>>,
  weights: Readonly<Record<string, number>>,
): void {
  const told = new Set<string>();
  const began: Mention[] = [];
  let sentence = -1;
  let left: string[] = [];
  for (const mention of mentions) {
    if (mention.sentence.index !== sentence)
      left = toldIn(mention.sentence.text).filter((event) => !told.has(event));
    sentence = mention.sentence.index;
    const features = { ...featuresOf(mention), ...beginFeatures(mention, began) };
    const begins = left[0];
    rows.news.push(row(story, features, begins !== undefined));
    if (weigh(weights, features) <= 0) continue;
    began.push(mention);
    if (begins !== undefined) told.add(begins);
    left.shift();
  }
}

function addJoins(rows: TrainingRows, story: Story, mentions: readonly Mention[], tellsOf: EventsOf): void {
  for (const mention of mentions) {
    const events = tellsOf(mention.sentence.text);
    if (events.length === 0) continue;
    for (const other of mentions) {
      const gap = mention.sentence.index - other.sentence.index;
      if (gap <= 0 || gap > JOIN_REACH) continue;
      const others = tellsOf(other.sentence.text);
      if (others.length === 0) continue;
      const shared = others.some((event) => events.includes(event));
      rows.join.push(row(story, joinFeatures(mention, other), shared));
    }
  }
}

const UNLIKE = 0.5;

function comparableOf({ event, dated }: Mention): Comparable {
  return { event, dateIsOwn: dated === 'own', dateIsSpoken: dated === 'speech' };
}

function addSames(
  rows: TrainingRows,
  story: Story,
  mentions: readonly Mention[],
  label: LabelledArticle,
  tellsOf: EventsOf,
  ledger: ReadonlyMap<string, Told>,
  words: { readonly counts: ReadonlyMap<string, number>; readonly sentences: number },
  day: Day,
  lexicon: Lexicon,
): void {
  const rarity = (term: string) =>
    1 + Math.log(Math.max(10, words.sentences) / (1 + (words.counts.get(term) ?? 0))) / 2;
  for (const mention of mentions) {
    const events = tellsOf(mention.sentence.text);
    for (const [id, told] of ledger) {
      if (events.length === 0 && label.background.includes(id)) continue;
      const shared = mostShared(mention.sentence, told.tellings, rarity);
      const apart = apartness(mention.sentence.text, told.texts, lexicon);
      const silent = Math.max(0, daysBetween(told.last, day));
      const counts = tellsCount(mention, lexicon);
      const { tolls } = lexicon.counting;
      const beside = { ...shared, ...apart, printed: day, lastTold: told.last, silent, counts, tolls };
      const features = likenessFeatures(comparableOf(mention), told.known, beside);
      const same = events.includes(id);
      rows.same.push(row(story, features, same, same ? 1 : UNLIKE));
    }
  }
}

function remember(
  mentions: readonly Mention[],
  label: LabelledArticle,
  ledger: Map<string, Told>,
  words: { counts: Map<string, number>; sentences: number },
  day: Day,
): void {
  for (const mention of mentions) {
    const { terms, proper, text } = mention.sentence;
    for (const id of eventsIn(label, mention.sentence.text)) {
      const told = ledger.get(id);
      if (told) {
        told.tellings.push({ terms, proper });
        told.texts.push(text);
        told.last = day;
      } else {
        const known = comparableOf(mention);
        ledger.set(id, { known, tellings: [{ terms, proper }], texts: [text], last: day });
      }
      for (const term of terms.keys()) words.counts.set(term, (words.counts.get(term) ?? 0) + 1);
      words.sentences++;
    }
  }
}
