/** Chance that comes out the same for the same seed (mulberry32). */
export interface Chance {
  /** 0 to below 1. */
  next(): number;
  /** 0 to below `limit`. */
  below(limit: number): number;
  pick<Thing>(things: readonly Thing[]): Thing;
}

export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (things) => {
      const picked = things[below(things.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
}
