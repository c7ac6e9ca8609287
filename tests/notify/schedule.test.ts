import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/model/errors.ts';
import type { DigestFrequency } from '../../src/model/mail.ts';
import { checkTimezone, localDay, nextDigestAt, quietUntil } from '../../src/notify/schedule.ts';
import { inZone } from '../../src/notify/zone.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];

function dueTimes(digest: DigestFrequency, hour: number, timezone: string, from: string, to: string): Date[] {
  const times: Date[] = [];
  let at = nextDigestAt({ digest, hour, timezone }, new Date(from));
  while (at && at < new Date(to)) {
    times.push(at);
    at = nextDigestAt({ digest, hour, timezone }, at);
  }
  return times;
}

describe.each(ZONES)('over a year in %s', (timezone) => {
  test.each([0, 1, 2, 3, 7, 23])('a daily digest at %i comes exactly once on every local day', (hour) => {
    const times = dueTimes('daily', hour, timezone, '2024-01-01T12:34:00Z', '2025-01-01T12:34:00Z');
    const days = times.map((at) => localDay(at, timezone));
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe(366);
  });

  test('a daily digest at 7 comes when the clock on the wall shows 07:00', () => {
    const times = dueTimes('daily', 7, timezone, '2024-01-01T12:34:00Z', '2025-01-01T12:34:00Z');
    const shown = new Set(times.map((at) => inZone(at, timezone).toISOString().slice(11)));
    expect([...shown]).toEqual(['07:00:00.000Z']);
  });

  test('an hourly digest comes on every full hour the clock shows, never twice for one', () => {
    const times = dueTimes('hourly', 0, timezone, '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z');
    expect(times.every((at) => inZone(at, timezone).getTime() % 3_600_000 === 0)).toBe(true);
    const gaps = times.slice(1).map((at, i) => at.getTime() - (times[i]?.getTime() ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_800_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_400_000);
    expect(Math.abs(times.length - 8784)).toBeLessThanOrEqual(2);
  });
});

test('in the hour that clocks skip a digest comes when the gap ends', () => {
  const at = nextDigestAt(
    { digest: 'daily', hour: 2, timezone: 'Europe/Berlin' },
    new Date('2024-03-30T12:00:00Z'),
  );
  expect(at?.toISOString()).toBe('2024-03-31T01:00:00.000Z');
});

test('in the hour that clocks show twice a digest comes at the first', () => {
  const berlin = { digest: 'daily', hour: 2, timezone: 'Europe/Berlin' } as const;
  const first = nextDigestAt(berlin, new Date('2024-10-26T12:00:00Z'));
  expect(first?.toISOString()).toBe('2024-10-27T00:00:00.000Z');
  const next = nextDigestAt(berlin, new Date('2024-10-27T00:30:00Z'));
  expect(next?.toISOString()).toBe('2024-10-28T01:00:00.000Z');
});

test('half an hour of summer time keeps a Lord Howe digest at its hour', () => {
  const lordHowe = { digest: 'daily', hour: 2, timezone: 'Australia/Lord_Howe' } as const;
  // Clocks go from 02:00 to 02:30 on 6 October 2024.
  expect(nextDigestAt(lordHowe, new Date('2024-10-05T12:00:00Z'))?.toISOString()).toBe(
    '2024-10-05T15:30:00.000Z',
  );
});

test('a zone that skips a whole day (Samoa, 30 December 2011) skips that digest', () => {
  const times = dueTimes('daily', 7, 'Pacific/Apia', '2011-12-28T12:00:00Z', '2012-01-02T12:00:00Z');
  const days = times.map((at) => localDay(at, 'Pacific/Apia'));
  expect(days).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01', '2012-01-02']);
});

test('weekdays are Monday to Friday and weekly is Monday, by the reader’s own calendar', () => {
  const kiritimati = 'Pacific/Kiritimati'; // UTC+14: their Monday begins on UTC's Sunday.
  const weekdays = dueTimes('weekdays', 7, kiritimati, '2024-06-01T00:00:00Z', '2024-06-17T00:00:00Z');
  expect(weekdays.map((at) => inZone(at, kiritimati).getUTCDay())).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1]);
  const weekly = dueTimes('weekly', 0, kiritimati, '2024-06-01T00:00:00Z', '2024-06-17T00:00:00Z');
  expect(weekly.map((at) => at.toISOString())).toEqual([
    '2024-06-02T10:00:00.000Z',
    '2024-06-09T10:00:00.000Z',
    '2024-06-16T10:00:00.000Z',
  ]);
});

test('a digest due right now is the next one’s beginning, not due again', () => {
  const utc = { digest: 'daily', hour: 7, timezone: 'UTC' } as const;
  const now = new Date('2024-06-01T07:00:00Z');
  expect(nextDigestAt(utc, now)?.toISOString()).toBe('2024-06-02T07:00:00.000Z');
  expect(nextDigestAt(utc, new Date(now.getTime() - 1))).toEqual(now);
});

test('who wants no digest has none due', () => {
  expect(nextDigestAt({ digest: 'off', hour: 7, timezone: 'UTC' }, new Date())).toBeNull();
});

test('a zone that is none is refused with a word on what one looks like', () => {
  expect(() => checkTimezone('Europe/Atlantis')).toThrow(AppError);
  expect(() => checkTimezone('Europe/Atlantis')).toThrow(/"Europe\/Atlantis" is not a time zone/);
  expect(() => checkTimezone('')).toThrow(AppError);
  expect(() => checkTimezone('Asia/Kathmandu')).not.toThrow();
  expect(() => nextDigestAt({ digest: 'daily', hour: 7, timezone: 'Mars' }, new Date())).toThrow(AppError);
});

test('the local day is the reader’s, not UTC’s', () => {
  const at = new Date('2024-06-01T22:30:00Z');
  expect(localDay(at, 'Europe/Berlin')).toBe('2024-06-02');
  expect(localDay(at, 'America/New_York')).toBe('2024-06-01');
});

describe('quiet hours', () => {
  const end = (quiet: { from: number; to: number }, timezone: string, at: string) =>
    quietUntil({ quiet, timezone }, new Date(at))?.toISOString() ?? null;

  test.each([
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-02-11T20:59:59Z', null],
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-02-11T21:00:00Z', '2024-02-12T06:00:00.000Z'],
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-02-12T05:59:59Z', '2024-02-12T06:00:00.000Z'],
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-02-12T06:00:00Z', null],
    ['UTC', { from: 13, to: 15 }, '2024-02-12T14:30:00Z', '2024-02-12T15:00:00.000Z'],
    // Clocks go forward at 02:00: the night is an hour shorter, and an end at 02:00 comes at 03:00.
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-03-30T22:00:00Z', '2024-03-31T05:00:00.000Z'],
    ['Europe/Berlin', { from: 22, to: 2 }, '2024-03-30T22:00:00Z', '2024-03-31T01:00:00.000Z'],
    // Clocks go back at 03:00: the hour from 02:00 comes twice.
    ['Europe/Berlin', { from: 22, to: 7 }, '2024-10-26T21:00:00Z', '2024-10-27T06:00:00.000Z'],
    ['Asia/Kolkata', { from: 0, to: 6 }, '2024-02-11T20:00:00Z', '2024-02-12T00:30:00.000Z'],
  ])('%s %j at %s end at %s', (timezone, quiet, at, expected) => {
    expect(end(quiet, timezone, at)).toBe(expected);
  });
});
