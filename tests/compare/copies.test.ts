import { describe, expect, it } from 'vitest';
import { originOf, PRINTS_KEPT, withPrints } from '../../src/compare/copies.ts';
import { GrownMap } from '../../src/compare/grown-map.ts';
import type { ArticlePrint } from '../../src/model/dossier.ts';
import { articleOf } from './watch.ts';

const NOTHING = { prints: new GrownMap<string, ArticlePrint>(), copies: new GrownMap<number, string>() };
const FORGOTTEN = 10;

/** Of articles that have nothing in common. */
const prints = Array.from({ length: PRINTS_KEPT + FORGOTTEN }, (_, n) => ({
  articleId: `a${n}`,
  title: `Report ${n}`,
  source: `Paper ${n}`,
  sketch: Array.from({ length: 8 }, (_, i) => n * 8 + i),
}));

describe('the prints of articles read', () => {
  it('are kept of so many articles, the latest', () => {
    const read = withPrints(NOTHING, prints);
    expect(read.prints.size).toBe(PRINTS_KEPT);
    expect([...read.prints.keys()][0]).toBe(`a${FORGOTTEN}`);
    expect(read.copies.size).toBe(6 * PRINTS_KEPT);
  });

  it('are the same read one by one as loaded at once', () => {
    const once = withPrints(NOTHING, prints);
    const steps = prints.reduce((before, print) => withPrints(before, [print]), NOTHING);
    expect([...steps.prints]).toEqual([...once.prints]);
    expect(new Map(steps.copies)).toEqual(new Map(once.copies));
  });

  it('tell where a copy comes from as long as they are kept', () => {
    const read = withPrints(NOTHING, prints);
    const copyOf = (n: number) => ({ ...(prints[n] as (typeof prints)[number]), articleId: 'acopy' });
    const copy = articleOf('Told again', '2025-03-17', [], { source: 'Copy Times' });
    expect(originOf(copy, copyOf(FORGOTTEN), read)).toBe(`Paper ${FORGOTTEN}`);
    expect(originOf(copy, copyOf(0), read)).toBe('Copy Times');
  });
});
