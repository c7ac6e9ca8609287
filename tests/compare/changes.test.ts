import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import type { DevelopmentKind } from '../../src/model/development.ts';
import { articleOf, lexicon, watch } from './watch.ts';

/** A day of print, what was printed, and what of it is told, with its dead where there are some. */
type Told = readonly [day: string, sentence: string, told: readonly DevelopmentKind[], killed?: number];

const STREAMS: Readonly<Record<string, { readonly before: string; readonly told: readonly Told[] }>> = {
  'a toll that is corrected down': {
    before:
      'The mines of Halvard Coal in Norland have had accidents for years. The miners of Norland asked for better pumps in January 2025.',
    told: [
      [
        '2025-03-05',
        'An explosion in a mine of Halvard Coal at Brekka in Norland killed 18 miners on Wednesday, the company said.',
        ['new'],
        18,
      ],
      [
        '2025-03-06',
        'The explosion in the mine of Halvard Coal at Brekka killed 21 miners on Wednesday, the company said.',
        ['update'],
        21,
      ],
      [
        '2025-03-07',
        'Halvard Coal corrected the toll of the explosion in its mine at Brekka on Wednesday to 19 miners killed.',
        ['corrected'],
        19,
      ],
    ],
  },
  'a raid, its denial and the denial said again': {
    before:
      'The army of Westria has fought the rebels of the River Front around Lomé Bridge since 2024. A mediator has called for talks since January 2025.',
    told: [
      [
        '2025-03-05',
        'The army of Westria bombed a camp of the River Front near Dalmo on Wednesday, the rebels said.',
        ['new'],
      ],
      [
        '2025-03-06',
        'The army of Westria denied on Thursday that it had bombed a camp of the River Front near Dalmo.',
        ['denied'],
      ],
      [
        '2025-03-08',
        'The army of Westria again denied that it had bombed the camp of the River Front near Dalmo.',
        [],
      ],
    ],
  },
  'a report that its subject calls false, and a denial of something else': {
    before:
      'Orlen Steel of Westria has looked for a buyer since 2024. Its works at Dalmo employ 2,000 people; unions have asked for a plan since January 2025.',
    told: [
      [
        '2025-03-05',
        'Orlen Steel has sold its works at Dalmo to an Italian fund, a newspaper reported on Wednesday.',
        ['new'],
      ],
      [
        '2025-03-06',
        'It was untrue that Orlen Steel has sold its works at Dalmo to an Italian fund, a spokesman said.',
        ['denied'],
      ],
      [
        '2025-03-12',
        'Orlen Steel denied on Wednesday that its managers knew of the fire in the harbour of Dalmo.',
        ['new'],
      ],
    ],
  },
  'a plan that is carried out': {
    before:
      'Norland and Westria have quarrelled over fishing since 2023. Both governments named negotiators in January 2025.',
    told: [
      [
        '2025-03-03',
        'Norland and Westria will open talks on fishing in Halden on Thursday, both governments announced.',
        ['new'],
      ],
      [
        '2025-03-06',
        'Norland and Westria opened talks on fishing in Halden on Thursday, both governments said.',
        ['confirmed'],
      ],
      ['2025-03-07', 'Norland and Westria opened their talks on fishing in Halden on Thursday.', []],
    ],
  },
  'a plan that is called off': {
    before:
      'Norland and Westria have quarrelled over fishing since 2023. Both governments named negotiators in January 2025.',
    told: [
      [
        '2025-03-03',
        'Norland and Westria will open talks on fishing in Halden on Thursday, both governments announced.',
        ['new'],
      ],
      [
        '2025-03-05',
        'Norland on Wednesday suspended the talks on fishing with Westria that were due in Halden.',
        ['new'],
      ],
    ],
  },
};

describe.each(Object.entries(STREAMS))('%s', (title, { before, told }) => {
  it('is told as it changes, once', () => {
    const baseline = [articleOf(`What is known of ${title}`, '2025-02-20', [before])];
    let dossier = foundDossier({ ...watch, id: 'changes', title, follow: title, baseline }, lexicon);
    const kinds = told.map(([day, sentence, , killed]) => {
      const outlet = { id: `a${day}${sentence.length}`, source: `Outlet of ${day}` };
      const result = compare(
        dossier,
        articleOf(`News of ${day}`, day, [sentence], outlet),
        `${day}T20:00:00.000Z`,
      );
      dossier = result.dossier;
      if (killed !== undefined) expect(result.developments[0]?.event.figures.killed?.value).toBe(killed);
      return result.developments.map(({ kind }) => kind);
    });
    expect(kinds).toEqual(told.map(([, , expected]) => expected));
  });
});
