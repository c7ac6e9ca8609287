import { describe, expect, it } from 'vitest';
import { GrownMap } from '../../src/compare/grown-map.ts';

/** Steps that add, replace and take away, by a fixed rule. */
function steps(count: number): ReadonlyMap<number, string | undefined>[] {
  return Array.from({ length: count }, (_, step) => {
    const changes = new Map<number, string | undefined>();
    for (let i = 0; i < 7; i++) {
      const key = (step * 31 + i * 17) % 900;
      changes.set(key, (step + i) % 5 === 0 ? undefined : `${step}-${i}`);
    }
    return changes;
  });
}

describe('GrownMap', () => {
  it('holds what a Map holds that takes the same steps', () => {
    const plain = new Map<number, string>();
    let grown = new GrownMap<number, string>();
    for (const changes of steps(400)) {
      for (const [key, value] of changes) value === undefined ? plain.delete(key) : plain.set(key, value);
      grown = grown.with(changes);
      expect(grown.size).toBe(plain.size);
    }
    expect(new Map(grown)).toEqual(plain);
    for (let key = 0; key < 900; key++) {
      expect(grown.get(key)).toBe(plain.get(key));
      expect(grown.has(key)).toBe(plain.has(key));
    }
    expect([...grown.keys()].sort()).toEqual([...plain.keys()].sort());
    expect([...grown.values()].sort()).toEqual([...plain.values()].sort());
  });

  it('keeps the order in which keys came', () => {
    const first = new GrownMap<string, number>().with(new Map([['b', 1]]));
    const second = first.with(new Map([['a', 2]])).with(new Map([['b', 3]]));
    expect([...second]).toEqual([
      ['b', 3],
      ['a', 2],
    ]);
  });

  it('leaves the map it grew from as it was', () => {
    const before = new GrownMap<string, number>().with(new Map([['a', 1]]));
    before.with(new Map([['a', undefined]]));
    expect([...before]).toEqual([['a', 1]]);
  });
});
