import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
) as Record<string, Record<string, string>>;
const DIRECT = { ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides };
const DOCS = readFileSync(path.join(ROOT, 'docs/dependencies.md'), 'utf8');

test('every dependency is pinned to one version', () => {
  expect(Object.entries(DIRECT).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every dependency is named with its reason, and no other is', () => {
  const named = [...DOCS.matchAll(/^\| (`[^|]+)\|\s*(\S[^|]*)\|$/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''),
  );
  expect(Object.keys(DIRECT).filter((name) => !named.includes(name))).toEqual([]);
  expect(named.filter((name) => !(name in DIRECT))).toEqual([]);
});
