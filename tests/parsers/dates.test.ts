import { afterEach, describe, expect, it } from 'vitest';
import { asWritten, feedInstant, readDate } from '../../src/parsers/dates.ts';
import { pageDate } from '../../src/parsers/page-dates.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('a date in a feed', () => {
  it.each([
    ['Tue, 04 Mar 2031 10:15:00 +0200', '2031-03-04T08:15:00.000Z'],
    ['4 Mar 31 10:15 EST', '2031-03-04T15:15:00.000Z'],
    ['Tue Mar  4 10:15:00 2031', '2031-03-04T10:15:00.000Z'],
    ['2031-03-04', '2031-03-04T00:00:00.000Z'],
    ['2031-03-04 10:15', '2031-03-04T10:15:00.000Z'],
    ['March 4, 2031 - 3:07pm', '2031-03-04T15:07:00.000Z'],
    ['mar., 04 mars 2031 10:15:00 +0100', '2031-03-04T09:15:00.000Z'],
    ['Di, 4 März 2031 10:15:00 +0100', '2031-03-04T09:15:00.000Z'],
    ['03/14/2031 4:20 pm PST', '2031-03-15T00:20:00.000Z'],
    ['04.03.2031 10:15', '2031-03-04T10:15:00.000Z'],
    ['2031년 3월 4일 10:15:00', '2031-03-04T01:15:00.000Z'],
    ['Fri, 4 Jul 2031 10:15:00 Europe/Oslo', '2031-07-04T08:15:00.000Z'],
    ['1930385700', '2031-03-04T10:15:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(feedInstant(text)).toBe(instant);
  });

  it('is the same in every timezone of the machine', () => {
    const read = () => ['2031-03-04 10:15', 'Tue, 04 Mar 2031 10:15:00', '2031-03-04'].map(feedInstant);
    const here = read();
    for (const name of ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC']) {
      process.env.TZ = name;
      expect(read()).toEqual(here);
    }
  });

  it.each(['', 'soon', '31 February 2031', '2031-13-01', '45:99', '3 hours ago'])(
    'that is none is not made up: %s',
    (text) => {
      expect(feedInstant(text)).toBeUndefined();
    },
  );
});

describe('a date on a page', () => {
  it('keeps its own offset and its fraction of a second', () => {
    expect(pageDate('2031-03-04T10:15:00.250+0200')).toBe('2031-03-04T10:15:00.250+02:00');
    expect(pageDate('4 March 2031, 10:15 GMT')).toBe('2031-03-04T10:15:00Z');
  });

  it('is a day where its offset is not given', () => {
    expect(pageDate('2031-03-04T10:15:00')).toBe('2031-03-04');
    expect(pageDate('Published on Tuesday 4 March 2031 at 10:15')).toBe('2031-03-04');
  });

  it('is not read where day and month could be either', () => {
    expect(pageDate('03/04/2031')).toBeUndefined();
    expect(pageDate('03/04/2031', 'day-first')).toBe('2031-04-03');
    expect(pageDate('23/04/2031')).toBe('2031-04-23');
  });

  it('needs a day', () => {
    const parts = readDate('March 2031');
    expect(parts).toEqual({ year: 2031, month: 3 });
    expect(parts && asWritten(parts)).toBeUndefined();
  });
});
