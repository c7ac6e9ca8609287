import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isMap, parseDocument as parseYaml } from 'yaml';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';
import { parseDocument } from './document.ts';
import { documentName, documentText } from './new-watch-files.ts';
import { changeFeeds, type FeedsChange } from './watch-file.ts';
import { loadWatch } from './watch-files.ts';

/** A watch as its files have it. */
export interface WatchFilesNow {
  readonly watch: Watch;
  /** Of its dossier, oldest first. */
  readonly documents: readonly { readonly file: string; readonly article: Article }[];
  /** Another one when anything in its files was changed. */
  readonly basis: string;
}

/** What is to be changed of a watch; what is left out stays as it is. */
export interface WatchEdit {
  readonly title?: string;
  readonly follow?: string;
  readonly names?: Watch['names'];
  readonly sensitivity?: Watch['sensitivity'];
  /** Null: all kinds wake. */
  readonly types?: readonly EventType[] | null;
  readonly feeds: FeedsChange;
  readonly documents: {
    readonly add: readonly Article[];
    readonly change: readonly { readonly file: string; readonly article: Article }[];
    readonly remove: readonly string[];
  };
}

/** @throws ConfigError with every mistake in it; a system error where there is no such folder */
export function readWatchFiles(root: string, watchFolder: string, id: string): WatchFilesNow {
  const folder = path.join(watchFolder, id);
  const watch = loadWatch(root, folder);
  const byId = new Map(
    dossierFiles(folder).map((file) => {
      const at = path.join(folder, 'dossier', file);
      return [parseDocument(readFileSync(at, 'utf8'), path.relative(root, at)).id, file];
    }),
  );
  const documents = watch.baseline.map((article) => ({ file: byId.get(article.id) ?? '', article }));
  return { watch, documents, basis: basisOf(folder) };
}

/** The content of a watch's files, as a short name. */
export function basisOf(folder: string): string {
  const files = ['watch.yaml', ...dossierFiles(folder).map((file) => path.join('dossier', file))];
  return contentId('c', ...files.flatMap((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

function dossierFiles(folder: string): readonly string[] {
  return readdirSync(path.join(folder, 'dossier'))
    .filter((name) => name.endsWith('.md'))
    .sort();
}

/**
 * Changes a watch's files, if they are still those of `basis`. The change is read back by the same code as any other
 * before the first file is touched; then each file is put in its place in one step, `watch.yaml` last.
 *
 * @returns false, and nothing changed, where somebody else changed them meanwhile
 * @throws ConfigError when what would be written has a mistake; AppError where it cannot be written
 */
export function editWatchFiles(
  root: string,
  watchFolder: string,
  { id, basis, edit }: { readonly id: string; readonly basis: string; readonly edit: WatchEdit },
): boolean {
  const folder = path.join(watchFolder, id);
  return alone(watchFolder, id, () => {
    if (basisOf(folder) !== basis) return false;
    const staging = mkdtempSync(path.join(watchFolder, '.edit-'));
    try {
      const draft = path.join(staging, id);
      cpSync(folder, draft, { recursive: true, dereference: true });
      const written = apply(draft, edit);
      loadWatch(root, draft);
      for (const file of written) renameSync(path.join(draft, file), path.join(folder, file));
      for (const file of edit.documents.remove) rmSync(path.join(folder, 'dossier', file), { force: true });
      return true;
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  });
}

/** Makes the change in a copy. Returns the files that are other than before, `watch.yaml` last. */
function apply(folder: string, { documents, ...edit }: WatchEdit): readonly string[] {
  const dossier = path.join(folder, 'dossier');
  const written = documents.change.map(({ file, article }) => {
    writeFileSync(path.join(dossier, file), documentText(article));
    return path.join('dossier', file);
  });
  const numbers = dossierFiles(folder).map((file) => Number.parseInt(file, 10) || 0);
  const next = Math.max(0, ...numbers);
  documents.add.forEach((article, i) => {
    const file = documentName(article, next + i);
    writeFileSync(path.join(dossier, file), documentText(article), { flag: 'wx' });
    written.push(path.join('dossier', file));
  });
  for (const file of documents.remove) rmSync(path.join(dossier, file), { force: true });
  const at = path.join(folder, 'watch.yaml');
  const before = readFileSync(at, 'utf8');
  const after = editedText(before, edit);
  if (after === before) return written;
  writeFileSync(at, after);
  return [...written, 'watch.yaml'];
}

/** The text of a watch file with other values; comments and what is not changed stay. */
export function editedText(text: string, edit: Omit<WatchEdit, 'documents'>): string {
  const { feeds, types, ...keys } = edit;
  const changesFeeds = (feeds.add?.length ?? 0) + (feeds.remove?.length ?? 0) > 0;
  const withFeeds = changesFeeds ? changeFeeds(text, feeds) : text;
  const given = Object.entries(keys).filter(([, value]) => value !== undefined);
  if (given.length === 0 && types === undefined) return withFeeds;
  const document = parseYaml(withFeeds, { schema: 'core' });
  for (const [key, value] of given) document.set(key, document.createNode(value));
  if (types !== undefined) {
    if (!isMap(document.get('wake', true))) document.set('wake', document.createNode({}));
    if (types === null) document.deleteIn(['wake', 'types']);
    else document.setIn(['wake', 'types'], document.createNode(types, { flow: true }));
  }
  return document.toString({ lineWidth: 0 });
}

/** A lock that outlives this was left by a process that died: what is done under it takes milliseconds. */
const LOCK_MS = 30_000;

/** Nobody else writes this watch meanwhile, in this process or another. */
function alone<Result>(watchFolder: string, id: string, work: () => Result): Result {
  const lock = path.join(watchFolder, `.lock-${id}`);
  try {
    const held = statSync(lock, { throwIfNoEntry: false });
    if (held && Date.now() - held.mtimeMs > LOCK_MS) rmSync(lock, { recursive: true, force: true });
    mkdirSync(lock);
  } catch (cause) {
    throw inWords(cause, path.join(watchFolder, id));
  }
  try {
    return work();
  } catch (error) {
    throw inWords(error, path.join(watchFolder, id));
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function inWords(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EEXIST')
    return new AppError('Somebody else is writing this watch at this moment; try again.', { cause: error });
  return new AppError(`${folder} could not be written: ${error.message}`, { cause: error });
}
