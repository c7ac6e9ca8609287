import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { articleOf, lexicon, watch } from './watch.ts';

const baseline = [
  articleOf('Ferry sinks off Marin', '2025-08-03', [
    'A ferry sank off the island of Marin in Castoria on Friday, and 31 people were killed, the coast guard of Castoria said.',
    'Divers went on looking for survivors off Marin on Saturday.',
  ]),
];
const founded = foundDossier({ ...watch, id: 'ferry', title: 'The ferry off Marin', baseline }, lexicon);

function datesOf(day: string, title: string, ...paragraphs: string[]) {
  const { developments } = compare(founded, articleOf(title, day, paragraphs), `${day}T20:00:00.000Z`);
  return developments.map(({ event }) => event.date);
}

describe('the day that being news says of a telling', () => {
  it('is the day of what is counted, for a count that rose', () => {
    const [date] = datesOf(
      '2025-08-09',
      'Toll of the ferry off Marin rises to 38',
      'The toll of the ferry that sank off Marin in Castoria rose to 38 on Saturday, the coast guard said.',
    );
    expect(date).toEqual({ from: '2025-08-01', to: '2025-08-01' });
  });

  it('is that of print where only a month is told, in passing', () => {
    const [date] = datesOf(
      '2025-09-12',
      'Marin ferry: engineers jailed',
      'A court in Castoria jailed two engineers of the Marin ferry on the basis of an inspection in July, officials said.',
    );
    expect(date).toEqual({ from: '2025-09-11', to: '2025-09-12' });
  });
});
