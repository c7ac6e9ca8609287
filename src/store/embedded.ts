import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, StoreError } from '../model/errors.ts';
import { folderError, privateFolder, socketPathOf } from './embedded-folder.ts';
import { FolderLock, type Holder, isAlive, isElsewhere } from './embedded-lock.ts';
import { OwnedRedis } from './embedded-owner.ts';
import { ping, SILENT_MS } from './embedded-server.ts';
import { redisProgram } from './redis-program.ts';

/** The holder's machine or container is another: we only have its server's silence to go by. */
const ELSEWHERE_SILENT_MS = 5_000;
const ORPHAN_MS = 2_000;

export interface EmbeddedRedisOptions {
  /** Where its data is kept; made when missing, 0700. */
  readonly folder: string;
  /** The server program; found, else fetched, when not given. */
  readonly program?: string;
  /** What a person should know of it, a sentence each. */
  readonly onLog?: (line: string) => void;
}

export interface EmbeddedRedis {
  readonly socketPath: string;
  /** True when this process started the server; false when it joined one that ran. */
  readonly owner: boolean;
  /** Stops the server, its data kept, when this process owns it. */
  close(): Promise<void>;
}

/**
 * A private Redis on a unix socket, for one data folder.
 *
 * 1. A process that holds the folder and lives: wait for its server, join it.
 * 2. One that died: see its server gone, clear its lock.
 * 3. Nobody: take the lock, start a server. It ends with this process, however this process ends;
 *    should it end by itself, it is started again.
 *
 * Throws StoreError: no program, no folder, a server that does not come up.
 */
export async function openEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const onLog = options.onLog ?? (() => {});
  const folder = privateFolder(resolve(options.folder));
  try {
    const socketPath = socketPathOf(folder);
    const lock = new FolderLock(folder, socketPath);
    let program = options.program;
    for (;;) {
      const holder = lock.holder();
      if (holder !== null) {
        if (await join(holder)) return { socketPath: holder.socketPath, owner: false, close: async () => {} };
        await endOrphan(holder);
        lock.clear(holder);
        continue;
      }
      program ??= await redisProgram(onLog);
      if (lock.take()) return await OwnedRedis.open({ lock, folder, program, onLog });
    }
  } catch (error) {
    throw error instanceof AppError ? error : folderError(folder, error);
  }
}

/** Waits for the holder's server. False: the holder is dead. */
async function join(holder: Holder): Promise<boolean> {
  const silentMs = isElsewhere(holder) ? ELSEWHERE_SILENT_MS : SILENT_MS;
  let deadline = Date.now() + silentMs;
  while (isElsewhere(holder) || isAlive(holder.owner)) {
    const answer = await ping(holder.socketPath);
    if (answer === 'pong') return true;
    if (answer === 'loading') deadline = Date.now() + silentMs;
    if (Date.now() > deadline) {
      if (isElsewhere(holder)) return false;
      throw new StoreError(
        `Process ${holder.owner.pid} holds the data folder, but its Redis (${holder.socketPath}) does not answer.`,
        { retryable: false },
      );
    }
    await sleep(20);
  }
  return false;
}

/** The server of a dead holder is on its way out: two on one data folder must never be. */
async function endOrphan(holder: Holder): Promise<void> {
  if (holder.server === null || isElsewhere(holder)) return;
  const deadline = Date.now() + ORPHAN_MS;
  while (isAlive(holder.server)) {
    if (Date.now() > deadline) process.kill(holder.server.pid, 'SIGKILL');
    await sleep(10);
  }
}
