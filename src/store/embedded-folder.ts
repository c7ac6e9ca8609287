import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '../model/errors.ts';

/** The shortest limit on a socket's path among the systems we know is macOS's: 103 bytes. */
const SOCKET_PATH_MAX_BYTES = 100;

/** Makes the folder, readable by its owner alone, and gives its real path. Throws StoreError. */
export function privateFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const folder = realpathSync(path);
    if ((lstatSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw folderError(path, error);
  }
}

/** Where the server of a data folder listens: in it, or, where that path is too long for a socket, under the system's temporary folder. */
export function socketPathOf(folder: string): string {
  const inside = join(folder, 'redis.sock');
  if (Buffer.byteLength(inside) <= SOCKET_PATH_MAX_BYTES) return inside;
  const name = `newswatch-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const temporary = [tmpdir(), '/tmp'].map((parent) => join(parent, name, 'redis.sock'));
  const path = temporary.find((candidate) => Buffer.byteLength(candidate) <= SOCKET_PATH_MAX_BYTES);
  return path ?? join('/tmp', name, 'redis.sock');
}

/** Makes the socket's folder where it is not the data folder itself. Throws when another user made it first. */
export function prepareSocketFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const isOurs = stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
  if (!isOurs) throw new StoreError(`${folder} is not a private folder of this user.`, { retryable: false });
}

/** An error of the file system on the data folder, in words. */
export function folderError(folder: string, error: unknown): StoreError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const why: Readonly<Record<string, string>> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: "this user's share of the disk is used up",
    ENOTDIR: 'a part of its path is a file',
    EEXIST: 'it is a file',
  };
  const reason = why[code] ?? (error instanceof Error ? error.message : String(error));
  return new StoreError(`The data folder ${folder} cannot be used: ${reason}.`, {
    cause: error,
    retryable: false,
  });
}
