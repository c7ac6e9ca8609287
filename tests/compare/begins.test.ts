import { describe, expect, it } from 'vitest';
import { beginFeatures } from '../../src/compare/begins.ts';
import { mentionsOf } from '../../src/compare/mention.ts';
import { indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { articleOf, lexicon } from './watch.ts';

const mentions = (...paragraphs: string[]) => {
  const article = articleOf('Miners walk out', '2025-03-17', paragraphs);
  return mentionsOf(readArticle(article, '2025-03-17', lexicon, indexNames([])), lexicon);
};

describe('beginFeatures', () => {
  it('has nothing to go by where nothing was told before', () => {
    const [first] = mentions('Copper miners at Veldhoek walked out on Monday.');
    expect(first && beginFeatures(first, [])).toEqual({ toldNone: 1 });
  });

  it('tells a sentence that goes on with the lead from one of another matter and day', () => {
    const [lead, goesOn, other] = mentions(
      'Copper miners at Veldhoek walked out on Monday over night shifts. The walkout at Veldhoek began when the night shift left the pit.',
      'On 2 March a court in Brenn fined the rail operator.',
    );
    if (!lead || !goesOn || !other) throw new Error('three sentences tell something');
    const near = beginFeatures(goesOn, [lead]);
    const far = beginFeatures(other, [lead]);
    expect(near.toldInParagraph).toBe(1);
    expect(near.toldDefinite).toBe(1);
    expect(near.toldNames).toBeGreaterThan(far.toldNames ?? 1);
    expect(far.toldApart).toBe(1);
    expect(near.toldApart).toBe(0);
  });

  it('never holds against a second event that its sentence told one before', () => {
    const [first, second] = mentions(
      'Talks were suspended on Friday after an attack on 2 March killed three guards at the dam.',
    );
    if (!first || !second) throw new Error('the sentence tells two events');
    const features = beginFeatures(second, [first]);
    expect(features).toMatchObject({ toldHere: 1, toldWords: 0, toldNames: 0, toldCommon: 0 });
  });
});
