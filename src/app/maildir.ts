import { open, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../model/errors.ts';
import type { IncomingOutcome } from './incoming.ts';

/** A report begins with what it is about; the mail it quotes may be as long as it likes. */
const BYTES_MOST = 1_000_000;

export interface HeededMail {
  readonly file: string;
  readonly outcome: IncomingOutcome;
}

/**
 * Heeds each mail that is new in a Maildir, the oldest first, and moves it to those that were seen. One that cannot be
 * heeded now (the store is away) stays new, and ends the round.
 *
 * @param heed what one mail says, given as it was received
 * @throws AppError where the folder is no Maildir; what `heed` throws
 */
export async function* heedMaildir(
  folder: string,
  heed: (raw: string) => Promise<IncomingOutcome>,
): AsyncGenerator<HeededMail> {
  const names = await readdir(path.join(folder, 'new')).catch((cause) => {
    throw new AppError(`${folder} is no Maildir that can be read: it has no folder "new".`, { cause });
  });
  // A Maildir's names begin with the second of their arrival.
  for (const file of names.filter((name) => !name.startsWith('.')).sort()) {
    const raw = await readStart(path.join(folder, 'new', file)).catch(unlessTaken);
    if (raw === null) continue;
    const outcome = await heed(raw);
    await rename(path.join(folder, 'new', file), path.join(folder, 'cur', `${file}:2,S`)).catch(unlessTaken);
    yield { file, outcome };
  }
}

/** Another process reads the same Maildir; heeding one mail twice changes nothing. */
function unlessTaken(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BYTES_MOST), 0, BYTES_MOST, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
