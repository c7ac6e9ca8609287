import { describe, expect, it } from 'vitest';
import { type Direction, findTimes } from '../../src/compare/time.ts';
import { TIME_RULES } from '../../src/compare/time-rules.ts';
import { signsIn } from '../../src/compare/time-signs.ts';

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

  it.each([
    'on 2024-02-01, 3 to 5 May, may 3 and 4, the fifth of june, 2 days ago, two weeks later, in 2011',
    'thursday of last week, last week on friday, next monday, by the end of october, mid-march',
    'today, tonight, yesterday, tomorrow, overnight, last night, this morning, this afternoon, this evening',
    'over the weekend, next month, the past year, the coming week, on the 4th, the first of this month',
  ])('looks for a time where its signs stand: "%s"', (text) => {
    const signs = signsIn(text);
    for (const { needs, pattern } of TIME_RULES) {
      if (text.search(pattern) >= 0) expect(needs.filter((sign) => !signs.has(sign))).toEqual([]);
    }
    for (const part of text.split(', ')) {
      const own = signsIn(part);
      const fits = TIME_RULES.filter(({ pattern }) => part.search(pattern) >= 0);
      expect(fits.every(({ needs }) => needs.every((sign) => own.has(sign)))).toBe(true);
    }
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
