import { describe, expect, it } from 'vitest';
import { type Direction, findTimes } from '../../src/compare/time.ts';

/** Thursday. */
const PUBLISHED = '2024-02-15';

function rangeOf(text: string, direction: Direction = 'past', anchor?: string): string | null {
  const context = anchor === undefined ? { published: PUBLISHED } : { published: PUBLISHED, anchor };
  const [first] = findTimes(text, context, () => direction);
  if (!first) return null;
  return first.range.from === first.range.to ? first.range.from : `${first.range.from}..${first.range.to}`;
}

describe('findTimes', () => {
  it.each([
    ['the talks resumed on Sunday', 'past', '2024-02-11'],
    ['the talks will resume on Sunday', 'future', '2024-02-18'],
    ['will return to its work on next Sunday', 'future', '2024-02-18'],
    ['on Thursday', 'past', '2024-02-15'],
    ['last Thursday', 'past', '2024-02-08'],
    ['yesterday', 'past', '2024-02-14'],
    ['two days ago', 'past', '2024-02-13'],
    ['on 28 January', 'past', '2024-01-28'],
    ['Nov. 1, 2011', 'past', '2011-11-01'],
    ['the fifteenth of September', 'future', '2024-09-15'],
    ['since mid-October', 'past', '2023-10-11..2023-10-20'],
    ['in late January', 'past', '2024-01-20..2024-01-31'],
    ['at the end of last January', 'past', '2024-01-20..2024-01-31'],
    ['in August 2023', 'past', '2023-08-01..2023-08-31'],
    ['on May 10-11', 'future', '2024-05-10..2024-05-11'],
    ['on Monday, November 13', 'past', '2023-11-13'],
    ['on Thursday, the 22nd', 'future', '2024-02-22'],
    ['its 2003 invasion', 'past', null],
    ['in 2011', 'past', '2011-01-01..2011-12-31'],
  ] as const)('reads "%s" (%s) as %s', (text, direction, range) => {
    expect(rangeOf(text, direction)).toBe(range);
  });

  it('counts "later" from the day told before, and gives no day where none was', () => {
    expect(rangeOf('Three days later they left', 'past', '2024-02-01')).toBe('2024-02-04');
    expect(rangeOf('Three days later they left')).toBe(null);
    expect(rangeOf('twelve days after the raid')).toBe(null);
  });

  it('takes no verb for a month', () => {
    expect(rangeOf('they may march against it')).toBe(null);
    expect(rangeOf('Armenian units declared')).toBe(null);
  });

  it('tells a bound from a date', () => {
    const bounds = findTimes('since Sunday, and out by 15 May', { published: PUBLISHED }, () => 'future');
    expect(bounds.map(({ bound }) => bound)).toEqual(['since', 'by']);
  });
});
