import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { articleOf, lexicon, watch } from './watch.ts';

const baseline = [
  articleOf('Dam bursts above Marin', '2025-08-02', [
    'A dam burst above the town of Marin in Castoria on Friday after days of rain, and 31 people were killed, the civil protection agency said.',
    'Rescuers went on looking for survivors in Marin on Saturday.',
  ]),
];
const founded = foundDossier({ ...watch, id: 'dam', title: 'The dam above Marin', baseline }, lexicon);

const visit = (day: string, count: string) =>
  articleOf(`Visit to Marin, ${day}`, day, [
    'President Nadia Roux of Castoria visited the town of Marin, where a dam burst, and promised money for new homes.',
    'She was met by mayors of the valley, who asked for a road.',
    'Engineers had warned of the dam above Marin for years, in letters that nobody answered.',
    count,
    'Schools in the valley are to open in September.',
  ]);

const tolls = (day: string, count: string, dossier = founded) => {
  const result = compare(dossier, visit(day, count), `${day}T20:00:00.000Z`);
  const told = result.developments.filter(({ evidence }) => evidence.text === count);
  return { told: told.map(({ event }) => event.figures.killed?.value), dossier: result.dossier };
};

describe('a count far down in an article', () => {
  const risen = 'The number of people killed when the dam above Marin burst has risen to 38.';

  it('is told where it is higher than any known, and once', () => {
    const first = tolls('2025-08-06', risen);
    expect(first.told).toEqual([38]);
    expect(tolls('2025-08-07', `${risen.slice(0, -1)}, officials say.`, first.dossier).told).toEqual([]);
  });

  it.each([
    ['known', 'The number of people killed when the dam above Marin burst stands at 31.'],
    ['lower', 'The toll stood at 12 on the evening after the dam above Marin burst.'],
    ['of something far larger', 'The toll of the great flood of Castoria is put at 9,000.'],
  ])('is withheld where it is %s', (_, count) => {
    expect(tolls('2025-08-06', count).told).toEqual([]);
  });
});
