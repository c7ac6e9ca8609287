import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { redisProgram } from '../../src/store/redis-program.ts';

/** A Redis on a port of loopback, to be broken; its data outlives `kill`. */
export interface RedisProcess {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  /** What it has printed. */
  log(): string;
  /** Starts it; resolves when it answers. Arguments are added to those of the last start. */
  start(...args: readonly string[]): Promise<void>;
  /** Starts it with these arguments alone; resolves when it answers. */
  startWith(args: readonly string[]): Promise<void>;
  /** Starts it without waiting for an answer; resolves with its exit code. */
  launch(...args: readonly string[]): Promise<number | null>;
  /** A connection for the test itself, ended by `close`. */
  client(): Redis;
  kill(signal?: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy'];

export async function redisProcess(
  options: { readonly dir?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<RedisProcess> {
  const program = await redisProgram();
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-faults-'));
  const dir = options.dir ?? path.join(folder, 'data');
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const clients: Redis[] = [];
  let child: ChildProcess | undefined;
  let said = '';

  const always = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...DURABLE, 'noeviction'];
  const launch = (args: readonly string[]) => {
    const started = spawn(program, args, {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.stdout.on('data', (part) => {
      said += part;
    });
    child = started;
    return started;
  };

  const answering = async (args: readonly string[]) => {
    launch(args);
    const probe = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null });
    probe.on('error', () => undefined);
    await probe.ping().catch(() => undefined);
    probe.disconnect();
  };

  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder: dir,
    log: () => said,
    start: (...args) => answering([...always, ...args]),
    startWith: answering,
    launch: async (...args) => {
      const [code] = (await once(launch([...always, ...args]), 'exit')) as [number | null];
      return code;
    },
    client() {
      const redis = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
      redis.on('error', () => undefined);
      clients.push(redis);
      return redis;
    },
    kill,
    async close() {
      for (const redis of clients) redis.disconnect();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
