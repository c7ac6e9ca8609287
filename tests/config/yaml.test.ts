import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { parseYaml } from '../../src/config/yaml.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** What YAML's versions and its readers are known to differ on. */
const SCALARS = [
  ...['yes', 'on', 'True', 'tRue', 'NULL', '~', '2024-02-11', '12:30', '15m', '"\\u00e9"', "'it''s'", '""'],
  ...[
    '0777',
    '0o17',
    '0x1F',
    '0b11',
    '1_000',
    '1e3',
    '.5',
    '5.',
    '+12',
    '-0',
    '.inf',
    '123456789012345678901',
  ],
];
const TEXTS = [
  ...SCALARS.map((scalar) => `a: ${scalar}`),
  ...['', '# only a remark', 'a:', '- a\n- b', 'a:\n- b\n- c', 'a: |\n  x\n  y\n', 'a: >-\n  x\n\n  y\n'],
  ...['a: &x [1, 2]\nb: *x', '<<: {a: 1}\nb: 2', '? a\n: b', 'a: !!str 12', '1: x\ntrue: y', 'a: b#c # d'],
  ...['\uFEFFa: 1', 'a: 1\r\nb: 2\r\n', 'a: x\n b', '%YAML 1.1\n---\na: yes'],
];

describe('YAML read fast', () => {
  test.each(TEXTS)('gives %j what the thorough reader gives it', (text) => {
    expect(parseYaml(text, 'a.yaml')).toEqual({ ok: true, value: thoroughly(text) });
  });

  test('gives the same for every file that comes with the project', () => {
    const files = globSync('config/**/*.yaml', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      expect(parseYaml(text, file), file).toEqual({ ok: true, value: thoroughly(text) });
    }
  });

  test.each(['a: 1\na: 2', 'a: b: c', 'a: [1,', 'a: @b', 'a:\n\tb: c'])(
    'tells the place of what is wrong in %j',
    (text) => {
      const read = parseYaml(text, 'a.yaml', 5);
      expect(read.ok ? [] : read.mistakes.map(({ file }) => file)).toContainEqual(
        expect.stringMatching(/^a\.yaml:[56]:\d+$/),
      );
    },
  );

  test.each([
    ['a: *x', '*x is an alias, and no value before it is called x'],
    ['a: *Breaking* news', '*Breaking* is an alias, and no value before it is called Breaking*'],
    ['a: *x\nb: &x 1', '*x is an alias, and no value before it is called x'],
    ['a: &x [*x]', '*x is an alias, and the value it stands in is called x'],
    ['a: &x {b: [*x]}', '*x is an alias, and the value it stands in is called x'],
  ])('tells what to do about the alias of %j', (text, message) => {
    const hint = 'a text that begins with * needs quotation marks around it';
    const read = parseYaml(text, 'a.yaml', 5);
    expect(read.ok ? [] : read.mistakes).toContainEqual({
      ...{ file: expect.stringMatching(/^a\.yaml:5:\d+$/), path: '', message, hint },
    });
  });

  test('tells every alias of a file that stands for nothing', () => {
    const read = parseYaml('a: *x\nb: &y 1\nc: [*y, *z]', 'a.yaml');
    expect(read.ok ? [] : read.mistakes.map(({ file }) => file)).toEqual(['a.yaml:1:4', 'a.yaml:3:9']);
  });
});

function thoroughly(text: string): unknown {
  return parseDocument(text, { schema: 'core' }).toJS();
}
