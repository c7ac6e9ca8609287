import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../model/errors.ts';
import { prepareSocketFolder } from './embedded-folder.ts';
import type { FolderLock } from './embedded-lock.ts';
import { RedisServer, waitUntilReady } from './embedded-server.ts';

const RESTART_MS = 500;

interface Setting {
  /** Taken already. */
  readonly lock: FolderLock;
  readonly folder: string;
  readonly program: string;
  readonly onLog: (line: string) => void;
}

/** The server of a data folder that this process holds. */
export class OwnedRedis {
  readonly owner = true;
  readonly socketPath: string;
  readonly #setting: Setting;
  readonly #supervision: Promise<void>;
  #server: RedisServer;
  #isClosing = false;

  private constructor(setting: Setting, server: RedisServer) {
    this.socketPath = setting.lock.socketPath;
    this.#setting = setting;
    this.#server = server;
    this.#supervision = this.#supervise();
  }

  /** Starts it and waits until it answers. Throws StoreError, the lock released. */
  static async open(setting: Setting): Promise<OwnedRedis> {
    let server: RedisServer | undefined;
    try {
      server = await startServer(setting);
      await waitUntilReady(server, setting.lock.socketPath);
      if (!setting.lock.isMine()) throw new StoreError('Another process took the data folder just now.');
      return new OwnedRedis(setting, server);
    } catch (error) {
      await server?.stop();
      setting.lock.release();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosing) return this.#supervision;
    this.#isClosing = true;
    await this.#server.stop();
    await this.#supervision;
    const { lock, folder } = this.#setting;
    const socketFolder = dirname(this.socketPath);
    if (socketFolder !== folder) rmSync(socketFolder, { recursive: true, force: true });
    lock.release();
  }

  /** A server that was killed, by want of memory say, is started again: those connected wait for it. */
  async #supervise(): Promise<void> {
    for (;;) {
      await this.#server.exited;
      if (this.#isClosing) return;
      const words = this.#server.lastWords();
      this.#setting.onLog(`The embedded Redis ended by itself; starting it again. Its last words:\n${words}`);
      await this.#restart();
    }
  }

  async #restart(): Promise<void> {
    await sleep(RESTART_MS, undefined, { ref: false });
    if (this.#isClosing) return;
    try {
      this.#server = await startServer(this.#setting);
    } catch (error) {
      this.#setting.onLog(`The embedded Redis could not be started: ${(error as Error).message}`);
    }
    if (this.#isClosing) await this.#server.stop();
  }
}

async function startServer({ lock, folder, program }: Setting): Promise<RedisServer> {
  const socketFolder = dirname(lock.socketPath);
  if (socketFolder !== folder) prepareSocketFolder(socketFolder);
  const server = await RedisServer.start(program, folder, lock.socketPath);
  lock.nameServer(server.pid);
  return server;
}
