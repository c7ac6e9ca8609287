import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { hashPassword } from '../app/login.ts';
import { AppError } from '../model/errors.ts';
import { printLine, printNote } from './print.ts';

/** @param web the command it stands under */
export function addPasswordCommand(web: Command): void {
  web
    .command('password')
    .description('ask for a password (or read it from standard input) and print what opens Operate with it')
    .action(async () => {
      const hash = await hashPassword(await askTwice());
      printLine(`NEWSWATCH_LOGIN=${hash}`);
      printNote(
        'Put this line into the environment, or the hash under web: login: in config/newswatch.yaml.',
      );
    });
}

/** A typo would lock everybody out: what is typed on a terminal is asked for twice. */
async function askTwice(): Promise<string> {
  const [first, ...more] = await answers(process.stdin.isTTY ? ['Password: ', 'Once more: '] : ['']);
  if (!first) throw new AppError('No password was given.');
  if (more.some((again) => again !== first)) throw new AppError('These are two passwords; nothing was made.');
  return first;
}

/** A line for each question; what is typed is not shown. */
async function answers(questions: readonly string[]): Promise<readonly string[]> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY;
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  const given: string[] = [];
  try {
    const all = lines[Symbol.asyncIterator]();
    for (const question of questions) {
      if (terminal) process.stderr.write(question);
      const { value, done } = await all.next();
      if (terminal) process.stderr.write('\n');
      if (!done) given.push(String(value));
    }
  } finally {
    lines.close();
  }
  return given;
}
