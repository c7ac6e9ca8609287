import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isSameSecret } from '../src/model/same-secret.ts';

const SRC = path.resolve(import.meta.dirname, '../src');
const HOME = 'model/same-secret.ts';
/** Not compare: its tokens are words, and no secret comes there. */
const FILES = globSync('**/*.ts', { cwd: SRC })
  .filter((file) => !file.startsWith('compare/'))
  .sort()
  .map((file) => ({ file, lines: readFileSync(path.join(SRC, file), 'utf8').split('\n') }));

/** What is named like a secret, beside what it is compared with: no literal, and nothing that merely says whether there is one. */
const NAMED =
  /(?:token|secret|password|signature|csrf|hmac|\bmac|scrypt|session|cookie|nonce|credential)\w*\)?/i;
const VALUE = /(?!undefined|null|true|false|typeof|'|\d)[#\w(]/;
const COMPARED = new RegExp(
  `${NAMED.source}(?:\\.\\w+)?\\s*[!=]==?\\s*${VALUE.source}|[!=]==?\\s*[\\w.#( ]*${NAMED.source}(?!\\.length)`,
  'i',
);

/** Named so, and nobody's secret. */
const HARMLESS: Readonly<Record<string, string>> = {
  'store/embedded-lock.ts': 'the mark of a lock file: who can read it may remove it as well',
};

test('secrets are compared in constant time, in one place', () => {
  const found = FILES.flatMap(({ file, lines }) =>
    lines.filter((line) => COMPARED.test(line)).map((line) => `${file}: ${line.trim()}`),
  );
  expect(found.filter((one) => !Object.hasOwn(HARMLESS, one.split(':')[0] ?? ''))).toEqual([]);
  expect(
    FILES.filter(({ lines }) => lines.some((line) => /timingSafeEqual/.test(line))).map(({ file }) => file),
  ).toEqual([HOME]);
});

/** All that makes a digest, a signature or a key, and then is handed one by somebody. */
test('what signs or hashes and then checks does so there', () => {
  const checkers = ['notify/links.ts', 'web/session.ts', 'app/tokens.ts', 'app/hubs.ts', 'app/login.ts'];
  const using = FILES.filter(
    ({ file, lines }) => file !== HOME && lines.some((line) => line.includes('isSameSecret')),
  );
  expect(using.map(({ file }) => file).sort()).toEqual([...checkers].sort());
});

test.each([
  ['token === expected'],
  ['if (given !== secret) return'],
  ['return signature == mac(body)'],
  ['hash === (await csrfOf(token))'],
])('the search for comparisons finds %s', (line) => {
  expect(COMPARED.test(line)).toBe(true);
});

test('only the same secret is the same', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(isSameSecret(Buffer.from('abc'), 'abc')).toBe(true);
  for (const other of ['', 'ab', 'abd', 'abcd', 'ABC', 'ａｂｃ'])
    expect(isSameSecret(other, 'abc')).toBe(false);
});
