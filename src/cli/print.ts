import { styleText } from 'node:util';
import { asCalled } from './called.ts';

/** All but line breaks and tabs; and what makes one a colour. */
const CONTROLS = /[^\P{Cc}\t\n](\[[\d;]*m)?/gu;
const ESCAPE = '\u001b';

/**
 * A terminal obeys control characters: it is renamed by them, written over, made to type. What servers answer and pages
 * say is printed without.
 */
export function printable(text: string): string {
  return asCalled(
    text.replace(CONTROLS, (found, colour = '') =>
      colour !== '' && found.startsWith(ESCAPE) ? found : colour,
    ),
  );
}

/** Standard output carries results, standard error what happens meanwhile. */
export function printLine(text = ''): void {
  process.stdout.write(`${printable(text)}\n`);
}

export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, null, 2));
}

export function printNote(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

export const bold = (text: string): string => styleText('bold', text);
export const dim = (text: string): string => styleText('dim', text);
export const good = (text: string): string => styleText('green', text);
export const bad = (text: string): string => styleText('red', text);
export const warm = (text: string): string => styleText('yellow', text);

/** One line on standard error that is written over on a terminal; elsewhere a line of its own now and then. */
export interface Progress {
  update(text: string): void;
  end(text?: string): void;
}

/** Where lines cannot be written over, one this often. */
const PLAIN_EVERY_MS = 10_000;
/** Shorter than most terminals are wide: a line that wraps is not written over. */
const LIVE_WIDTH = 100;

export function startProgress(): Progress {
  const live = process.stderr.isTTY;
  let toldAt = Date.now();
  return {
    update: (text) => {
      if (live)
        process.stderr.write(`\r\u001b[2K${printable(text).slice(0, process.stderr.columns || LIVE_WIDTH)}`);
      else if (Date.now() - toldAt >= PLAIN_EVERY_MS) {
        toldAt = Date.now();
        printNote(text);
      }
    },
    end: (text) => {
      if (live) process.stderr.write('\r\u001b[2K');
      if (text) printNote(text);
    },
  };
}

/** Rows as aligned columns; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows
    .map((row) =>
      row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Text wrapped to a width, each line after an indent. */
export function wrap(text: string, indent: string, width = 96): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && indent.length + line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  lines.push(line);
  return lines.map((l) => indent + l).join('\n');
}
