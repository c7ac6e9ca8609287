import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Result } from './home.ts';

export interface Asked {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const FILE = path.join(import.meta.dirname, 'standing-process.ts');

let child: ChildProcess | undefined;
let latest: Promise<unknown> = Promise.resolve();

/** Runs a command in the process that stands for all of them, after those asked for before. */
export function askStanding(asked: Asked): Promise<Result> {
  const result = latest.then(() => ask(asked));
  latest = result.catch(() => undefined);
  return result;
}

async function ask(asked: Asked): Promise<Result> {
  const standing = start();
  const ended = new AbortController();
  const gone = once(standing, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`The process of the commands ended with ${code} during: ${asked.args.join(' ')}`);
  });
  standing.channel?.ref();
  standing.send(asked);
  try {
    const [answer] = await Promise.race([once(standing, 'message', { signal: ended.signal }), gone]);
    return answer as Result;
  } finally {
    gone.catch(() => undefined);
    ended.abort();
    standing.channel?.unref();
  }
}

/** It ends with the process that asks, whose end closes the channel. */
function start(): ChildProcess {
  if (child?.connected) return child;
  child = fork(FILE, { env: environment(), execArgv: [] });
  child.unref();
  child.channel?.unref();
  return child;
}

/** Of every command that a test starts. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    ...{ PATH: process.env.PATH, HOME: tmpdir(), TZ: 'UTC', NO_COLOR: '1' },
    // As the launcher has it: compiled code is kept from run to run.
    NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../.cache/node'),
    ...more,
  };
}
