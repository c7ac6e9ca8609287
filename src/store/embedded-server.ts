import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../model/errors.ts';

/** How long a server may say nothing at all before it is given up. */
export const SILENT_MS = 30_000;
const STOP_MS = 5_000;
const LOG_MAX_BYTES = 1_000_000;

/**
 * Redis takes the place of this shell, so that its process id and exit are Redis's own.
 * It dies with the process that started it, twice over: by the kernel's word where `setpriv` can ask for it,
 * and by a watcher that reads a pipe which only that process holds open.
 */
const LAUNCH = `
( trap '' INT TERM HUP; read -r word <&3 || kill -KILL $$ ) >/dev/null 2>&1 &
if setpriv --pdeathsig KILL true 2>/dev/null; then exec setpriv --pdeathsig KILL "$@" 3<&-; fi
exec "$@" 3<&-
`;

export type Answer = 'pong' | 'loading' | 'none';

/** One Redis server process on a unix socket, its data in `folder`. */
export class RedisServer {
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor(child: ChildProcess, pid: number, logFile: string) {
    const lifeline = child.stdio[3] as Socket;
    lifeline.on('error', () => {}).unref();
    child.unref();
    this.#child = child;
    this.pid = pid;
    this.#logFile = logFile;
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        // A word, before the pipe's end, tells the watcher that there is nothing left to kill.
        lifeline.end('gone\n');
        resolve();
      });
    });
  }

  static async start(program: string, folder: string, socketPath: string): Promise<RedisServer> {
    const logFile = join(folder, 'redis.log');
    const isLong = existsSync(logFile) && statSync(logFile).size > LOG_MAX_BYTES;
    const log = openSync(logFile, isLong ? 'w' : 'a', 0o600);
    try {
      const child = spawn('/bin/sh', ['-c', LAUNCH, 'sh', program, ...settings(socketPath)], {
        cwd: folder,
        // A session of its own: Ctrl-C is for the owner, which stops Redis last.
        detached: true,
        stdio: ['ignore', log, log, 'pipe'],
      });
      await new Promise((resolve, reject) => {
        child.once('spawn', resolve).once('error', reject);
      });
      return new RedisServer(child, child.pid as number, logFile);
    } finally {
      closeSync(log);
    }
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill('SIGTERM');
    const late = new AbortController();
    const killing = sleep(STOP_MS, undefined, { signal: late.signal })
      .then(() => this.#child.kill('SIGKILL'))
      .catch(() => {});
    await this.exited;
    late.abort();
    await killing;
  }

  /** The last lines of its log, for an error's message. */
  lastWords(lines = 5): string {
    try {
      return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch (error) {
      return `(${(error as Error).message})`;
    }
  }
}

function settings(socketPath: string): string[] {
  return Object.entries({
    port: '0',
    unixsocket: socketPath,
    unixsocketperm: '700',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'aof-load-truncated': 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    'always-show-logo': 'no',
  }).flatMap(([name, value]) => [`--${name}`, value]);
}

/** What a server on the socket says to PING. */
export function ping(socketPath: string, timeoutMs = 1_000): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const answer = (what: Answer) => {
      socket.destroy();
      resolve(what);
    };
    socket.setTimeout(timeoutMs, () => answer('none'));
    socket.once('error', () => answer('none'));
    socket.once('close', () => answer('none'));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) =>
      answer(data.toString('latin1').startsWith('-LOADING') ? 'loading' : 'pong'),
    );
  });
}

/** Resolves when the server answers; throws StoreError when it ended or stayed silent. */
export async function waitUntilReady(server: RedisServer, socketPath: string): Promise<void> {
  let deadline = Date.now() + SILENT_MS;
  while (server.isRunning) {
    const answer = await ping(socketPath);
    if (answer === 'pong') return;
    if (answer === 'loading') deadline = Date.now() + SILENT_MS;
    if (Date.now() > deadline) break;
    await sleep(10);
  }
  const what = server.isRunning ? `did not answer in ${SILENT_MS / 1000} s` : 'ended at its start';
  throw new StoreError(`The embedded Redis ${what}. Its last words:\n${server.lastWords()}`, {
    retryable: false,
  });
}
