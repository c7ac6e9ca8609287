import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { stateOfWatchFiles } from '../config/file-state.ts';
import type { Config } from '../config/load.ts';
import { readWatches } from '../config/watch-files.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';
import type { Store } from '../store/store.ts';
import type { LiveCatalogue } from './catalogue.ts';
import type { Running } from './worker.ts';

export interface FollowOptions {
  readonly config: Pick<Config, 'root' | 'watchFolder' | 'settings'>;
  readonly catalogue: LiveCatalogue;
  readonly store: Pick<Store, 'saveProcessReport' | 'dropProcessReport'>;
  readonly logger: Logger;
  /** Real time. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 1000;
const REPORT_EVERY_MS = 15_000;
const NAME = `${hostname()}/${process.pid}`;

/**
 * Takes edits of the watches' files while the process runs: a watch that is right takes effect, one with mistakes
 * stays as it was, one whose folder is gone ends. Files are taken once they have stood still from one look to the
 * next, so that nothing half written is read. What the process goes by is reported to the store for all to see.
 */
export async function followWatchFiles(options: FollowOptions): Promise<Running> {
  const { config, catalogue, store, logger, lookEveryMs = LOOK_EVERY_MS } = options;
  let seen = '';
  let taken = '';
  let mistakes: readonly ConfigMistake[] = [];
  let reportedAt = 0;
  const look = async () => {
    const state = await stateOfWatchFiles(config.watchFolder);
    const still = state === seen;
    seen = state;
    if (!still || state === taken) return;
    taken = state;
    mistakes = take(config, catalogue, logger);
    reportedAt = 0;
  };
  const report = async () => {
    if (Date.now() - reportedAt < REPORT_EVERY_MS) return;
    // Redis may be away: said elsewhere, and told again at the next look.
    const told = await store.saveProcessReport(reportOf(catalogue, mistakes)).then(
      () => true,
      () => false,
    );
    if (told) reportedAt = Date.now();
  };
  const round = async () => {
    await look();
    await report();
  };
  let running: Promise<void> = report();
  const timer = setInterval(() => {
    running = running.then(round).catch((error) => logger.error({ err: error }, 'watch files not read'));
  }, lookEveryMs);
  await running;
  return {
    async close() {
      clearInterval(timer);
      await running;
      await store.dropProcessReport(NAME).catch(() => undefined);
    },
  };
}

/** Reads all files and takes what is right. Returns the mistakes of the rest. */
function take(config: FollowOptions['config'], catalogue: LiveCatalogue, logger: Logger) {
  const channels = Object.keys(config.settings.notify);
  const files = readWatches(config.root, config.watchFolder, channels);
  const before = new Map(catalogue.watches().map((watch) => [watch.id, watch]));
  const next = nextWatches(before, files.watches, files.mistakes);
  for (const [id, found] of files.mistakes) {
    const about = { ...(id && { watch: id }), mistakes: new ConfigError(found).message.split('\n') };
    if (id === '' || before.has(id)) logger.warn(about, 'edit not taken; it stays as it was');
    else logger.warn(about, 'new watch not taken');
  }
  const changes = [
    ...next.filter((watch) => before.get(watch.id) !== watch),
    ...[...before.values()].filter((watch) => !next.some(({ id }) => id === watch.id)),
  ];
  if (changes.length > 0) catalogue.replace(next);
  for (const { id, feeds, baseline } of changes) {
    const change = !before.has(id) ? 'added' : catalogue.watch(id) ? 'changed' : 'removed';
    logger.info({ watch: id, change, feeds: feeds.length, documents: baseline.length }, 'watch taken');
  }
  return [...files.mistakes.values()].flat();
}

function nextWatches(
  before: ReadonlyMap<string, Watch>,
  right: readonly Watch[],
  mistakes: ReadonlyMap<string, readonly ConfigMistake[]>,
): readonly Watch[] {
  // Without its folder nothing is known of any watch.
  if (mistakes.has('')) return [...before.values()];
  const kept = [...before.values()].filter(({ id }) => mistakes.has(id));
  const unchanged = (watch: Watch) => {
    const known = before.get(watch.id);
    return known && JSON.stringify(known) === JSON.stringify(watch) ? known : watch;
  };
  return [...right.map(unchanged), ...kept].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function reportOf(catalogue: LiveCatalogue, mistakes: readonly ConfigMistake[]) {
  const hashed = catalogue.watches().map((watch) => [watch.id, contentId('c', JSON.stringify(watch))]);
  return {
    process: NAME,
    at: new Date().toISOString(),
    watches: Object.fromEntries(hashed),
    feeds: catalogue.feeds().map(({ id }) => id),
    mistakes,
  };
}
