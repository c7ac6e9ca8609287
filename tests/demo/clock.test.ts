import { describe, expect, test } from 'vitest';
import { createDemoClock } from '../../src/demo/clock.ts';

const DAYS = ['2031-03-01T12:00:00Z', '2031-03-02T12:00:00Z', '2031-05-31T12:00:00Z'].map(
  (at) => new Date(at),
);

function clockOf(options: Partial<Parameters<typeof createDemoClock>[0]> = {}) {
  let realMs = Date.parse('2026-11-22T08:00:00Z');
  const clock = createDemoClock({ instants: DAYS, now: () => new Date(realMs), ...options });
  const pass = (ms: number) => {
    realMs += ms;
    return clock.now().toISOString();
  };
  return { clock, pass };
}

describe('the demo clock', () => {
  test('begins a minute before the first publication, and goes at the pace of real time', () => {
    const { clock, pass } = clockOf();
    expect(pass(0)).toBe('2031-03-01T11:59:00.000Z');
    expect(pass(5000)).toBe('2031-03-01T11:59:05.000Z');
    expect(clock.publishedCount()).toBe(0);
  });

  test('leaps from one publication to the next, however far apart they lie', () => {
    const { clock } = clockOf();
    const seen = DAYS.map(() => [clock.leap(), clock.now().toISOString(), clock.publishedCount()]);
    expect(seen).toEqual(DAYS.map((day, index) => [true, day.toISOString(), index + 1]));
    expect(clock.leap()).toBe(false);
  });

  test('waits before a publication, however long nobody makes it leap', () => {
    const { clock, pass } = clockOf();
    clock.leap();
    expect(pass(365 * 86_400_000)).toBe('2031-03-02T11:59:59.999Z');
    expect(clock.publishedCount()).toBe(1);
  });

  test('goes on at the pace of real time past the last one', () => {
    const { clock, pass } = clockOf();
    while (clock.leap());
    expect(pass(63_000)).toBe('2031-05-31T12:01:03.000Z');
  });

  test('never goes back', () => {
    const { clock, pass } = clockOf();
    const times = Array.from({ length: 200 }, (_, step) => {
      if (step % 50 === 49) clock.leap();
      return pass(step * 1300);
    });
    expect(times).toEqual([...times].sort());
  });

  test('goes on where an interrupted demo left off', () => {
    const { clock, pass } = clockOf({ from: new Date('2031-03-02T12:00:00Z') });
    expect(pass(0)).toBe('2031-03-02T12:00:00.000Z');
    expect(clock.publishedCount()).toBe(2);
    clock.leap();
    expect(pass(0)).toBe('2031-05-31T12:00:00.000Z');
  });

  test('takes instants in any order, two of them alike, and none', () => {
    const twins = clockOf({ instants: [...DAYS, ...DAYS].reverse() }).clock;
    let leaps = 0;
    while (twins.leap()) leaps += 1;
    expect([leaps, twins.publishedCount()]).toEqual([3, 6]);
    const none = clockOf({ instants: [] }).clock;
    expect([none.leap(), none.publishedCount()]).toEqual([false, 0]);
  });
});
