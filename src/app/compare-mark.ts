import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contentId } from '../model/id.ts';

const SOURCE = path.join(import.meta.dirname, '..');

let made: string | undefined;

/** Names the code that compares, so that nothing is taken up that another version of it derived. */
export function compareMark(): string {
  made ??= markOfCode(SOURCE);
  return made;
}

/**
 * Names the code that compares: `compare`, the `model` it stands on, and with package.json each version of the packages.
 *
 * @param source the folder of the code
 */
export function markOfCode(source: string): string {
  const files = ['compare', 'model'].flatMap((name) => {
    const folder = path.join(source, name);
    return readdirSync(folder).map((file) => path.join(folder, file));
  });
  const texts = [...files, path.join(source, '../package.json')].map((file) => readFileSync(file, 'utf8'));
  return contentId('c', ...texts);
}
