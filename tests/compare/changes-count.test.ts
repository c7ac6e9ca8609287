import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { articleOf, lexicon, watch } from './watch.ts';

/** What stands around a count in an article that is about something else. */
const around = {
  before: [
    'The transport minister of Castoria, Ivo Lann, promised on a visit to Porto Sella to have every coach in the country inspected by the summer.',
    'He was received by the mayor and spoke to students for an hour.',
    'Teachers of the school have planted a tree for each class.',
  ],
  after: ['The road over the pass remains closed to lorries.'],
};

const baseline = [
  articleOf('Coach falls from Sella pass', '2025-05-06', [
    'A coach with pupils of a school in Porto Sella fell from the Sella pass in Castoria on Monday, and 14 people were killed, police said.',
    'Twenty-three were wounded and taken to hospitals in Porto Sella.',
  ]),
];
const founded = foundDossier(
  { ...watch, id: 'coach', title: 'The coach of the Sella pass', follow: 'The coach accident', baseline },
  lexicon,
);

/** What is told of one sentence a day, each in an article of another outlet. */
function told(days: readonly (readonly [day: string, sentence: string])[]) {
  let dossier = founded;
  return days.map(([day, sentence], i) => {
    const article = articleOf(
      `Lann in Porto Sella, ${day}`,
      day,
      [...around.before, sentence, ...around.after],
      { id: `a${i}`, source: `Outlet ${i}` },
    );
    const result = compare(dossier, article, `${day}T20:00:00.000Z`);
    dossier = result.dossier;
    return result.developments
      .filter(({ evidence }) => evidence.text === sentence)
      .map(({ kind, event }) => [kind, event.figures.killed?.value]);
  });
}

describe('a toll over days, told far down by different outlets', () => {
  it('is an update each time it rises, of the event that it is the toll of', () => {
    expect(
      told([
        [
          '2025-05-08',
          'The number of people killed when the coach fell from the Sella pass has risen to 16.',
        ],
        ['2025-05-09', 'The death toll of the coach that fell from the Sella pass rose to 17, up from 16.'],
        ['2025-05-09', 'The number of people killed by the fall of the coach from the pass has risen to 17.'],
        ['2025-05-11', 'A pupil died in hospital, which brings the dead of the Sella pass coach to 18.'],
      ]),
    ).toEqual([[['update', 16]], [['update', 17]], [], [['update', 18]]]);
  });

  it('is told where it was higher than first stated', () => {
    expect(
      told([
        [
          '2025-05-10',
          'The fall of the coach from the Sella pass cost far more lives than first stated, namely 19 dead, said police.',
        ],
      ]),
    ).toEqual([[['update', 19]]]);
  });
});

describe('a death that is counted by its turn', () => {
  it('is told though no number is', () => {
    const [first = []] = told([
      ['2025-05-10', 'The fifteenth victim of the coach, a girl, died on Friday of her wounds.'],
    ]);
    expect(first).toHaveLength(1);
  });
});

describe('a count of what the lexicon has no name for', () => {
  it('is told where a sentence says that it rose, once', () => {
    expect(
      told([
        ['2025-05-08', 'The number of coaches taken off the roads of Castoria has risen to 212.'],
        [
          '2025-05-09',
          'The number of coaches taken off the roads in Castoria has reached 212, officials say.',
        ],
      ]).map((one) => one.length),
    ).toEqual([1, 0]);
  });
});

describe('numbers of other things', () => {
  it.each([
    ['a share', 'The share of old coaches on the roads of Castoria has risen to 31 per cent.'],
    ['money', 'The price of a coach in Castoria has risen to 90,000 euros.'],
    [
      'a measure',
      'The number of passes above the valley, brought to fame by films, is a matter of taste; one rises to 2,400 metres.',
    ],
    [
      'what is looked back on',
      'By the end of the winter of 1999 the number of dead on the roads of Castoria had risen to 40.',
    ],
    ['a year', 'Since then the number of visitors to the Sella pass has been small, and so it was in 2019.'],
    [
      'a lower count',
      'The number of people killed by the coach at the Sella pass rose to 12 on Monday evening.',
    ],
  ])('are no news: %s', (_, sentence) => {
    expect(told([['2025-05-10', sentence]])).toEqual([[]]);
  });

  it('do not raise the toll of another accident', () => {
    const other = told([
      [
        '2025-05-12',
        'The number of people killed when a ferry sank off Lorma has risen to 21, officials said.',
      ],
    ]);
    expect(other.flat().map(([kind]) => kind)).not.toContain('update');
  });
});
