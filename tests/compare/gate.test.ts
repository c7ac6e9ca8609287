import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { articlesOf } from '../../bench/compare-articles.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { gateOf, quickGate } from '../../src/compare/gate.ts';
import { loadStory } from '../../src/eval/story.ts';
import { articleOf, lexicon, watch } from './watch.ts';

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

describe('a strike of nurses in Norway', () => {
  const baseline = [
    articleOf('Nurses in Norway vote on strike', '2025-05-05', [
      'OSLO - The Fagforbund union of nurses in Norway will ask its members whether to walk out over pay, its leader Kari Lund said on Monday. Hospitals have offered three percent.',
      'The mediator has called both sides to Oslo for talks in June.',
    ]),
    articleOf('Hospitals in Norway make new offer as strike nears', '2025-05-15', [
      'The hospitals of Norway offered nurses four percent on Thursday, and the Fagforbund turned it down. Kari Lund said that her union was ready to walk out.',
      'The health ministry of Norway asked both sides to go on talking.',
    ]),
  ];
  const follow = 'The dispute of nurses with the hospitals over pay.';
  const dossier = foundDossier(
    { ...watch, id: 'nurses', title: 'The strike of nurses in Norway', follow, baseline },
    lexicon,
  );
  const isOn = (title: string, text: string) =>
    gateOf(articleOf(title, '2025-05-20', [text]), dossier).relevant;

  test.each([
    [
      'Lund calls nurses out from Friday',
      'Nurses walk out at five hospitals on Friday. The union says more follow.',
    ],
    [
      'Fagforbund: no further talks',
      'The union of nurses has left the mediator. It spoke of a waste of time.',
    ],
  ])('%s: short, but its title has names of the story', (title, text) => {
    expect(isOn(title, text)).toBe(true);
  });

  test.each([
    [
      'Nurses in Portugal walk out over pay',
      'LISBON - Nurses in Portugal walked out on Tuesday over pay after a union had turned down an offer of the hospitals. Waiting lists in Porto grow by the day.',
    ],
    [
      'Chile: hospital union and ministry go to mediator',
      'The union of hospital nurses in Chile and the health ministry asked a mediator for talks on Monday, after members had voted to walk out over an offer of three percent.',
    ],
  ])('%s: the same trade in another country', (title, text) => {
    expect(isOn(title, text)).toBe(false);
  });
});
