import { describe, expect, test } from 'vitest';
import { assign } from '../../src/eval/assign.ts';

type Costs = readonly (readonly (number | null)[])[];

/** The most pairs there can be, by trying everything. */
function mostPairs(costs: Costs, worker = 0, taken: ReadonlySet<number> = new Set()): number {
  const row = costs[worker];
  if (!row) return 0;
  const without = mostPairs(costs, worker + 1, taken);
  const withOne = row.map((cost, task) =>
    cost === null || taken.has(task) ? 0 : 1 + mostPairs(costs, worker + 1, new Set([...taken, task])),
  );
  return Math.max(without, ...withOne);
}

/** Reproducible noise. */
function* noise(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

describe('an assignment', () => {
  test('gives each worker one task at most, and no task to two', () => {
    expect(
      assign([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([0, 1, null]);
  });

  test('takes the cheap pair, the earlier one where both cost the same', () => {
    expect(assign([[2, 1, 1]])).toEqual([1]);
    expect(assign([[2], [1]])).toEqual([null, 0]);
  });

  test('makes way for a worker that can do no other', () => {
    expect(
      assign([
        [0, 5],
        [3, null],
      ]),
    ).toEqual([1, 0]);
  });

  test('leaves out what cannot be', () => {
    expect(assign([[null], []])).toEqual([null, null]);
    expect(assign([])).toEqual([]);
  });

  test('makes as many pairs as can be, whatever the costs', () => {
    const random = noise(7);
    const next = () => random.next().value;
    for (let round = 0; round < 300; round++) {
      const tasks = Math.floor(next() * 5);
      const costs: Costs = Array.from({ length: Math.floor(next() * 5) }, () =>
        Array.from({ length: tasks }, () => (next() < 0.5 ? null : Math.floor(next() * 4))),
      );
      const assigned = assign(costs).filter((task) => task !== null);
      expect(new Set(assigned).size).toBe(assigned.length);
      expect(assigned).toHaveLength(mostPairs(costs));
    }
  });
});
