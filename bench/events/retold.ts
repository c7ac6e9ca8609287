import { replay } from '../../src/eval/replay.ts';
import { type Rates, score } from '../../src/eval/score.ts';
import type { Story } from '../../src/eval/story.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';

const SHOWN = [
  'precision',
  'recall',
  'repeatRate',
  'knownLeak',
  'silence',
] as const satisfies (keyof Rates)[];

/** What compare makes of one event in the words of a dozen outlets, the first of them its whole dossier. */
export function retold(stories: readonly Story[], lexicon: Lexicon): string[] {
  const rates = stories.map((story) => score(story, replay(story, lexicon)).rates);
  const mean = (name: (typeof SHOWN)[number]) => {
    const told = rates.map((one) => one[name]).filter((one) => one !== null);
    return told.reduce((sum, one) => sum + one, 0) / told.length;
  };
  return [
    `one event by many outlets: ${stories.length} clusters of ECB+, the first report of each the dossier`,
    SHOWN.map((name) => `  ${name} ${mean(name).toFixed(2)}`).join(''),
  ];
}
