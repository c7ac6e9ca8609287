import path from 'node:path';
import { compare } from '../src/compare/compare.ts';
import { type Dossier, foundDossier } from '../src/compare/dossier.ts';
import { loadLexicon } from '../src/config/lexicon.ts';
import { loadStory } from '../src/eval/story.ts';
import { articlesOf, pick } from './compare-articles.ts';

/*
 * How many articles of a neighbouring story are taken for a story's own, where nine in ten that come by are the
 * neighbour's: from the first day on, of each ninety, and after the story alone was followed for long.
 *
 *   node bench/drift.ts STORY NEIGHBOUR [STORY NEIGHBOUR]…
 */
const NOW = '2030-01-01T00:00:00.000Z';
const FOLLOWED = 150;
const FLOODS = 4;
const FLOOD = 100;

const pairs = process.argv.slice(2);
if (pairs.length === 0 || pairs.length % 2 === 1) {
  console.error('usage: node bench/drift.ts STORY NEIGHBOUR [STORY NEIGHBOUR]…: two story folders each');
  process.exit(2);
}
const lexicon = loadLexicon(path.join(import.meta.dirname, '../config/lexicon'));
for (let i = 0; i < pairs.length; i += 2) measure(pairs[i] ?? '', pairs[i + 1] ?? '');

function measure(story: string, neighbour: string): void {
  const own = articlesOf(story);
  const others = articlesOf(neighbour);
  const founded = foundDossier(loadStory(story).watch, lexicon);
  /** The dossier after some articles, and how many of them were the neighbour's and taken. */
  const read = (from: Dossier, first: number, count: number) => {
    let dossier = from;
    let taken = 0;
    for (let n = first; n < first + count; n++) {
      const isOwn = n % 10 === 0;
      const compared = compare(dossier, pick(isOwn ? own : others, n), NOW);
      dossier = compared.dossier;
      if (!isOwn && compared.relevant) taken++;
    }
    return { dossier, taken };
  };
  let dossier = founded;
  const floods = Array.from({ length: FLOODS }, (_, n) => {
    const after = read(dossier, n * FLOOD, FLOOD);
    dossier = after.dossier;
    return after.taken;
  });
  const followed = Array.from({ length: FOLLOWED }, (_, n) => pick(own, n)).reduce(
    (known, article) => compare(known, article, NOW).dossier,
    founded,
  );
  const later = read(followed, 0, 2 * FLOOD).taken;
  console.log(
    `${path.basename(story)}, ${path.basename(neighbour)}: ${floods.join(', ')} of each 90; after ${FOLLOWED} of its own ${later} of 180`,
  );
}
