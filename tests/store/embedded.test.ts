import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedRedis, openEmbeddedRedis } from '../../src/store/embedded.ts';

const OWNER = join(import.meta.dirname, '..', 'support', 'embedded-owner.ts');

interface Owner {
  readonly process: ChildProcess;
  readonly socketPath: string;
  readonly owner: boolean;
}

let folder: string;
let owners: ChildProcess[];
let opened: EmbeddedRedis[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nw-embedded-'));
  owners = [];
  opened = [];
});

afterEach(async () => {
  for (const child of owners) child.kill('SIGKILL');
  for (const redis of opened) await redis.close();
  await gone(folder);
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<Parameters<typeof openEmbeddedRedis>[0]> = {}): Promise<EmbeddedRedis> {
  const redis = await openEmbeddedRedis({ folder, ...options });
  opened.push(redis);
  return redis;
}

/** Opens it in a process of its own. */
async function openElsewhere(env: Record<string, string> = {}): Promise<Owner> {
  const child = spawn(process.execPath, [OWNER, folder], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  owners.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)));
  });
  return { process: child, ...(JSON.parse(line) as Omit<Owner, 'process'>) };
}

async function command<T>(socketPath: string, run: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ path: socketPath, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    return await run(redis);
  } finally {
    redis.disconnect();
  }
}

const set = (socketPath: string, key: string, value: string) =>
  command(socketPath, (redis) => redis.set(key, value));
const get = (socketPath: string, key: string) => command(socketPath, (redis) => redis.get(key));

/** The server processes of a folder and their watchers: all that work in it. */
function processesIn(path: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === path;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function serversIn(path: string): number[] {
  const name = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'latin1').trim();
  return processesIn(path).filter((pid) => name(pid).startsWith('redis'));
}

/** Milliseconds until nothing runs in the folder any more. */
async function gone(path: string): Promise<number> {
  const start = performance.now();
  while (processesIn(path).length > 0) {
    if (performance.now() - start > 3_000) throw new Error('a process was left behind');
    await sleep(10);
  }
  return performance.now() - start;
}

