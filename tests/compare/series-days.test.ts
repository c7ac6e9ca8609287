import { describe, expect, it } from 'vitest';
import { kindsOf, type Series } from './told-series.ts';

/** One of a series each day, put alike but for a name or a number. */
const SERIES: Readonly<Record<string, Series>> = {
  'ministers who go': {
    before:
      'Ministers of Belmark are accused of lying in the port affair. The sports minister of Belmark, Tim Holm, resigned in January 2025 over the port affair.',
    told: [
      [
        '2025-03-03',
        'The health minister of Belmark, Anna Berg, resigned on Monday over the port affair.',
        ['new'],
      ],
      [
        '2025-03-04',
        'The justice minister of Belmark, Lars Moe, resigned on Tuesday over the port affair.',
        ['new'],
      ],
      ['2025-03-04', 'Lars Moe stepped down as justice minister of Belmark on Tuesday.', []],
      [
        '2025-03-05',
        'The transport minister of Belmark, Eva Lunde, resigned on Wednesday over the port affair.',
        ['new'],
      ],
    ],
  },
  'towns along a river': {
    before:
      'Heavy rain has swollen the river Sarn in Ostland. The weather service of Ostland has warned of floods along the Sarn since February 2025.',
    told: [
      [
        '2025-03-03',
        'The river Sarn flooded the town of Kelm on Monday and 300 people were evacuated, the mayor said.',
        ['new'],
      ],
      [
        '2025-03-04',
        'The river Sarn flooded the town of Torda on Tuesday and 450 people were evacuated, the mayor said.',
        ['new'],
      ],
      [
        '2025-03-04',
        '450 people had to leave their homes in Torda on Tuesday after the Sarn burst its banks.',
        [],
      ],
    ],
  },
  'aftershocks of a province': {
    before:
      'An earthquake of magnitude 7.1 struck Maral province in Tesland in February 2025. Aftershocks have been felt in Maral since.',
    told: [
      [
        '2025-03-03',
        'An aftershock of magnitude 5.2 struck near Kesh in Maral province on Monday, the geological service of Tesland said.',
        ['new'],
      ],
      [
        '2025-03-04',
        'An aftershock of magnitude 4.9 struck near Dara in Maral province on Tuesday, the geological service of Tesland said.',
        ['new'],
      ],
      [
        '2025-03-04',
        'Another tremor, with a magnitude of 4.9, shook Maral province on Tuesday; it was felt most in Dara.',
        [],
      ],
    ],
  },
  'plants that close': {
    before:
      'Dornier Steel made a loss of 300 million euros last year. Its head, Ulf Dahl, has spoken of plants to be closed since January 2025.',
    told: [
      [
        '2025-03-03',
        'Dornier Steel said on Monday that it would close its plant in Norby and cut 400 jobs.',
        ['new'],
      ],
      [
        '2025-03-04',
        'Dornier Steel said on Monday it would close its Norby plant, at a loss of 400 jobs.',
        [],
      ],
      [
        '2025-03-13',
        'Dornier Steel said on Thursday that it would close its plant in Eskil and cut 650 jobs.',
        ['new'],
      ],
    ],
  },
  'strikes on one town': {
    before:
      'The army of Kordia has besieged the city of Marn since January 2025. Shells have killed people in Marn each week, doctors said.',
    told: [
      [
        '2025-03-03',
        'An air strike on a market in Marn killed seven people on Monday, doctors said.',
        ['new'],
      ],
      ['2025-03-04', 'An air strike on a school in Marn killed 11 people on Tuesday, doctors said.', ['new']],
      [
        '2025-03-05',
        'The death toll of the air strike on the school in Marn on Tuesday rose to 14, doctors said.',
        ['update'],
      ],
    ],
  },
};

describe('a series told from day to day', () => {
  it.each(Object.keys(SERIES))('tells each of %s once', (title) => {
    const series = SERIES[title] as Series;
    expect(kindsOf(title, series)).toEqual(series.told.map(([, , expected]) => expected));
  });
});

describe('an event told again in other words', () => {
  it('is one, though a report puts it a day earlier by its own clock', () => {
    const series: Series = {
      before:
        'Fighters of the Varn Front have attacked villages in Norland since 2023. The governor of Norland has asked for troops since January 2025.',
      told: [
        [
          '2025-03-03',
          'Fighters of the Varn Front killed 12 people in Balta in eastern Norland on Monday, the governor said.',
          ['new'],
        ],
        [
          '2025-03-03',
          'Varn Front fighters killed 12 people late on Sunday in Balta, in the east of Norland.',
          [],
        ],
      ],
    };
    expect(kindsOf('The war in Norland', series)).toEqual(series.told.map(([, , expected]) => expected));
  });

  it('is known by the day that a sentence counts from', () => {
    const series: Series = {
      before:
        'Trials of protesters in Hadra began in January 2025. A court in Hadra has heard students and teachers since, lawyers said.',
      told: [
        [
          '2025-03-06',
          'A court in Hadra sentenced the baker Omid Farah to eight years in prison on Thursday for taking part in the protests.',
          ['new'],
        ],
        [
          '2025-03-07',
          'Friends of Omid Farah were in tears on Friday, a day after a court in Hadra sentenced the baker to eight years in prison.',
          [],
        ],
        [
          '2025-03-07',
          'A court in Hadra sentenced the teacher Sara Rad to 12 years in prison on Friday for taking part in the protests.',
          ['new'],
        ],
      ],
    };
    expect(kindsOf('Trials in Hadra', series)).toEqual(series.told.map(([, , expected]) => expected));
  });

  it('is known by its number', () => {
    const series: Series = {
      before:
        'Engineers found cracks in the dam at Irkan in Tesland in February 2025. Villages below the dam were emptied.',
      told: [
        ['2025-03-03', 'Twelve people died when the dam at Irkan in Tesland gave way on Monday.', ['new']],
        ['2025-03-03', 'The death toll of the collapse at Irkan stands at 12, rescuers said on Monday.', []],
        [
          '2025-03-04',
          'The death toll of the collapse at Irkan rose to 19 on Tuesday, rescuers said.',
          ['update'],
        ],
      ],
    };
    expect(kindsOf('The dam at Irkan', series)).toEqual(series.told.map(([, , expected]) => expected));
  });
});
