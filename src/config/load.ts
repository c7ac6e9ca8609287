import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '../model/article.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { FeedPlaces, SiteRules } from '../model/site.ts';
import type { Watch } from '../model/watch.ts';
import { parseDocument } from './document.ts';
import { applyOverrides, type Environment, readEnvironment } from './environment.ts';
import { loadFeedPlaces } from './feed-places.ts';
import { loadLexicon } from './lexicon.ts';
import { check } from './mistakes.ts';
import { type Settings, settingsSchema, watchSchema } from './schema.ts';
import { loadSites } from './sites.ts';
import { parseYaml } from './yaml.ts';

export interface Config {
  /** Where it was read from; absolute. */
  readonly folder: string;
  readonly settings: Settings;
  /** Absolute. */
  readonly dataFolder: string;
  readonly watches: readonly Watch[];
  readonly lexicon: Lexicon;
  /** How to read sites whose pages the parser gets wrong. */
  readonly sites: readonly SiteRules[];
  readonly feedPlaces: FeedPlaces;
}

export interface ConfigOptions {
  /** Where relative paths begin and error messages are relative to. */
  readonly root: string;
  /** The folder with `newswatch.yaml`, `lexicon/`, `sites/` and `watches/`; `config` below the root when left out. */
  readonly folder?: string;
  readonly env: Environment;
}

/**
 * Reads and checks the whole configuration.
 * @throws ConfigError with every mistake of every file and variable
 */
export function loadConfig({ root, folder = path.join(root, 'config'), env }: ConfigOptions): Config {
  const mistakes: ConfigMistake[] = [];
  const settings = collect(mistakes, () => readSettings(root, folder, env));
  const watches = collect(mistakes, () => loadWatches(root, path.join(folder, 'watches')));
  const lexicon = collect(mistakes, () => loadLexicon(path.join(folder, 'lexicon')));
  const sites = collect(mistakes, () => loadSites(root, path.join(folder, 'sites')));
  const feedPlaces = collect(mistakes, () => loadFeedPlaces(root, path.join(folder, 'feed-places.yaml')));
  if (!settings || !watches || !lexicon || !sites || !feedPlaces || mistakes.length > 0)
    throw new ConfigError(mistakes);
  const dataFolder = path.resolve(root, settings.data);
  return { folder: path.resolve(folder), settings, dataFolder, watches, lexicon, sites, feedPlaces };
}

/** Runs one part, keeping its mistakes, so that the others are still checked. */
function collect<T>(mistakes: ConfigMistake[], part: () => T): T | undefined {
  try {
    return part();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

function readSettings(root: string, folder: string, env: Environment): Settings {
  const mistakes: ConfigMistake[] = [];
  const file = path.join(folder, 'newswatch.yaml');
  const raw = collect(mistakes, () => (existsSync(file) ? readYaml(root, file) : {}));
  const environment = readEnvironment(env);
  mistakes.push(...environment.mistakes);
  const checked = check(
    settingsSchema,
    applyOverrides(raw, environment.overrides),
    path.relative(root, file),
  );
  if (!checked.ok) {
    // A wrong value that came from the environment is not a mistake of the file.
    const variableOf = new Map(environment.overrides.map((o) => [o.path.join('.'), o.variable]));
    mistakes.push(
      ...checked.mistakes.map((m) => {
        const variable = variableOf.get(m.path);
        return variable ? { ...m, file: variable, path: '' } : m;
      }),
    );
  }
  if (!checked.ok || mistakes.length > 0) throw new ConfigError(mistakes);
  return checked.value;
}

/**
 * Every watch of a folder of watches, by id.
 * @throws ConfigError with every mistake of every watch
 */
export function loadWatches(root: string, folder: string): readonly Watch[] {
  const where = path.relative(root, folder) || folder;
  const missing = (message: string) =>
    new ConfigError([
      { file: where, path: '', message, hint: 'a watch is a folder with watch.yaml and dossier/*.md' },
    ]);
  if (!existsSync(folder)) throw missing('this folder does not exist');
  const ids = readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(path.join(folder, name)).isDirectory())
    .sort();
  if (ids.length === 0) throw missing('holds no watch');
  const mistakes: ConfigMistake[] = [];
  const watches = ids.map((id) => collect(mistakes, () => loadWatch(root, path.join(folder, id))));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return watches.filter((watch) => watch !== undefined);
}

/**
 * One watch: `watch.yaml` and its dossier.
 * @throws ConfigError with every mistake in it
 */
export function loadWatch(root: string, folder: string): Watch {
  const mistakes: ConfigMistake[] = [];
  const id = path.basename(folder);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
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

function readYaml(root: string, file: string): unknown {
  const yaml = parseYaml(readFileSync(file, 'utf8'), path.relative(root, file));
  if (!yaml.ok) throw new ConfigError(yaml.mistakes);
  return yaml.value;
}
