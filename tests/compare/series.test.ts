import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { kindsOf, type Series } from './told-series.ts';
import { articleOf, lexicon, watch } from './watch.ts';

/** An outlet that tells one of a series in the words of the last. */
const SERIES: Readonly<Record<string, Series>> = {
  'strikes on towns': {
    before:
      'Russia has struck towns of Ukraine with drones and missiles since autumn. Governors report dead and wounded each week. Russian drones killed one person in Kherson in January 2025, the regional governor said.',
    told: [
      [
        '2025-03-01',
        'Russian drones killed four people in the town of Zorin in Ukraine overnight, the regional governor said on Saturday.',
        ['new'],
      ],
      [
        '2025-03-02',
        'A Russian missile killed two people in the town of Balta in Ukraine overnight, the regional governor said on Sunday.',
        ['new'],
      ],
      [
        '2025-03-03',
        'Russian drones killed five people in Kherson in Ukraine on Monday, the regional governor said.',
        ['new'],
      ],
      [
        '2025-03-04',
        'Russian drones killed two people in Kherson in Ukraine on Tuesday, the regional governor said.',
        ['new'],
      ],
      [
        '2025-03-05',
        'Russian drones killed five people in Kherson in Ukraine on Monday, the governor said.',
        [],
      ],
      [
        '2025-03-05',
        'Russian drones killed three people in Odesa in Ukraine on Wednesday, the regional governor said.',
        ['new'],
      ],
      [
        '2025-03-06',
        'The toll of a Russian drone attack on Odesa in Ukraine on Wednesday rose to five, the regional governor said on Thursday.',
        ['update'],
      ],
    ],
  },
  'rounds and strikes of a dispute': {
    before:
      'The Sund Seafarers Union and Marholm Lines have argued over pay since January. The union threatened a walkout in February 2025 and asked a mediator to call talks.',
    told: [
      [
        '2025-03-01',
        'The Sund Seafarers Union and Marholm Lines held a first round of talks on Saturday, the mediator said.',
        ['new'],
      ],
      [
        '2025-03-05',
        'The Sund Seafarers Union and Marholm Lines held a second round of talks on Wednesday, the mediator said.',
        ['new'],
      ],
      [
        '2025-03-06',
        'The Sund Seafarers Union and Marholm Lines held their second round of talks on Wednesday, it was learnt.',
        [],
      ],
      [
        '2025-03-12',
        'Crews of Marholm Lines walked out on Wednesday for 24 hours, the Sund Seafarers Union said.',
        ['new'],
      ],
      [
        '2025-03-19',
        'Crews of Marholm Lines walked out on Wednesday for 48 hours, the Sund Seafarers Union said.',
        ['new'],
      ],
    ],
  },
  'decisions of a bank': {
    before:
      'The central bank of Velia has fought inflation since 2024. It raised its key rate to 4.5 percent in January 2025.',
    told: [
      [
        '2025-03-06',
        'The central bank of Velia raised its key rate by half a point to 5 percent on Thursday.',
        ['new'],
      ],
      [
        '2025-04-10',
        'The central bank of Velia raised its key rate by half a point to 5.5 percent on Thursday.',
        ['new'],
      ],
      [
        '2025-04-11',
        'On Thursday the central bank of Velia raised its key rate by half a point, to 5.5 percent.',
        [],
      ],
    ],
  },
  'a shelling and its denial': {
    before:
      'The army of Danubia has fought the rebels of the Northern Front around Kolm since 2024. A mediator has tried to bring about a ceasefire since January 2025.',
    told: [
      [
        '2025-03-05',
        'The army of Danubia shelled positions of the Northern Front near Kolm on Wednesday, the rebels said.',
        ['new'],
      ],
      [
        '2025-03-06',
        'The army of Danubia denied on Thursday that it had shelled rebels near Kolm.',
        ['denied'],
      ],
      ['2025-03-07', 'The army of Danubia denies that it shelled the rebels near Kolm.', []],
    ],
  },
  'exchanges of prisoners': {
    before:
      'Russia and Ukraine have exchanged prisoners of war many times since 2022. The last exchange was in January 2025, of 50 prisoners each.',
    told: [
      [
        '2025-03-07',
        'Russia and Ukraine exchanged 90 prisoners each on Friday, both governments said.',
        ['new'],
      ],
      [
        '2025-03-12',
        'Russia and Ukraine exchanged 75 prisoners each on Wednesday, both governments said.',
        ['new'],
      ],
      ['2025-03-13', 'Moscow and Kyiv each got back 75 prisoners of war on Wednesday in a swap.', []],
    ],
  },
};

describe('a series told in the same words', () => {
  it.each(Object.keys(SERIES))('tells each of %s once', (title) => {
    const series = SERIES[title] as Series;
    expect(kindsOf(title, series)).toEqual(series.told.map(([, , expected]) => expected));
  });
});

describe('a report printed again', () => {
  it('is not told for its weekday, which its new date of print puts into another week', () => {
    const sentence =
      'Crews of Marholm Lines walked out on Wednesday for 24 hours, the Sund Seafarers Union said.';
    const { before } = SERIES['rounds and strikes of a dispute'] as Series;
    const baseline = [articleOf('The dispute at Marholm Lines', '2025-02-20', [before])];
    const dossier = foundDossier({ ...watch, id: 'dispute', baseline }, lexicon);
    const first = compare(
      dossier,
      articleOf('Crews walk out', '2025-03-12', [sentence]),
      '2025-03-12T20:00:00.000Z',
    );
    expect(first.developments).toHaveLength(1);
    const again = articleOf('Walkout at Marholm Lines', '2025-06-19', [sentence], { source: 'Wire B' });
    expect(compare(first.dossier, again, '2025-06-19T20:00:00.000Z').developments).toEqual([]);
  });
});
