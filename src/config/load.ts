import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Channel } from '../model/channel.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { FeedPlaces, PageWords, SiteRules } from '../model/site.ts';
import type { Watch } from '../model/watch.ts';
import { loadChannels } from './channels.ts';
import { applyOverrides, type Environment, readEnvironment } from './environment.ts';
import { loadFeedPlaces } from './feed-places.ts';
import { loadLexicon } from './lexicon.ts';
import { madeBefore } from './made-before.ts';
import { check, collect } from './mistakes.ts';
import { loadPageWords } from './page-words.ts';
import { type Settings, settingsSchema } from './schema.ts';
import { loadSites } from './sites.ts';
import { readWatches } from './watch-files.ts';
import { readYaml } from './yaml.ts';

export interface Config {
  readonly settings: Settings;
  /** Absolute. */
  readonly dataFolder: string;
  readonly watches: readonly Watch[];
  /** Where the watches' files are, absolute. */
  readonly watchFolder: string;
  /** What paths in mistakes are relative to, absolute. */
  readonly root: string;
  readonly lexicon: Lexicon;
  /** How to read sites whose pages the parser gets wrong. */
  readonly sites: readonly SiteRules[];
  /** What is known of the words on pages. */
  readonly words: PageWords;
  readonly feedPlaces: FeedPlaces;
  /** Where alerts go besides mailboxes; they hold secrets. */
  readonly channels: readonly Channel[];
}

export interface ConfigOptions {
  /** Where relative paths begin and error messages are relative to. */
  readonly root: string;
  /** The folder with `newswatch.yaml`, `lexicon/`, `pages/`, `sites/` and `watches/`; `config` below the root when left out. */
  readonly folder?: string;
  readonly env: Environment;
}

/**
 * Reads and checks the whole configuration.
 * @throws ConfigError with every mistake of every file and variable
 */
export function loadConfig(options: ConfigOptions): Config {
  const { config, mistakes } = readConfig(options);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

/**
 * The same for who can do without the watches that have mistakes: those are left out, and their mistakes told.
 * @throws ConfigError with every mistake, those of the watches too, when there is one elsewhere
 */
export function readConfig({ root, folder = path.join(root, 'config'), env }: ConfigOptions): {
  readonly config: Config;
  readonly mistakes: readonly ConfigMistake[];
} {
  const others: ConfigMistake[] = [];
  const watchFolder = path.join(folder, 'watches');
  const settings = collect(others, () => readSettings(root, folder, env));
  const files = readWatches(root, watchFolder, settings && Object.keys(settings.notify));
  const shipped = collect(others, () => readShipped(root, folder));
  const channels = settings && collect(others, () => loadChannels(root, settings));
  const mistakes = [...files.mistakes.values()].flat();
  if (!settings || !shipped || !channels || others.length > 0)
    throw new ConfigError([...others, ...mistakes]);
  const dataFolder = path.resolve(root, settings.data);
  const places = { root, watchFolder, dataFolder };
  const { watches } = files;
  return { config: { ...places, ...shipped, settings, watches, channels }, mistakes };
}

/** What comes with Newswatch and is seldom changed. */
type Shipped = Pick<Config, 'lexicon' | 'sites' | 'words' | 'feedPlaces'>;

function readShipped(root: string, folder: string): Shipped {
  const places = ['lexicon', 'sites', 'pages', 'feed-places.yaml'].map((name) => path.join(folder, name));
  const [lexiconFolder = '', siteFolder = '', pageFolder = '', feedPlaceFile = ''] = places;
  return madeBefore('configuration', places, () => {
    const mistakes: ConfigMistake[] = [];
    const lexicon = collect(mistakes, () => loadLexicon(lexiconFolder));
    const sites = collect(mistakes, () => loadSites(root, siteFolder));
    const words = collect(mistakes, () => loadPageWords(root, pageFolder));
    const feedPlaces = collect(mistakes, () => loadFeedPlaces(root, feedPlaceFile));
    if (!lexicon || !sites || !words || !feedPlaces || mistakes.length > 0) throw new ConfigError(mistakes);
    return { lexicon, sites, words, feedPlaces };
  });
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
