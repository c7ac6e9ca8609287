import { gateOf } from '../../src/compare/gate.ts';
import type { Mention } from '../../src/compare/mention.ts';
import { cosine, termsOf } from '../../src/compare/terms.ts';
import type { Article } from '../../src/model/article.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { curves, jaccard, type Question, rarityAmong, untokenise } from './measure.ts';
import { articleOf, dossierOf, likestScore, printedOn, readWith } from './reading.ts';

/** A document of ECB+: two sister events of one kind a topic. */
export interface EcbDocument {
  readonly id: string;
  readonly topic: number;
  readonly event: string;
  readonly sentences: readonly string[];
}

interface Read {
  readonly document: EcbDocument;
  readonly text: string;
  /** By document: how like the other's ledger knows its sentences, and what the gate gives. */
  readonly met: ReadonlyMap<string, { readonly key: number; readonly gate: number }>;
}

/**
 * The same event, or its sister of the same kind? All pairs of documents of a topic. No document has a date, so that
 * the weekdays told in them are no days either: this asks what the likeness is worth without the days it leans on.
 */
export function sameAgainstSister(documents: readonly EcbDocument[], lexicon: Lexicon): string[] {
  const texts = documents.map(({ sentences }) => sentences.map(untokenise).join(' '));
  const rarity = rarityAmong(texts);
  const topics = [...Map.groupBy(documents, ({ topic }) => topic).values()];
  const questions = topics.flatMap((own) => {
    const read = readTopic(own, lexicon);
    return pairs(read).map(([a, b]) => question(a, b, rarity));
  });
  const same = questions.filter(({ holds }) => holds).length;
  return [
    `Same event against its sister: ${questions.length} pairs of ECB+ documents, ${same} of one event`,
    ...curves(questions),
  ];
}

function readTopic(documents: readonly EcbDocument[], lexicon: Lexicon): Read[] {
  const articles = documents.map(articleIn);
  const met = documents.map(() => new Map<string, { key: number; gate: number }>());
  articles.forEach((base, i) => {
    const dossier = dossierOf(base.id, [base], lexicon);
    articles.forEach((article, j) => {
      if (i === j) return;
      const key = likeness(
        readWith(dossier, article, lexicon).map((mention) =>
          likestScore(dossier, undated(mention), printedOn(article)),
        ),
      );
      met[j]?.set(base.id, { key, gate: gateOf(article, dossier).score });
    });
  });
  return documents.map((document, i) => ({
    document,
    text: document.sentences.map(untokenise).join(' '),
    met: met[i] ?? new Map(),
  }));
}

function undated(mention: Mention): Mention {
  return { ...mention, event: { ...mention.event, date: null } };
}

/** How many sentences of an article, of those most alike, are looked at: an article on the same event has several. */
const BEST = 5;

function likeness(scores: readonly number[]): number {
  const best = scores.toSorted((a, b) => b - a).slice(0, BEST);
  return best.reduce((sum, score) => sum + score, 0) / Math.max(1, best.length);
}

function pairs(read: readonly Read[]): [Read, Read][] {
  return read.flatMap((a, i) => read.slice(i + 1).map((b): [Read, Read] => [a, b]));
}

function question(a: Read, b: Read, rarity: (term: string) => number): Question {
  const there = a.met.get(b.document.id);
  const back = b.met.get(a.document.id);
  const [one, other] = [termsOf(a.text), termsOf(b.text)];
  const both = (of: 'key' | 'gate') => ((there?.[of] ?? 0) + (back?.[of] ?? 0)) / 2;
  const text = cosine(one, other, rarity);
  return {
    group: `${a.document.topic}`,
    holds: a.document.event === b.document.event,
    scores: {
      'compare, likeness to the ledger': both('key'),
      'compare, likeness + tf-idf': both('key') + KEY_RANGE * text,
      "compare, the gate's score": both('gate'),
      'tf-idf': text,
      'words shared': jaccard(one, other),
    },
  };
}

/** What brings a cosine to the range of the likeness; set before the first run and not fitted. */
const KEY_RANGE = 10;

function articleIn({ id, sentences }: EcbDocument): Article {
  const lines = sentences.map(untokenise).filter((line) => !line.startsWith('http') && line.length > 15);
  return articleOf(id, '2013-01-01', lines[0] ?? '', lines.length > 1 ? lines.slice(1) : lines);
}
