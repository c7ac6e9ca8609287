import { afterEach, describe, expect, it } from 'vitest';
import { asWritten, readDate } from '../../src/parsers/dates.ts';
import { feedInstant } from '../../src/parsers/feed-dates.ts';
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

describe('a date of a feed', () => {
  it.each([
    ['2024-W06-1', '2024-02-05T00:00:00.000Z'],
    ['Mon, 05 Feb 2024 24:00:00 GMT', '2024-02-06T00:00:00.000Z'],
    ['5th of March, 2024 at 3pm', '2024-03-05T15:00:00.000Z'],
    ['2024. február 5., hétfő 08:00', '2024-02-05T08:00:00.000Z'],
    ['2024 m. vasario 5 d. 08:00', '2024-02-05T08:00:00.000Z'],
    ['5. helmikuuta 2024 klo 8.00', '2024-02-05T08:00:00.000Z'],
    ['5 tháng 2 năm 2024 08:00', '2024-02-05T08:00:00.000Z'],
    ['05 Tháng Mười Hai 2024', '2024-12-05T00:00:00.000Z'],
    ['5 تشرين الثاني 2024 08:00', '2024-11-05T08:00:00.000Z'],
    ['٥ فبراير ٢٠٢٤', '2024-02-05T00:00:00.000Z'],
    ['5 फ़रवरी 2024 08:00', '2024-02-05T08:00:00.000Z'],
    ['৫ ফেব্রুয়ারি ২০২৪', '2024-02-05T00:00:00.000Z'],
    ['5 กุมภาพันธ์ 2567', '2024-02-05T00:00:00.000Z'],
    ['5 фебруар 2024 08:00', '2024-02-05T08:00:00.000Z'],
    ['5 Chwefror 2024', '2024-02-05T00:00:00.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 ACST', '2024-02-04T22:30:00.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 IRST', '2024-02-05T04:30:00.000Z'],
    // RFC 5322, 4.3: zones of one letter are worth nothing.
    ['Mon, 05 Feb 2024 08:00:00 A', '2024-02-05T08:00:00.000Z'],
    ['2024-W06-1T08:00:00Z', '2024-02-05T08:00:00.000Z'],
    ['2024-036T08:00Z', '2024-02-05T08:00:00.000Z'],
    ['20240205080000', '2024-02-05T08:00:00.000Z'],
    ['1707120000.5', '2024-02-05T08:00:00.000Z'],
    ['2024', '2024-01-01T00:00:00.000Z'],
    ['05/Feb/2024:08:00:00 +0100', '2024-02-05T07:00:00.000Z'],
    ['Mon, 05 Feb 2024 08.00.00 GMT', '2024-02-05T08:00:00.000Z'],
    ['Mon, 05 Feb 2024 8:5:3 GMT', '2024-02-05T08:05:03.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 - 0500', '2024-02-05T13:00:00.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 &#43;0100', '2024-02-05T07:00:00.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 Eastern Standard Time', '2024-02-05T13:00:00.000Z'],
    ['Mon, 05 Feb 2024 08:00:00 Pacific Time', '2024-02-05T16:00:00.000Z'],
    ['02/05/2024 08:00 AM', '2024-02-05T08:00:00.000Z'],
    ['Mon, 05/02/2024 08:00', '2024-02-05T08:00:00.000Z'],
    ['05/02/2024 08:00 CET', '2024-02-05T07:00:00.000Z'],
    ['lun., 05/02/2024 08:00', '2024-02-05T08:00:00.000Z'],
    ['lundi 5 février 2024 à 8 h 30', '2024-02-05T08:30:00.000Z'],
    ['5. Jänner 2024', '2024-01-05T00:00:00.000Z'],
    ['5. 2. 2024', '2024-02-05T00:00:00.000Z'],
    ['2024. 02. 05. 08:00', '2024-02-05T08:00:00.000Z'],
    ['5 febbraio 2024, ore 8.30', '2024-02-05T08:30:00.000Z'],
    ['5 Februari 2024 pukul 13.05', '2024-02-05T13:05:00.000Z'],
    ['5 d’abril del 2024', '2024-04-05T00:00:00.000Z'],
    ['17-aprel, 2024', '2024-04-17T00:00:00.000Z'],
    ['17 listopada 2024', '2024-11-17T00:00:00.000Z'],
    ['2024. gada 5. februāris', '2024-02-05T00:00:00.000Z'],
    ['5 Φεβρουαρίου 2024 στις 1:05 μ.μ.', '2024-02-05T13:05:00.000Z'],
    ['5 de febrero de 2024, 1:05 p. m.', '2024-02-05T13:05:00.000Z'],
    ['2024年2月5日 10時30分', '2024-02-05T10:30:00.000Z'],
    ['2024年2月5日 下午3:04', '2024-02-05T15:04:00.000Z'],
    ['2024년 2월 5일 15시 4분', '2024-02-05T06:04:00.000Z'],
    ['5 בפברואר 2024', '2024-02-05T00:00:00.000Z'],
    ['١٧‏/٠٢‏/٢٠٢٤', '2024-02-17T00:00:00.000Z'],
    ['5 فروری، 2024', '2024-02-05T00:00:00.000Z'],
    ['วันจันทร์ที่ 5 กุมภาพันธ์ พ.ศ. 2567 เวลา 13:05', '2024-02-05T13:05:00.000Z'],
    // What programs write for none.
    ['-0001-11-30T00:00:00+00:00', undefined],
    ['Mon, 01 Jan 0001 00:00:00 GMT', undefined],
    ['2024-W54', undefined],
    ['Thu, 31 Nov 2024 08:00:00 GMT', undefined],
  ])('%s', (text, instant) => {
    expect(feedInstant(text)).toBe(instant);
  });
});
