import path from 'node:path';
import { expect, test } from 'vitest';
import { articlesOf } from '../../bench/compare-articles.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { gateOf, quickGate } from '../../src/compare/gate.ts';
import { loadStory } from '../../src/eval/story.ts';
import { lexicon } from './watch.ts';

const folder = (name: string) => path.resolve(import.meta.dirname, '../stories', name);

test('the gate decides the same without a look at all of the ledger', () => {
  const { watch } = loadStory(folder('us-iraq-coalition'));
  const dossier = foundDossier(watch, lexicon);
  const articles = ['us-iraq-coalition', 'niger-us-withdrawal'].flatMap((name) => articlesOf(folder(name)));
  for (const bar of [dossier.bar, -3, -1.5, 0, 1.5]) {
    const view = { ...dossier, bar };
    const quick = articles.map((article) => quickGate(article, view));
    const whole = articles.map((article) => gateOf(article, view));
    const decided = ({ relevant, why }: { relevant: boolean; why: readonly string[] }) => ({ relevant, why });
    expect(quick.map(decided)).toEqual(whole.map(decided));
  }
});
