import { describe, expect, it } from 'vitest';
import { asFigures, countsOf, figuresIn } from '../../src/compare/figures.ts';
import { readTokens } from '../../src/compare/reader.ts';
import { lexicon } from './watch.ts';

function counted(text: string, names: readonly string[], people?: string): Record<string, number> {
  const tokens = readTokens(text);
  const figures = asFigures(figuresIn(tokens, 0, tokens.length, lexicon, names, people), lexicon);
  return Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
}

describe('figuresIn', () => {
  it.each([
    ['Twelve farmers and three guards were killed at the mill.', { killed: 15 }],
    ['Gunmen killed two teachers of the school and a driver.', { killed: 3 }],
    ['Nine people, four Kenyans and five Ugandans, drowned on the lake.', { killed: 9 }],
    ['A nurse was killed when the clinic was shelled.', { killed: 1 }],
    ['A boy who was tending goats near the fence was wounded.', { wounded: 1 }],
    ['The fire cost the life of a miner.', { killed: 1 }],
    ['Three sailors died and a fourth was injured.', { killed: 3, wounded: 1 }],
    ['The shelling brought the toll to 40.', { killed: 40 }],
    ['Two girls of 9 and 11 died in the flood.', { killed: 2 }],
    [
      'The number of people killed by the mill fire has risen to 13, after one of the injured died.',
      { killed: 13 },
    ],
    ['The number of those hurt in the mill rose to about 80.', { wounded: 80 }],
    ['There are 134 dead and 199 missing at the mine.', { killed: 134 }],
    ['A soldier said that the bridge was closed.', {}],
    ['Fourteen miners lost their lives in the shaft.', { killed: 14 }],
    ['The flood claimed at least 30 lives.', { killed: 30 }],
    ['About 3,000 workers will lose their jobs when the mill closes.', {}],
    ['The state will pay 20 million euros to those who lost homes and herds in the fire.', {}],
  ])('counts the dead and hurt of "%s"', (text, figures) => {
    expect(counted(text, ['killed', 'wounded'])).toEqual(figures);
  });

  it('counts those arrested, and not the dead they are accused of', () => {
    const text = 'Police arrested two engineers and a technician over the fire in which 26 people died.';
    expect(counted(text, ['arrested'], 'arrested')).toEqual({ arrested: 3 });
  });

  it('takes those in favour for the votes, told second too', () => {
    const text = 'The house refused the bill in a vote, with 65 members against, 45 for and two abstaining.';
    expect(counted(text, ['votes'])).toEqual({ votes: 45 });
  });

  it('does not count what stands behind a verb', () => {
    expect(counted('Some 11,000 were driven from their homes.', ['homes'])).toEqual({});
  });
});

describe('countsOf', () => {
  it('gives a type its own names, or else those of its root', () => {
    expect(countsOf('attack', lexicon)).toContain('drones');
    expect(countsOf('strike', lexicon)).not.toContain('drones');
    expect(countsOf('threat', lexicon)).toEqual([]);
    expect(countsOf('withdrawal_announced', lexicon)).toContain('troops');
  });

  it('leaves the votes against a deal and the percentages of an offer to their sentence', () => {
    expect(countsOf('agreement_rejected', lexicon)).toEqual(['percent']);
    expect(countsOf('offer_made', lexicon)).not.toContain('percent');
  });
});
