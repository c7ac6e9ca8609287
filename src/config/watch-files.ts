import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '../model/article.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import { unknownChannels } from './channels.ts';
import { parseDocument } from './document.ts';
import { check, collect } from './mistakes.ts';
import { watchSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

export const WATCH_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** What a folder of watches holds: those that are right, and the mistakes of the others. */
export interface WatchFiles {
  /** By id. */
  readonly watches: readonly Watch[];
  /** By id; under '' those of the folder as a whole. */
  readonly mistakes: ReadonlyMap<string, readonly ConfigMistake[]>;
}

/**
 * Every watch of a folder of watches; one with mistakes keeps none of the others from being read.
 *
 * @param channels that are configured; left out where that is not known
 */
export function readWatches(root: string, folder: string, channels?: readonly string[]): WatchFiles {
  const where = path.relative(root, folder) || folder;
  const missing = (message: string): WatchFiles => {
    const hint = 'a watch is a folder with watch.yaml and dossier/*.md; newswatch watch new makes one';
    return { watches: [], mistakes: new Map([['', [{ file: where, path: '', message, hint }]]]) };
  };
  if (!existsSync(folder)) return missing('this folder does not exist');
  const ids = watchIdsIn(folder);
  if (ids.length === 0) return missing('holds no watch');
  const mistakes = new Map<string, readonly ConfigMistake[]>();
  const watches = ids.flatMap((id) => {
    const found: ConfigMistake[] = [];
    const watch = collect(found, () => loadWatch(root, path.join(folder, id)));
    if (watch && channels) found.push(...unknownChannels([watch], channels));
    if (found.length > 0) mistakes.set(id, found);
    return watch && found.length === 0 ? [watch] : [];
  });
  return { watches, mistakes };
}

/** The names of the watches' folders, in order. */
export function watchIdsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .filter(
      (entry) =>
        entry.isDirectory() ||
        (entry.isSymbolicLink() &&
          statSync(path.join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory()),
    )
    .map(({ name }) => name)
    .sort();
}

/**
 * One watch: `watch.yaml` and its dossier.
 * @throws ConfigError with every mistake in it
 */
export function loadWatch(root: string, folder: string): Watch {
  const mistakes: ConfigMistake[] = [];
  const id = path.basename(folder);
  if (!WATCH_ID.test(id)) {
    const hint = 'rename the folder: lower-case letters, digits and hyphens';
    mistakes.push({
      file: path.relative(root, folder),
      path: '',
      message: `"${id}" cannot be the id of a watch`,
      hint,
    });
  }
  const watch = collect(mistakes, () => readChecked(root, path.join(folder, 'watch.yaml')));
  const baseline = collect(mistakes, () => loadDossier(root, path.join(folder, 'dossier')));
  if (!watch || !baseline || mistakes.length > 0) throw new ConfigError(mistakes);
  const { types, ...wake } = watch.wake;
  return {
    id,
    title: watch.title,
    follow: watch.follow,
    language: watch.language,
    feeds: watch.feeds.map(({ url, title }) => (title === undefined ? { url } : { url, title })),
    names: watch.names,
    wake: types === undefined ? wake : { ...wake, types },
    sensitivity: watch.sensitivity,
    ...(watch.notify.length > 0 && { notify: watch.notify }),
    baseline,
  };
}

function readChecked(root: string, file: string) {
  const where = path.relative(root, file);
  if (!existsSync(file)) throw new ConfigError([{ file: where, path: '', message: 'this file is missing' }]);
  const checked = check(watchSchema, readYaml(root, file), where);
  if (!checked.ok) throw new ConfigError(checked.mistakes);
  return checked.value;
}

/** The baseline documents, oldest first; documents of one day keep the order of their names. */
function loadDossier(root: string, folder: string): readonly Article[] {
  const where = path.relative(root, folder);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .sort()
    : [];
  if (names.length === 0) {
    const hint = 'put the articles that say what you know there, as Markdown with title, source and date';
    throw new ConfigError([{ file: where, path: '', message: 'holds no document', hint }]);
  }
  const mistakes: ConfigMistake[] = [];
  const documents = names.map((name) => {
    const file = path.join(folder, name);
    return collect(mistakes, () => parseDocument(readFileSync(file, 'utf8'), path.relative(root, file)));
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return documents
    .filter((document) => document !== undefined)
    .sort((a, b) => (a.publishedAt ?? '').slice(0, 10).localeCompare((b.publishedAt ?? '').slice(0, 10)));
}
