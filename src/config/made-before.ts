import { hash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import path from 'node:path';

const SOURCE = path.join(import.meta.dirname, '..');
/** What reads and checks them; with package.json goes each version of what it stands on. */
const CODE = ['config', 'model', '../package.json'].map((part) => path.join(SOURCE, part));

/**
 * What was made of files before, kept beside the compiled code (`NODE_COMPILE_CACHE`); made anew where they changed, or
 * the code did. To parse and check the files that come with Newswatch is the most of what reading a configuration takes.
 *
 * @param name of what is made
 * @param places files and folders; what there is in subfolders does not count
 * @param make gives plain JSON; what it throws is thrown, and nothing is kept
 * @param folder where it is kept; undefined for nowhere
 */
export function madeBefore<Made>(
  name: string,
  places: readonly string[],
  make: () => Made,
  folder = getCompileCacheDir(),
): Made {
  if (folder === undefined) return make();
  const mark = markOf([...places, ...CODE]);
  const file = path.join(folder, `${name}.json`);
  const kept = readKept<Made>(file, mark);
  if (kept !== undefined) return kept;
  const made = make();
  keep(file, mark + JSON.stringify(made) + mark);
  return made;
}

function markOf(places: readonly string[]): string {
  const files = places.filter((place) => existsSync(place)).flatMap(filesOf);
  const parts = files.flatMap((file) => [path.basename(file), readFileSync(file, 'utf8')]);
  return hash('sha256', parts.join('\u0000'));
}

function filesOf(place: string): readonly string[] {
  if (!statSync(place).isDirectory()) return [place];
  const files = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => path.join(place, entry.name)).sort();
}

/** Undefined where there is none of this mark, or it cannot be read: another user's, or one that a power cut left damaged. */
function readKept<Made>(file: string, mark: string): Made | undefined {
  try {
    const kept = readFileSync(file, 'utf8');
    if (!kept.startsWith(mark) || !kept.endsWith(mark)) return undefined;
    return JSON.parse(kept.slice(mark.length, -mark.length)) as Made;
  } catch {
    return undefined;
  }
}

/** It spares time and nothing else: where nothing can be written, all is made anew each time. */
function keep(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    // Whoever reads it meanwhile gets all of it, or what was there before.
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Made anew next time.
  }
}
