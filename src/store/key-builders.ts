import { KEYS, SCHEMA_VERSION } from './keys.ts';

/** One argument for each `<…>` of a name. */
type Ids<Name extends string> = Name extends `${string}<${string}>${infer Rest}`
  ? [id: string, ...Ids<Rest>]
  : [];

export type Keys = {
  readonly [Noun in keyof typeof KEYS]: (...ids: Ids<(typeof KEYS)[Noun]['name']>) => string;
};

/** The hash tag puts every key into one slot, so that scripts and transactions work on Redis Cluster. */
export function keyPrefix(prefix: string): string {
  if (!/^[\w{}.:-]+$/.test(prefix)) {
    throw new RangeError(`a key prefix takes letters, digits and {}.:_- only, not "${prefix}"`);
  }
  const tagged = /\{[^}]+\}/.test(prefix) ? prefix : `{${prefix}}`;
  return `${tagged}:${SCHEMA_VERSION}:`;
}

/**
 * Functions that build the full names: `keys.seen('f1')` is `{newswatch}:1:feed:f1:seen`.
 *
 * @param prefix e.g. `{newswatch}`; the braces are added when missing
 */
export function createKeys(prefix: string): Keys {
  const start = keyPrefix(prefix);
  const builders = Object.entries(KEYS).map(([noun, { name }]) => [
    noun,
    (...ids: string[]) => {
      let next = 0;
      return start + name.replace(/<[^>]+>/g, () => ids[next++] ?? '');
    },
  ]);
  return Object.fromEntries(builders) as Keys;
}
