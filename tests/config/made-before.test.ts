import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { madeBefore } from '../../src/config/made-before.ts';

let folder: string;
let source: string;
let times: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'made-'));
  source = path.join(folder, 'source');
  writeFileSync(source, 'one');
  times = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = () => path.join(folder, 'cache', 'thing.json');

function made() {
  const make = () => {
    times += 1;
    return { text: readFileSync(source, 'utf8') };
  };
  return madeBefore('thing', [source, path.join(folder, 'missing')], make, path.join(folder, 'cache'));
}

test('what was made of files is made once', () => {
  expect([made(), made(), times]).toEqual([{ text: 'one' }, { text: 'one' }, 1]);
});

test('it is made anew where a file changed', () => {
  made();
  writeFileSync(source, 'two');
  expect([made(), made(), times]).toEqual([{ text: 'two' }, { text: 'two' }, 2]);
  writeFileSync(path.join(folder, 'missing'), 'here now');
  made();
  expect(times).toBe(3);
});

test('one that is cut off is made anew', () => {
  made();
  writeFileSync(kept(), readFileSync(kept(), 'utf8').slice(0, -3));
  expect([made(), times]).toEqual([{ text: 'one' }, 2]);
});

test('of what cannot be made nothing is kept, nor where nothing can be written', () => {
  const fails = () =>
    madeBefore(
      'thing',
      [source],
      () => {
        throw new Error('a mistake');
      },
      folder,
    );
  expect(fails).toThrow('a mistake');
  expect(readdirSync(folder)).toEqual(['source']);
  expect(madeBefore('thing', [source], () => 1, path.join(source, 'no folder'))).toBe(1);
});

test('one that is damaged within is made anew', () => {
  made();
  const text = readFileSync(kept(), 'utf8');
  writeFileSync(kept(), text.replace('{', '\u0000'));
  expect([made(), made(), times]).toEqual([{ text: 'one' }, { text: 'one' }, 2]);
});

test('one that cannot be read is made each time', () => {
  mkdirSync(kept(), { recursive: true });
  expect([made(), times]).toEqual([{ text: 'one' }, 1]);
});