describe('an embedded Redis', () => {
  it('is private: a unix socket, no port, a folder of its own, every write kept', async () => {
    const { socketPath, owner } = await open();
    expect(owner).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(socketPath).mode & 0o777).toBe(0o700);
    const setting = (name: string) =>
      command(socketPath, async (redis) => ((await redis.config('GET', name)) as string[])[1]);
    expect(await setting('port')).toBe('0');
    expect(await setting('appendonly')).toBe('yes');
    expect(await setting('appendfsync')).toBe('everysec');
    expect(await setting('save')).toBe('');
    expect(await setting('maxmemory-policy')).toBe('noeviction');
  });

  it('keeps its data when closed, and leaves no process, socket or lock', async () => {
    const first = await open();
    await set(first.socketPath, 'kept', 'yes');
    await first.close();
    expect(serversIn(folder)).toEqual([]);
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
    expect(existsSync(first.socketPath)).toBe(false);
    const second = await open();
    expect(await get(second.socketPath, 'kept')).toBe('yes');
  });

  it('is gone within a second of its owner, killed outright, and its data is kept', async () => {
    const first = await openElsewhere();
    await set(first.socketPath, 'kept', 'yes');
    first.process.kill('SIGKILL');
    expect(await gone(folder)).toBeLessThan(1_000);
    const second = await open();
    expect(second.owner).toBe(true);
    expect(await get(second.socketPath, 'kept')).toBe('yes');
  });

  it('is gone with its owner where setpriv is not to be had', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    for (const name of ['redis-server', 'setpriv']) {
      writeFileSync(join(tools, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    }
    const first = await openElsewhere({ PATH: `${tools}:${process.env.PATH}` });
    first.process.kill('SIGKILL');
    expect(await gone(folder)).toBeLessThan(1_000);
  });

  it('outlives a Ctrl-C, which goes to the whole terminal: its owner closes it last', async () => {
    const { socketPath } = await open();
    const [pid] = serversIn(folder);
    const group = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[2];
    expect(Number(group)).toBe(pid);
    expect(await get(socketPath, 'none')).toBeNull();
  });

  it('is joined by a second process, which leaves it running', async () => {
    const first = await open();
    await set(first.socketPath, 'from', 'the first');
    const second = await openElsewhere();
    expect(second.owner).toBe(false);
    expect(second.socketPath).toBe(first.socketPath);
    second.process.stdin?.write('close\n');
    await new Promise((resolve) => second.process.once('exit', resolve));
    expect(await get(first.socketPath, 'from')).toBe('the first');
  });

  it('has one owner, however many processes open it at once', async () => {
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => openElsewhere()));
    expect(all.filter(({ owner }) => owner)).toHaveLength(1);
    expect(serversIn(folder)).toHaveLength(1);
  });

  it('is taken over by one of many when its owner was killed', async () => {
    const first = await openElsewhere();
    await set(first.socketPath, 'kept', 'yes');
    first.process.kill('SIGKILL');
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => openElsewhere()));
    expect(all.filter(({ owner }) => owner)).toHaveLength(1);
    expect(await get(all[0]?.socketPath ?? '', 'kept')).toBe('yes');
  });

  it('starts from an append-only file whose last write was cut short', async () => {
    const first = await open();
    await set(first.socketPath, 'whole', 'yes');
    await first.close();
    const aof = join(folder, 'appendonlydir');
    const last = readdirSync(aof).find((name) => name.endsWith('.incr.aof')) ?? '';
    appendFileSync(join(aof, last), '*3\r\n$3\r\nSET\r\n$3\r\nhal');
    const second = await open();
    expect(await get(second.socketPath, 'whole')).toBe('yes');
  });

  it('starts beside the leavings of a crash: a dead socket and a lock cut short', async () => {
    writeFileSync(join(folder, 'redis.sock'), '');
    writeFileSync(join(folder, 'owner.json'), '{"token":');
    expect((await open()).owner).toBe(true);
  });

  it('is not fooled by another process that has the number of a dead owner', async () => {
    const holder = { pid: process.pid, startedAt: '1' };
    const lock = { token: 'x', host: (await import('node:os')).hostname(), owner: holder, server: null };
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ ...lock, socketPath: 'none' }));
    expect((await open()).owner).toBe(true);
  });

  it('is started again when it ends by itself, and says so', async () => {
    const said: string[] = [];
    const { socketPath } = await open({ onLog: (line) => said.push(line) });
    await set(socketPath, 'kept', 'yes');
    process.kill(serversIn(folder)[0] ?? 0, 'SIGKILL');
    await expect.poll(() => get(socketPath, 'kept').catch(() => null), { timeout: 5_000 }).toBe('yes');
    expect(said.join('\n')).toContain('ended by itself; starting it again');
  });

  it('listens elsewhere when the folder has too long a path for a socket, blanks and quotes and all', async () => {
    const outer = folder;
    folder = join(folder, `it's a "long" päth`, 'x'.repeat(120));
    const first = await open();
    expect(Buffer.byteLength(first.socketPath)).toBeLessThanOrEqual(100);
    await set(first.socketPath, 'kept', 'yes');
    expect((await openElsewhere()).owner).toBe(false);
    await first.close();
    expect(existsSync(first.socketPath)).toBe(false);
    expect(await get((await open()).socketPath, 'kept')).toBe('yes');
    await Promise.all(opened.splice(0).map((redis) => redis.close()));
    folder = outer;
  });

  it('says in words why a folder cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openEmbeddedRedis({ folder: join(folder, 'file') })).rejects.toThrow(
      /cannot be used: it is a file/,
    );
    await expect(openEmbeddedRedis({ folder: join(folder, 'file', 'x') })).rejects.toThrow(
      /a part of its path is a file/,
    );
  });

  it('gives the last words of a server that does not come up, and lets go of the folder', async () => {
    const program = join(folder, 'broken');
    writeFileSync(program, '#!/bin/sh\necho "Bad file format reading the append only file"\nexit 1\n', {
      mode: 0o755,
    });
    await expect(open({ program })).rejects.toThrow(/ended at its start[\s\S]*Bad file format/);
    expect((await open()).owner).toBe(true);
  });
});
