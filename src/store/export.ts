import type { Redis } from 'ioredis';
import { keyPrefix } from './key-builders.ts';
import { KEYS } from './keys.ts';
import { isPortable, type Portable, toPortable } from './portable.ts';
import { repliesOf } from './transaction.ts';

/** One key, or a part of a large one. */
export type KeyRecord = { readonly key: string; readonly ttlMs?: number } & (
  | { readonly type: 'string'; readonly value: Portable }
  | { readonly type: 'set'; readonly members: readonly Portable[] }
  | { readonly type: 'hash'; readonly fields: readonly (readonly [field: Portable, value: Portable])[] }
  | { readonly type: 'zset'; readonly scores: readonly (readonly [member: Portable, score: string])[] }
);

/** True of this moment and this process alone, or made anew of what is kept. */
const PASSING: readonly (keyof typeof KEYS)[] = [
  ...(['poll', 'turns', 'feedLeaving', 'processes', 'probe', 'founding', 'ledgerIndex'] as const),
];
/** Of a large key, and of the names of keys: at a time. */
const PAGE = 500;

const PATTERNS = Object.entries(KEYS).map(([noun, { name, type }]) => ({
  type,
  passing: PASSING.includes(noun as keyof typeof KEYS),
  pattern: new RegExp(`^${name.replace(/<[^>]+>/g, '[^:]+')}$`),
}));

/** Everything that is kept, key by key, large ones in parts; the store must not change meanwhile. */
export async function* exportKeys(redis: Redis, prefix: string): AsyncGenerator<KeyRecord> {
  const start = keyPrefix(prefix);
  for await (const names of redis.scanStream({ match: `${start}*`, count: PAGE })) {
    for (const name of names as string[]) {
      const key = name.slice(start.length);
      if (isPassing(key)) continue;
      const [type, ttl] = repliesOf(await redis.pipeline().type(name).pttl(name).exec()) as [string, number];
      const about = { key, ...(ttl > 0 && { ttlMs: ttl }) };
      for await (const part of partsOf(redis, name, type)) yield { ...about, ...part } as KeyRecord;
    }
  }
}

async function* partsOf(redis: Redis, name: string, type: string): AsyncGenerator<object> {
  const portable = (bytes: Buffer) => toPortable(name, bytes);
  if (type === 'string') {
    const value = await redis.getBuffer(name);
    if (value !== null) yield { type, value: portable(value) };
    return;
  }
  const scan = { hash: 'hscanBuffer', set: 'sscanBuffer', zset: 'zscanBuffer' } as const;
  const command = scan[type as keyof typeof scan];
  if (command === undefined) return;
  let cursor = '0';
  do {
    const [next, page]: [Buffer, Buffer[]] = await redis[command](name, cursor, 'COUNT', PAGE);
    cursor = String(next);
    if (page.length === 0) continue;
    if (type === 'set') yield { type, members: page.map(portable) };
    if (type === 'hash') yield { type, fields: pairs(page).map(([f, v]) => [portable(f), portable(v)]) };
    if (type === 'zset')
      yield { type, scores: pairs(page).map(([m, score]) => [portable(m), String(score)]) };
  } while (cursor !== '0');
}

function isPassing(key: string): boolean {
  return PATTERNS.some(({ passing, pattern }) => passing && pattern.test(key));
}

/** What is wrong with a record, or null: a key this version does not know, or another shape than its type has. */
export function mistakeOf(record: Partial<Record<string, unknown>>): string | null {
  const { key, type, ttlMs, value, members, fields, scores } = record;
  if (typeof key !== 'string') return 'it names no key';
  if (!PATTERNS.some((known) => known.type === type && known.pattern.test(key))) {
    return `no key of this version is called "${key.slice(0, 80)}" and of the type "${String(type).slice(0, 20)}"`;
  }
  if (ttlMs !== undefined && !Number.isInteger(ttlMs)) return 'its time to live is no number';
  const isPair = (pair: unknown, second: (value: unknown) => boolean) =>
    Array.isArray(pair) && pair.length === 2 && isPortable(pair[0]) && second(pair[1]);
  const isScore = (score: unknown) =>
    typeof score === 'string' && score !== '' && !Number.isNaN(Number(score));
  const well = {
    string: () => isPortable(value),
    set: () => Array.isArray(members) && members.every(isPortable),
    hash: () => Array.isArray(fields) && fields.every((pair) => isPair(pair, isPortable)),
    zset: () => Array.isArray(scores) && scores.every((pair) => isPair(pair, isScore)),
  }[type as KeyRecord['type']]();
  return well ? null : `its ${String(type)} cannot be read`;
}

function pairs(flat: readonly Buffer[]): [Buffer, Buffer][] {
  return flat.flatMap((one, i) =>
    i % 2 === 0 ? [[one, flat[i + 1] ?? Buffer.alloc(0)] as [Buffer, Buffer]] : [],
  );
}
