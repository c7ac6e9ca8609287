import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { articlesOf, pick } from '../../bench/compare-articles.ts';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { loadStory } from '../../src/eval/story.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NOW = '2030-01-01T00:00:00.000Z';
const LEARNT = 150;
const STREAM = 400;

const folder = (name: string) => path.join(ROOT, 'tests/stories', name);
const own = articlesOf(folder('us-iraq-coalition'));
const neighbour = articlesOf(folder('niger-us-withdrawal'));
const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const founded = foundDossier(loadStory(folder('us-iraq-coalition')).watch, lexicon);

/** How many of the neighbour's articles, nine in ten, are taken for the story's own. */
function takenBy(dossier: typeof founded): number {
  let known = dossier;
  let taken = 0;
  for (let i = 0; i < STREAM; i += 1) {
    const compared = compare(known, pick(i % 10 === 0 ? own : neighbour, i), NOW);
    known = compared.dossier;
    if (i % 10 !== 0 && compared.relevant) taken += 1;
  }
  return taken;
}

describe('a story does not take in its neighbour, however much of it comes by', () => {
  it('when it was followed for long', () => {
    let dossier = founded;
    for (let i = 0; i < LEARNT; i += 1) dossier = compare(dossier, pick(own, i), NOW).dossier;
    expect(takenBy(dossier)).toBe(0);
  });

  it('from its first day on', () => {
    expect(takenBy(founded)).toBe(0);
  });
});
