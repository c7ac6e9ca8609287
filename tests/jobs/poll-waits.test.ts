import { describe, expect, test } from 'vitest';
import { freshForMs, habitOf, nextPoll } from '../../src/jobs/poll-waits.ts';
import type { FeedState } from '../../src/model/feed.ts';
import { itemOf } from './samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Sunday. */
const NOW = new Date('2024-02-11T12:00:00.000Z');
const LIMITS = { pollEveryMs: 15 * MINUTE, quietPollMs: HOUR, slowestPollMs: DAY };

function waitOf(state: Partial<FeedState>, chance = 0): number {
  const { notBefore } = nextPoll(state, NOW, LIMITS, chance);
  return notBefore === undefined ? 0 : Math.round((Date.parse(notBefore) - NOW.getTime()) / MINUTE);
}

describe('an answer is held for fresh', () => {
  test.each([
    [{ 'cache-control': 'public, max-age=3600' }, HOUR],
    [{ 'cache-control': 'max-age=3600', age: '600' }, 50 * MINUTE],
    [{ 'cache-control': 's-maxage=60' }, undefined],
    [{ 'cache-control': 'no-cache, max-age=3600' }, 0],
    [{ expires: 'Sun, 11 Feb 2024 13:00:00 GMT' }, HOUR],
    [{ expires: 'Sun, 11 Feb 2024 13:00:00 GMT', date: 'Sun, 11 Feb 2024 12:30:00 GMT' }, 30 * MINUTE],
    [{ expires: '0' }, 0],
    [{}, undefined],
  ])('%j', (headers, ms) => {
    expect(freshForMs(headers as Record<string, string>, NOW)).toBe(ms);
  });
});

describe('the next poll', () => {
  test('is the next tick when nobody asks for more', () => {
    expect(nextPoll({}, NOW, LIMITS, 0)).toEqual({});
    expect(nextPoll({ asks: { freshMs: 5 * MINUTE, ttlMs: 15 * MINUTE } }, NOW, LIMITS, 0)).toEqual({});
  });

  test('waits for the longer of max-age and ttl, and no longer than the slowest poll', () => {
    expect(waitOf({ asks: { freshMs: 100 * MINUTE, ttlMs: 50 * MINUTE } })).toBe(99);
    expect(waitOf({ asks: { freshMs: 365 * DAY } })).toBe(Math.round(24 * 60 * 0.99));
  });

  test('is not in the hours and on the days a feed wants skipped', () => {
    expect(waitOf({ asks: { skipHours: [12, 13] } })).toBe(120);
    expect(waitOf({ asks: { skipHours: [11, 14] } })).toBe(0);
    expect(waitOf({ asks: { skipDays: [0] } })).toBe(12 * 60);
    expect(waitOf({ asks: { skipHours: [0], skipDays: [0] } })).toBe(13 * 60);
  });

  test('comes after the slowest wait though a feed wants every hour skipped', () => {
    expect(waitOf({ asks: { skipHours: Array.from({ length: 24 }, (_, hour) => hour) } })).toBe(24 * 60);
  });

  test('follows how often a feed publishes, between the shortest and the quiet wait', () => {
    expect(waitOf({ habitMs: 10 * MINUTE })).toBe(0);
    expect(waitOf({ habitMs: 2 * HOUR })).toBe(30);
    expect(waitOf({ habitMs: 3 * DAY })).toBe(59);
    expect(waitOf({ habitMs: MINUTE, lastItemAt: '2024-02-11T06:00:00.000Z' })).toBe(45);
  });

  test('varies by a tenth, so that feeds do not fall into step', () => {
    expect(waitOf({ habitMs: 2 * HOUR }, 0.999)).toBe(27);
  });
});

describe('the habit of a feed', () => {
  test('is the middle of its latest gaps; items to come and undated ones do not count', () => {
    const at = (hour: number) => itemOf(`${hour}`, { publishedAt: new Date(hour * HOUR).toISOString() });
    const { publishedAt: _, ...undated } = itemOf('undated');
    const items = [at(100), at(101), at(103), at(150), undated, at(10_000_000)];
    expect(habitOf(items, NOW)).toBe(2 * HOUR);
    expect(habitOf([at(100)], NOW)).toBeUndefined();
  });
});
