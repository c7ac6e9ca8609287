import { describe, expect, test } from 'vitest';
import { createDemoClock } from '../../src/demo/clock.ts';

const DAYS = ['2031-03-01T12:00:00Z', '2031-03-02T12:00:00Z', '2031-05-31T12:00:00Z'].map(
  (at) => new Date(at),
);

function clockAt(options: Partial<Parameters<typeof createDemoClock>[0]> = {}) {
  const begin = Date.parse('2026-11-22T08:00:00Z');
  let elapsedMs = 0;
  const clock = createDemoClock({
    instants: DAYS,
    paceMs: 1000,
    now: () => new Date(begin + elapsedMs),
    ...options,
  });
  const at = (ms: number) => {
    elapsedMs = ms;
    return clock.now().toISOString();
  };
  return { clock, at, begin };
}

describe('the demo clock', () => {
  test('begins a minute before the first publication', () => {
    const { clock, at } = clockAt();
    expect(at(0)).toBe('2031-03-01T11:59:00.000Z');
    expect(clock.publishedCount()).toBe(0);
  });

  test('reaches one publication in every pace, however far apart they lie', () => {
    const { clock, at } = clockAt();
    expect([at(1000), at(2000), at(3000)]).toEqual(DAYS.map((day) => day.toISOString()));
    expect(at(2999) < at(3000)).toBe(true);
    at(2999);
    expect(clock.publishedCount()).toBe(2);
    at(3000);
    expect(clock.publishedCount()).toBe(3);
  });

  test('stays with a publication till the next one is due, so that articles are read fresh', () => {
    const { at } = clockAt();
    expect(at(1999)).toBe('2031-03-01T12:00:00.999Z');
    expect(at(2000)).toBe('2031-03-02T12:00:00.000Z');
  });

  test('never leaps past a publication that is near', () => {
    const near = [new Date('2031-03-01T12:00:00Z'), new Date('2031-03-01T12:00:00.200Z')];
    expect(clockAt({ instants: near }).at(1900)).toBe('2031-03-01T12:00:00.200Z');
  });

  test('goes on at the pace of real time past the last one', () => {
    const { at } = clockAt();
    expect(at(3250)).toBe('2031-05-31T12:00:00.250Z');
    expect(at(63_000)).toBe('2031-05-31T12:01:00.000Z');
  });

  test('never goes back', () => {
    const { at } = clockAt();
    const times = Array.from({ length: 500 }, (_, step) => at(step * 13));
    expect(times).toEqual([...times].sort());
  });

  test('says when, in real time, the last article is out', () => {
    const { clock, begin } = clockAt();
    expect(clock.finishedAt()).toEqual(new Date(begin + 3000));
  });

  test('goes on where an interrupted demo left off', () => {
    const { clock, at, begin } = clockAt({ from: new Date('2031-03-02T12:00:00Z') });
    expect(at(0)).toBe('2031-03-02T12:00:00.000Z');
    expect(clock.publishedCount()).toBe(2);
    expect(at(1000)).toBe('2031-05-31T12:00:00.000Z');
    expect(clock.finishedAt()).toEqual(new Date(begin + 1000));
  });

  test('takes instants in any order, two of them alike, and none', () => {
    const twins = clockAt({ instants: [...DAYS, ...DAYS].reverse() });
    expect([twins.at(6000), twins.clock.publishedCount()]).toEqual(['2031-05-31T12:00:00.000Z', 6]);
    expect(clockAt({ instants: [] }).clock.publishedCount()).toBe(0);
  });
});
