import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A process, told apart from a later one of the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from boot to its start; null where the system has no /proc. */
  readonly startedAt: string | null;
}

/** What the lock file says of who holds a data folder. */
export interface Holder {
  readonly token: string;
  readonly host: string;
  readonly owner: ProcessMark;
  /** The Redis server, once it runs. */
  readonly server: ProcessMark | null;
  readonly socketPath: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: readStat(pid)?.startedAt ?? null };
}

export function isAlive(mark: ProcessMark): boolean {
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = readStat(mark.pid);
  return (stat?.startedAt ?? null) === mark.startedAt && stat?.state !== 'Z';
}

function readStat(pid: number): { readonly state: string; readonly startedAt: string } | null {
  try {
    // Fields 3 and 22 of proc(5), counted after the command name, which may hold blanks and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** Held from another machine or container, whose processes this one cannot see. */
export function isElsewhere(holder: Holder): boolean {
  return holder.host !== hostname();
}

/** A lock on a data folder that one process holds until it lets go or dies. */
export class FolderLock {
  readonly #file: string;
  readonly #token = randomUUID();
  readonly socketPath: string;

  constructor(folder: string, socketPath: string) {
    this.#file = join(folder, 'owner.json');
    this.socketPath = socketPath;
  }

  /** Null when nobody holds it. */
  holder(): Holder | null {
    return readHolder(this.#file);
  }

  /** False when another was faster. */
  take(): boolean {
    return this.#write(null, (draft) => {
      try {
        // Makes the file with its content in one step; fails when it is there.
        linkSync(draft, this.#file);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      } finally {
        rmSync(draft, { force: true });
      }
    });
  }

  isMine(): boolean {
    return this.holder()?.token === this.#token;
  }

  nameServer(pid: number): void {
    this.#write(markOf(pid), (draft) => {
      renameSync(draft, this.#file);
      return true;
    });
  }

  release(): void {
    if (this.isMine()) rmSync(this.#file, { force: true });
  }

  /** Removes the lock of a dead holder. */
  clear(dead: Holder): void {
    const aside = `${this.#file}.${this.#token}`;
    try {
      renameSync(this.#file, aside);
    } catch {
      return;
    }
    // Another process may have cleared and taken it between the look and the move: give it back.
    const isDead = readHolder(aside)?.token === dead.token;
    if (!isDead && !existsSync(this.#file)) renameSync(aside, this.#file);
    rmSync(aside, { force: true });
  }

  #write(server: ProcessMark | null, put: (draft: string) => boolean): boolean {
    const holder: Holder = {
      token: this.#token,
      host: hostname(),
      owner: markOf(process.pid),
      server,
      socketPath: this.socketPath,
    };
    const draft = `${this.#file}.${this.#token}`;
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    return put(draft);
  }
}

function readHolder(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // Cut short by a full disk or a power cut: nobody alive wrote it.
    const nobody = { pid: 2 ** 30, startedAt: '' };
    return { token: '', host: hostname(), owner: nobody, server: null, socketPath: '' };
  }
}
