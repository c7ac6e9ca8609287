import { createInterface } from 'node:readline/promises';
import { AppError } from '../model/errors.ts';
import { bold, dim } from './print.ts';

/** Asks the person at the terminal. */
export interface Asker {
  /** One line; `fallback` where nothing is typed. @throws AppError when the person ends it (Ctrl-C, Ctrl-D) */
  ask(question: string, fallback?: string): Promise<string>;
  close(): void;
}

/** Null where nobody can be asked: input or error output is no terminal. */
export function openAsker(): Asker | null {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = Promise.withResolvers<never>();
  // Nobody may be asking just then.
  ended.promise.catch(() => undefined);
  lines.on('close', () => ended.reject(new AppError('Ended; nothing was written.')));
  lines.on('SIGINT', () => lines.close());
  return {
    ask: async (question, fallback = '') => {
      const hint = fallback ? dim(` [${fallback}]`) : '';
      const typed = await Promise.race([lines.question(`${bold(question)}${hint} `), ended.promise]);
      return typed.trim() || fallback;
    },
    close: () => lines.close(),
  };
}
