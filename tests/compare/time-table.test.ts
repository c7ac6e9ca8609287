import { describe, expect, it } from 'vitest';
import { findTimes } from '../../src/compare/time.ts';

/** Thursday. */
const PUBLISHED = '2024-02-15';

/** The day told just before, a Saturday. */
const ANCHOR = '2024-02-10';

function rangeOf(text: string, direction: 'past' | 'future'): string | null {
  const [first] = findTimes(text, { published: PUBLISHED, anchor: ANCHOR }, () => direction);
  if (!first) return null;
  return first.range.from === first.range.to ? first.range.from : `${first.range.from}..${first.range.to}`;
}

const WHAT_WAS = [
  // Weekdays.
  ['police said Wednesday', '2024-02-14'],
  ['the clashes late Tuesday', '2024-02-13'],
  ["Monday's vote", '2024-02-12'],
  ['in the small hours of Monday', '2024-02-12'],
  ['overnight into Sunday', '2024-02-11'],
  ['this past Saturday', '2024-02-10'],
  ['last Friday', '2024-02-09'],
  ['last Wednesday', '2024-02-07'],
  ['last Thursday', '2024-02-08'],
  ['on Friday last week', '2024-02-09'],
  ['Friday of last week', '2024-02-09'],
  ['last week Tuesday', '2024-02-06'],
  ["last week's Tuesday", '2024-02-06'],
  ['Tuesday a week ago', '2024-02-06'],
  ['on Tuesday this week', '2024-02-13'],
  ['the Friday before last', '2024-02-02'],
  ['on that same Saturday', '2024-02-10'],
  // Counted back.
  ['two days ago', '2024-02-13'],
  ['some ten days ago', '2024-02-05'],
  ['a week ago', '2024-02-08'],
  ['about 48 hours ago', '2024-02-13'],
  ['three hours ago', '2024-02-15'],
  ['a fortnight ago', '2024-01-31..2024-02-02'],
  ['a couple of weeks ago', '2024-01-31..2024-02-02'],
  ['thirteen days ago', '2024-02-02'],
  ['in the past 24 hours', '2024-02-14..2024-02-15'],
  ['over the last two days', '2024-02-13..2024-02-15'],
  ['the day before yesterday', '2024-02-13'],
  ['the night before last', '2024-02-13'],
  ['late yesterday', '2024-02-14'],
  ['last night', '2024-02-14'],
  ['earlier today', '2024-02-15'],
  // From the day told before.
  ['two days earlier', '2024-02-08'],
  ['two days before, he had gone', '2024-02-08'],
  ['three days later', '2024-02-13'],
  ['a day after, it fell', '2024-02-11'],
  ['the day before, rebels had left', '2024-02-09'],
  ['the previous night', '2024-02-09'],
  ['the preceding day', '2024-02-09'],
  ['it was done on the eve', '2024-02-09'],
  ['the next morning', '2024-02-11'],
  ['the following day', '2024-02-11'],
  ['the same evening', '2024-02-10'],
  ['that night', '2024-02-10'],
  ['earlier in the day', '2024-02-10'],
  ['hours later', null],
  ['on the last night of the fair', null],
  ['two hours after it began', null],
  ['two days before he had signed it', '2024-02-08'],
  ['the day after the vote', null],
  ['twelve days after the raid', null],
  ['on the eve of the vote', null],
  // Weeks, weekends, months.
  ['this week', '2024-02-12..2024-02-15'],
  ['earlier this week', '2024-02-12..2024-02-15'],
  ['last week', '2024-02-05..2024-02-11'],
  ['late last week', '2024-02-08..2024-02-11'],
  ['early last week', '2024-02-05..2024-02-07'],
  ['at the weekend', '2024-02-10..2024-02-11'],
  ['over the weekend', '2024-02-10..2024-02-11'],
  ['during the weekend', '2024-02-10..2024-02-11'],
  ['last weekend', '2024-02-10..2024-02-11'],
  ['earlier this month', '2024-02-01..2024-02-15'],
  ['earlier in the month', '2024-02-01..2024-02-15'],
  ['early this month', '2024-02-01..2024-02-10'],
  ['last month', '2024-01-01..2024-01-31'],
  ['late last month', '2024-01-20..2024-01-31'],
  ['at the end of last month', '2024-01-20..2024-01-31'],
  ['early in January', '2024-01-01..2024-01-10'],
  ['in the first week of January', '2024-01-01..2024-01-07'],
  ['the last week of January', '2024-01-25..2024-01-31'],
  ['in the first half of this month', '2024-02-01..2024-02-15'],
  ['the second half of December', '2023-12-16..2023-12-31'],
  ['in the closing days of last month', '2024-01-27..2024-01-31'],
  // Dates.
  ['on 3rd February', '2024-02-03'],
  ['on Feb 3', '2024-02-03'],
  ['on February the 3rd', '2024-02-03'],
  ['on the 3rd of February', '2024-02-03'],
  ['on 28 December', '2023-12-28'],
  ['on Sept 5, 2023', '2023-09-05'],
  ['on 05.09.2023', '2023-09-05'],
  ['on 25/12/2023', '2023-12-25'],
  ['on 05/09/2023', null],
  ['the 11th of this month', '2024-02-11'],
  ['16th of last month', '2024-01-16'],
  ['on the 12th', '2024-02-12'],
  ['on the 20th', '2024-01-20'],
  ['on the 12 ships', null],
  ['on the 10th anniversary', null],
  ['for the 25,000 guards', null],
  ['Monday (Feb 12)', '2024-02-12'],
  ['on Friday, 9 February', '2024-02-09'],
  ['last week, on Feb. 6', '2024-02-06'],
  // Feasts.
  ["on New Year's Eve", '2023-12-31'],
  ["on New Year's Day", '2024-01-01'],
  ['at Christmas', '2023-12-25'],
  ['the day after Christmas', '2023-12-26'],
  ['on Christmas Eve', '2023-12-24'],
  ['on Boxing Day', '2023-12-26'],
  ["on Valentine's Day", '2024-02-14'],
  ['on Good Friday', '2023-04-07'],
] as const;

