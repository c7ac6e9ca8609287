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

  it('is a number, but for dates, years and small ones', () => {
    expect(apart('Twenty-five left.', 'The count is 25.').sharesNumber()).toBe(true);
    expect(apart('Four left.', 'The count is 4.').sharesNumber()).toBe(false);
    expect(apart('30 left on May 12.', 'Forty left on 12 May 2025.').sharesNumber()).toBe(false);
    expect(apart('30 left on May 12.', 'Forty left on 12 May 2025.').otherNumbers()).toBe(true);
    expect(apart('1,200 left.', '1200 left, 30 of them on foot.').otherNumbers()).toBe(false);
    expect(apart('Many left.', 'Forty left.').otherNumbers()).toBe(false);
  });

  it('is a name on either side, but no country and no short form', () => {
    const names = (a: string, b: string) => apart(a, b).otherNames();
    expect(names('The mayor, Lars Moe, left.', 'The mayor, Eva Lunde, left.')).toBe(true);
    expect(names('The mayor, Lars Moe, left, Eva Lunde said.', 'The mayor, Lars Moe, left.')).toBe(false);
    expect(names('The troops of Russia left.', 'The troops left for Moscow.')).toBe(false);
    expect(names('The mission of the UN left.', 'The mission of the United Nations left.')).toBe(false);
  });

  it.each([
    'a',
    'éa',
    '1',
    '1.',
    'in ',
    'in A',
    'first ',
    'é teen',
    "A'",
    'twenty-',
    'éAB',
    'a May 1 ',
    ', B',
  ])('is found in time that grows with the text, of %j over and over', (part) => {
    const long = `in A ${part.repeat(100_000 / part.length)}`;
    const startedAt = performance.now();
    const { elsewhere, otherTurn, sameMarks, sharesNumber, otherNames } = apart(long, 'in B the first two');
    elsewhere();
    otherTurn();
    sameMarks();
    sharesNumber();
    otherNames();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
