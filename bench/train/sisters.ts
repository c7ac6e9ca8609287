import { readFileSync } from 'node:fs';
import { foundDossier } from '../../src/compare/dossier.ts';
import { gateOf } from '../../src/compare/gate.ts';
import type { Article } from '../../src/model/article.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import type { TrainingRows } from './rows.ts';

interface EcbDocument {
  readonly id: string;
  readonly topic: number;
  readonly event: string;
  readonly sentences: readonly string[];
}

const OWN = 6;
const BASELINE = 3;
const COUNTS = 0.25;
const SISTER_COUNTS = 0.075;

/**
 * Adds examples for the gate from ECB+ (CC BY 3.0): three reports of an event are a dossier, others of it are on the
 * story, those of its sister event and of other topics are not.
 */
export function addSisters(rows: TrainingRows, file: string, lexicon: Lexicon): void {
  const documents = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EcbDocument)
    .map((document) => ({ ...document, article: articleOf(document) }))
    .filter(({ article }) => article.paragraphs.length > 1);
  for (const event of new Set(documents.map((document) => document.event))) {
    const mine = documents.filter((document) => document.event === event);
    const [first] = mine;
    if (!first) continue;
    const baseline = mine.filter((_, i) => i % 4 === 0).slice(0, BASELINE);
    const dossier = foundDossier(
      {
        id: event,
        title: first.article.title,
        follow: '',
        language: 'en',
        feeds: [],
        names: [],
        wake: { minWeight: 1, mute: [] },
        baseline: baseline.map(({ article }) => article),
      },
      lexicon,
    );
    const others = documents.filter((document) => document.topic !== first.topic);
    const sisters = documents.filter(
      (document) => document.topic === first.topic && document.event !== event,
    );
    const add = (some: readonly (typeof first)[], holds: boolean, weight: number) => {
      for (const { article } of some) {
        rows.gate.push({ story: `ecb-${event}`, features: gateOf(article, dossier).features, holds, weight });
      }
    };
    add(mine.filter((document) => !baseline.includes(document)).slice(0, OWN), true, COUNTS);
    add(sisters.slice(0, OWN), false, SISTER_COUNTS);
    add(others.filter((_, i) => i % 97 === first.topic % 97).slice(0, OWN - 1), false, COUNTS);
  }
}

function articleOf({ id, sentences }: EcbDocument): Article {
  const lines = sentences.map(untokenise).filter((line) => !line.startsWith('http') && line.length > 15);
  return {
    id,
    url: `file:${id}`,
    title: lines[0] ?? '',
    paragraphs: lines.slice(1),
    captions: [],
    authors: [],
    publishedAt: '2013-01-01',
    source: id,
    via: 'file',
  };
}

function untokenise(sentence: string): string {
  return sentence
    .replace(/ ([.,;:!?%)])/g, '$1')
    .replace(/([($]) /g, '$1')
    .replace(/ 's\b/g, "'s")
    .replace(/ n't/g, "n't")
    .replace(/`` ?/g, '“')
    .replace(/ ''/g, '”');
}
