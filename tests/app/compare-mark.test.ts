import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareMark, markOfCode } from '../../src/app/compare-mark.ts';

const ROOT = path.join(import.meta.dirname, '../..');

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'mark-'));
  for (const part of ['package.json', 'src/compare', 'src/model'])
    cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

test('the same code has the same mark, wherever it is', () => {
  expect(markOfCode(path.join(copy, 'src'))).toBe(compareMark());
});

test.each(['src/compare/compare.ts', 'src/model/event.ts', 'package.json'])(
  'another %s makes it another',
  (file) => {
    writeFileSync(path.join(copy, file), 'changed');
    expect(markOfCode(path.join(copy, 'src'))).not.toBe(compareMark());
  },
);
