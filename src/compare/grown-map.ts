import { Later } from '../model/later.ts';

/** Stands where a key is gone: one look tells it from a key that nothing lies over. */
const GONE = Symbol('gone');

/**
 * A map that grows by steps without being copied whole: what the latest steps changed lies over what was there before.
 * Immutable; iterates in the order in which keys came. Values of the base may be made when they are first asked for.
 */
export class GrownMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #base: ReadonlyMap<K, V | Later<V>>;
  readonly #over: ReadonlyMap<K, V | Later<V> | typeof GONE>;

  constructor(
    base: ReadonlyMap<K, V | Later<V>> = new Map(),
    over: ReadonlyMap<K, V | Later<V> | typeof GONE> = new Map(),
    size = base.size,
  ) {
    this.#base = base;
    this.#over = over;
    this.size = size;
  }

  /** The map with values put in place of those with the same key; undefined takes a key away. */
  with(changes: ReadonlyMap<K, V | undefined>): GrownMap<K, V> {
    if (changes.size === 0) return this;
    const over = new Map(this.#over);
    let { size } = this;
    for (const [key, value] of changes) {
      size += Number(value !== undefined) - Number(this.has(key));
      over.set(key, value === undefined ? GONE : value);
    }
    const next = new GrownMap(this.#base, over, size);
    // Each step copies what lies over, and one in over.size / changes.size the base: together least at this size.
    const most = Math.sqrt(2 * this.#base.size * changes.size);
    return over.size <= Math.max(LEAST, most) ? next : new GrownMap(new Map(next.#held()));
  }

  get(key: K): V | undefined {
    return made(this.#heldAt(key));
  }

  has(key: K): boolean {
    return this.#heldAt(key) !== undefined;
  }

  #heldAt(key: K): V | Later<V> | undefined {
    const over = this.#over.get(key);
    if (over === undefined) return this.#base.get(key);
    return over === GONE ? undefined : over;
  }

  *#held(): Generator<[K, V | Later<V>]> {
    for (const [key, below] of this.#base) {
      const value = this.#over.get(key) ?? below;
      if (value !== GONE) yield [key, value];
    }
    for (const [key, value] of this.#over) if (value !== GONE && !this.#base.has(key)) yield [key, value];
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, held] of this.#held()) {
      const value = made(held);
      if (value !== undefined) yield [key, value];
    }
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }
}

function made<V>(held: V | Later<V> | undefined): V | undefined {
  return held instanceof Later ? held.value : held;
}

/** So few keys may always lie over. */
const LEAST = 64;
