import { expect, test } from 'vitest';
import { withoutControls } from '../../src/app/log.ts';
import { bold, printable } from '../../src/cli/print.ts';
import { makeHome } from './home.ts';

const ESC = '\u001b';
const CONTROL = /[^\P{Cc}\t\n]/u;
/** Renames the window, clears the screen, writes over what stood there, and by the C1 form of the same. */
const TRICKS = [
  `${ESC}]0;owned\u0007`,
  `${ESC}[2J`,
  '\rnothing is wrong',
  '\r[1mnothing is wrong',
  '\b\b\b',
  '\u009b2J',
  '\u007f',
];

test('what a terminal would obey is not printed; lines, tabs and our own colours are', () => {
  for (const trick of TRICKS) expect(printable(`a${trick}b`)).not.toMatch(CONTROL);
  expect(printable('one\ttwo\nthree é')).toBe('one\ttwo\nthree é');
  const coloured = `${ESC}[1mbold${ESC}[22m`;
  expect(printable(coloured)).toBe(coloured);
  expect(printable(bold('x'))).toBe(bold('x'));
});

test('nor is it in a log for people, whose other strings stay as they are', () => {
  for (const said of [...TRICKS, 'C:\\u001b', 'a\\\\u0007b\nc\t"d"', 'é\u2028 \\b']) {
    const line = withoutControls(JSON.stringify({ said }));
    const wanted = said.replace(/[^\P{Cc}\t\n\r]/gu, '');
    expect(JSON.parse(line)).toEqual({ said: wanted });
  }
});

test('a command does not hand on what it is told to a terminal', async () => {
  const home = makeHome();
  const { stderr, stdout } = await home.ask('watch', 'show', `${ESC}]0;owned\u0007x`);
  home.remove();
  expect(stderr).toContain('owned');
  expect(stderr + stdout).not.toMatch(/[^\P{Cc}\n]/u);
});
