import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { redisProgram } from '../../src/store/redis-program.ts';

export interface PrivateServer {
  readonly folder: string;
  readonly socketPath: string;
  /** Starts it, again after `kill`, its data kept. */
  start(...args: readonly string[]): Promise<void>;
  kill(): Promise<void>;
  /** Kills it and removes its folder. */
  close(): Promise<void>;
}

/** A Redis of the test's own, to be broken; not started yet. */
export async function privateServer(): Promise<PrivateServer> {
  const program = await redisProgram();
  const folder = mkdtempSync(join(tmpdir(), 'newswatch-private-'));
  const socketPath = join(folder, 'socket');
  mkdirSync(join(folder, 'data'));
  let child: ChildProcess | undefined;

  const kill = async () => {
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    child = undefined;
  };

  return {
    folder,
    socketPath,
    async start(...args) {
      const always = ['--unixsocket', socketPath, '--dir', join(folder, 'data'), '--save', ''];
      const port = args.includes('--port') ? [] : ['--port', '0'];
      child = spawn(program, [...always, ...port, ...args], { stdio: 'ignore' });
      const probe = new Redis({ path: socketPath, retryStrategy: () => 20, maxRetriesPerRequest: null });
      probe.on('error', () => {});
      await probe.ping();
      const ended = once(probe, 'end');
      probe.disconnect();
      await ended;
    },
    kill,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
