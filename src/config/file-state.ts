import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { watchIdsIn } from './watch-files.ts';

/**
 * The names, sizes and times of all files of a folder of watches, as one text: another one when anything was edited,
 * added or removed. Asked for again and again instead of notified, because notifications do not cross network drives
 * and container mounts.
 */
export async function stateOfWatchFiles(folder: string): Promise<string> {
  const ids = await orNone(async () => watchIdsIn(folder));
  const perWatch = await Promise.all(ids.map((id) => stateOfWatch(path.join(folder, id))));
  return ids.map((id, i) => `${id}\n${perWatch[i]}`).join('\n');
}

async function stateOfWatch(folder: string): Promise<string> {
  const documents = await orNone(() => readdir(path.join(folder, 'dossier')));
  const files = ['watch.yaml', ...documents.sort().map((name) => path.join('dossier', name))];
  const states = await Promise.all(
    files.map(async (file) => {
      const found = await stat(path.join(folder, file)).catch(() => null);
      return found ? `${file} ${found.size} ${found.mtimeMs} ${found.ino}` : '';
    }),
  );
  return states.join('\n');
}

/** A folder may vanish at any moment: then it holds nothing. */
async function orNone(names: () => Promise<readonly string[]>): Promise<string[]> {
  try {
    return [...(await names())];
  } catch {
    return [];
  }
}
