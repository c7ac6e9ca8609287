import { describe, expect, it } from 'vitest';
import { apartness } from '../../src/compare/apart.ts';
import { lexicon } from './watch.ts';

const apart = (text: string, other: string) => apartness(text, [other], lexicon);

describe('what sets two sentences apart', () => {
  it('is another place, but no country and no month', () => {
    expect(apart('Shells fell in Balta on Monday.', 'Shells fell in Zorin on Monday.').elsewhere()).toBe(
      true,
    );
    expect(apart('Shells fell in Ukraine.', 'Shells fell in Zorin.').elsewhere()).toBe(false);
    expect(apart('Shells fell in March.', 'Shells fell in Zorin.').elsewhere()).toBe(false);
  });

  it('is another turn of what both count', () => {
    expect(apart('The second round began.', 'The first round began.').otherTurn()).toBe(true);
    expect(apart('It was the second time.', 'It was the first time.').otherTurn()).toBe(false);
  });

  it('is another number, day or month', () => {
    const same = (a: string, b: string) => apart(a, b).sameMarks();
    expect(same('Fifteen left on Friday.', 'On Friday, fifteen went.')).toBe(true);
    expect(same('Fifteen left on Friday.', 'Sixteen left on Friday.')).toBe(false);
    expect(same('Dozens left in May.', 'Dozens left in June.')).toBe(false);
  });

  it.each(['a', 'éa', '1', '1.', 'in ', 'in A', 'first ', 'é teen', "A'"])(
    'is found in time that grows with the text, of %j over and over',
    (part) => {
      const long = `in A ${part.repeat(100_000 / part.length)}`;
      const startedAt = performance.now();
      const { elsewhere, otherTurn, sameMarks } = apart(long, 'in B the first two');
      elsewhere();
      otherTurn();
      sameMarks();
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    },
  );
});