const WHAT_WILL_BE = [
  ['on Friday', '2024-02-16'],
  ['on Thursday', '2024-02-15'],
  ['this Sunday', '2024-02-18'],
  ['this coming Monday', '2024-02-19'],
  ['next Monday', '2024-02-19'],
  ['on Friday of next week', '2024-02-23'],
  ['Tuesday next week', '2024-02-20'],
  ['next week on Tuesday', '2024-02-20'],
  ['next week Wednesday', '2024-02-21'],
  ['Friday week', '2024-02-23'],
  ['a week on Friday', '2024-02-23'],
  ['a week from Monday', '2024-02-26'],
  ['by Saturday', '2024-02-17'],
  ['from Monday', '2024-02-19'],
  ['starting Monday', '2024-02-19'],
  ['tomorrow', '2024-02-16'],
  ['the day after tomorrow', '2024-02-17'],
  ['tonight', '2024-02-15'],
  ['in two days', '2024-02-17'],
  ["in ten days' time", '2024-02-25'],
  ['in a week', '2024-02-22'],
  ['three days from now', '2024-02-18'],
  ['within 48 hours', '2024-02-15..2024-02-17'],
  ['within 30 days', null],
  ['at the weekend', '2024-02-17..2024-02-18'],
  ['this weekend', '2024-02-17..2024-02-18'],
  ['next week', '2024-02-19..2024-02-25'],
  ['early next week', '2024-02-19..2024-02-21'],
  ['later this week', '2024-02-15..2024-02-18'],
  ['next month', '2024-03-01..2024-03-31'],
  ['at the end of the month', '2024-02-20..2024-02-29'],
  ['at the beginning of next month', '2024-03-01..2024-03-10'],
  ['at the end of the year', '2024-12-01..2024-12-31'],
  ['early in March', '2024-03-01..2024-03-10'],
  ['in the last week of March', '2024-03-25..2024-03-31'],
  ['on the 20th', '2024-02-20'],
  ['on the 5th', '2024-03-05'],
  ['by the 20th, he said', '2024-02-20'],
  ['the 3rd of next month', '2024-03-03'],
  ['on 20 December', '2024-12-20'],
  ['the last Sunday of March', '2024-03-31'],
  ['the first Tuesday in November', '2024-11-05'],
  ['on Good Friday', '2024-03-29'],
  ['on Easter Monday', '2024-04-01'],
  ['at Christmas', '2024-12-25'],
] as const;

describe('findTimes', () => {
  it.each(WHAT_WAS)('reads "%s" of what was as %s', (text, range) => {
    expect(rangeOf(text, 'past')).toBe(range);
  });

  it.each(WHAT_WILL_BE)('reads "%s" of what will be as %s', (text, range) => {
    expect(rangeOf(text, 'future')).toBe(range);
  });

  it('takes "last Monday", said on a Tuesday, for the Monday of the week before', () => {
    const [found] = findTimes('last Monday', { published: '2024-02-13' }, () => 'past');
    expect(found?.range.from).toBe('2024-02-05');
  });

  it('takes "last weekend", said on a Sunday, for the one before', () => {
    const [found] = findTimes('last weekend', { published: '2024-02-18' }, () => 'past');
    expect(found?.range.from).toBe('2024-02-10');
  });

  it('reads a long text in time that grows with its length', () => {
    for (const piece of [
      'the end of the ',
      'in the past 24 ',
      'last week on ',
      '1.1.',
      '12/12/',
      'the same ',
      'on the 12th ',
      'a week ',
    ])
      findTimes(piece.repeat(3_000), { published: PUBLISHED }, () => 'past');
  }, 3_000);
});
