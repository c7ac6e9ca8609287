import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { askStanding, environment } from './standing.ts';

export const PROJECT = path.resolve(import.meta.dirname, '../..');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A configuration and a data folder of its own, and the real command line on them. */
export interface Home {
  readonly folder: string;
  readonly data: string;
  /** A command to its end, in a process that stands for many of them: about what it says and does. */
  ask(...args: readonly string[]): Promise<Result>;
  /** The same in a process of its own: about how it starts, what it leaves running, and how it ends. */
  run(...args: readonly string[]): Promise<Result>;
  start(...args: readonly string[]): Started;
  /** Puts a file into the configuration. */
  write(file: string, content: string): void;
  /** The `.eml` files of the outbox, by name. */
  outbox(folder?: string): readonly { readonly name: string; readonly text: string }[];
  remove(): void;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Result>;
  /** All it has said so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when standard output or error has held the text. */
  says(text: string): Promise<void>;
}

export function makeHome(settings: Readonly<Record<string, unknown>> = {}): Home {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-home-'));
  const config = path.join(folder, 'config');
  const data = path.join(folder, 'data');
  const write = (file: string, content: string) => {
    const full = path.join(config, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
  };
  cpSync(path.join(PROJECT, 'config/lexicon'), path.join(config, 'lexicon'), { recursive: true });
  cpSync(path.join(PROJECT, 'config/pages'), path.join(config, 'pages'), { recursive: true });
  write('newswatch.yaml', stringify({ net: { allowPrivate: ['127.0.0.0/8'] }, ...settings }));
  const started: Started[] = [];
  const start = (...args: readonly string[]) => {
    const one = startCommand(['--config', config, ...args], { NEWSWATCH_DATA: data });
    started.push(one);
    return one;
  };
  return {
    folder,
    data,
    start,
    ask: (...args) => askStanding({ args: ['--config', config, ...args], env: { NEWSWATCH_DATA: data } }),
    run: (...args) => start(...args).ended,
    write,
    outbox: (box = path.join(data, 'outbox')) => {
      if (!existsSync(box)) return [];
      return readdirSync(box)
        .filter((name) => name.endsWith('.eml'))
        .map((name) => ({ name, text: readFileSync(path.join(box, name), 'utf8') }));
    },
    remove: () => {
      // A test that failed may have left one running.
      for (const one of started) one.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param program another copy of the command line than this project's */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program = path.join(PROJECT, 'src/cli/main.ts'),
): Started {
  const child = spawn(process.execPath, [program, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Map<string, () => void>();
  const heard = () => {
    for (const [text, resolve] of waiting) if (`${stdout}${stderr}`.includes(text)) resolve();
  };
  child.stdout.on('data', (part) => {
    stdout += part;
    heard();
  });
  child.stderr.on('data', (part) => {
    stderr += part;
    heard();
  });
  const ended = new Promise<Result>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => `${stdout}${stderr}`,
    kill: (signal) => {
      child.kill(signal);
    },
    says: (text) =>
      new Promise((resolve, reject) => {
        waiting.set(text, resolve);
        heard();
        void ended.then((result) =>
          reject(new Error(`Ended without saying "${text}":\n${result.stdout}${result.stderr}`)),
        );
      }),
  };
}
