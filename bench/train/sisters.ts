import { foundDossier } from '../../src/compare/dossier.ts';
import { gateOf } from '../../src/compare/gate.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { articleOf, readEcb } from './ecb.ts';
import type { TrainingRows } from './rows.ts';

const OWN = 6;
const BASELINE = 3;
const COUNTS = 0.25;
const SISTER_COUNTS = 0.075;

/**
 * Adds examples for the gate from ECB+ (CC BY 3.0): three reports of an event are a dossier, others of it are on the
 * story, those of its sister event and of other topics are not.
 */
export function addSisters(rows: TrainingRows, file: string, lexicon: Lexicon): void {
  const documents = readEcb(file)
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
