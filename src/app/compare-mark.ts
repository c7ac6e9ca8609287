import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contentId } from '../model/id.ts';

const FOLDER = path.join(import.meta.dirname, '../compare');

let made: string | undefined;

/** Names the code that compares, so that nothing is taken up that another version of it derived. */
export function compareMark(): string {
  made ??= contentId(
    'c',
    ...readdirSync(FOLDER).map((file) => readFileSync(path.join(FOLDER, file), 'utf8')),
  );
  return made;
}
