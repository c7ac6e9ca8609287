import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobStore } from '../../src/jobs/ports.ts';
import { createKeys, keyPrefix } from '../../src/store/key-builders.ts';
import { KEYS } from '../../src/store/keys.ts';
import type { Store } from '../../src/store/store.ts';
import type { PageStore } from '../../src/web/ports.ts';

const SOURCE = join(import.meta.dirname, '../../src/store');

describe('the keys of the store', () => {
  it('begin with a hash tag and the schema version', () => {
    expect(createKeys('{newswatch}').seen('f1')).toBe('{newswatch}:1:feed:f1:seen');
    expect(createKeys('{newswatch}').alertsOfDay('s1', '2024-02-11')).toBe(
      '{newswatch}:1:subscriber:s1:alerts:2024-02-11',
    );
  });

  it('share one slot of a cluster though the prefix has no braces', () => {
    expect(keyPrefix('staging')).toBe('{staging}:1:');
    expect(() => keyPrefix('a b%s')).toThrow('key prefix');
  });

  it('take an id as it is, with characters that mean something in a pattern', () => {
    expect(createKeys('{n}').ledger('$& watch')).toBe('{n}:1:watch:$& watch:ledger');
  });

  it('have each a name of its own, and say what they hold and how long they live', () => {
    const docs = Object.values(KEYS);
    expect(new Set(docs.map(({ name }) => name)).size).toBe(docs.length);
    for (const { holds, lives } of docs) expect(holds && lives).not.toBe('');
  });

  it('are named nowhere but in keys.ts', () => {
    const others = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.(ts|lua)$/.test(file) && file !== 'keys.ts' && !/embedded|redis-program/.test(file),
    );
    const names = Object.values(KEYS).map(({ name }) => name.replace(/<.*/, ''));
    const starts = [...new Set(names.filter((name) => name.endsWith(':')))];
    const named = others.filter((file) => {
      const text = readFileSync(join(SOURCE, file), 'utf8');
      return starts.some((start) => text.includes(`'${start}`) || text.includes(`\`${start}`));
    });
    expect(named).toEqual([]);
  });
});

describe('the store', () => {
  it('is what the jobs and the page ask for', () => {
    // Checked by the compiler.
    const forJobs = (store: Store): JobStore => store;
    const forPage = (store: Store): PageStore => store;
    expect([forJobs, forPage]).toHaveLength(2);
  });
});
