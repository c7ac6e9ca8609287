import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Comparison, compare } from '../compare/compare.ts';
import { markOf, withDerived } from '../compare/derived-index.ts';
import { applyChange, type Dossier, foundDossier } from '../compare/dossier.ts';
import { dossierOf, foundingMark } from '../compare/founding.ts';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { createStore, type Store } from '../store/store.ts';
import { AskedRecords } from './asked-records.ts';
import { compareMark } from './compare-mark.ts';
import { keepTimes } from './keep-times.ts';
import { openRedisHome } from './redis.ts';

/** Compares an article with a watch's dossier and its ledger as it stands, when there is one to be read. Writes nothing. */
export async function compareWithLedger(
  config: Config,
  watch: Watch,
  article: Article,
  now: Instant,
): Promise<Comparison> {
  if (!config.settings.redis.url && !existsSync(path.join(config.dataFolder, 'redis')))
    return compare(foundDossier(watch, config.lexicon), article, now);
  const home = await openRedisHome(config, () => undefined);
  try {
    const { prefix } = config.settings.redis;
    const store = createStore(home.connect('command'), { prefix, keep: keepTimes(config) });
    return await compareWithStore(store, config.lexicon, watch, article, now);
  } finally {
    await home.close();
  }
}

/** The same, with the ledger of a store. */
export async function compareWithStore(
  store: Store,
  lexicon: Lexicon,
  watch: Watch,
  article: Article,
  now: Instant,
): Promise<Comparison> {
  const founded = await foundedBefore(store, lexicon, watch);
  return (
    (await compareByIndex(store, founded, article, now)) ??
    (await compareWithAll(store, founded, article, now))
  );
}

async function foundedBefore(store: Store, lexicon: Lexicon, watch: Watch): Promise<Dossier> {
  const kept = await store.keptFounding(watch.id);
  return kept?.mark === foundingMark(watch, lexicon, compareMark())
    ? dossierOf(watch, lexicon, kept.founding)
    : foundDossier(watch, lexicon);
}

async function compareWithAll(
  store: Store,
  founded: Dossier,
  article: Article,
  now: Instant,
): Promise<Comparison> {
  const { change } = await store.dossierChanges(founded.watchId, 0);
  return compare(applyChange(founded, change), article, now);
}

/**
 * By the index that is kept: an article asks for some hundred of the ledger's records, and no others are read. `compare`
 * is pure, so that it can be run till it asks for none that is not there: three times, mostly.
 *
 * @returns null where no index is kept that fits, or the ledger moved on meanwhile
 */
async function compareByIndex(
  store: Store,
  founded: Dossier,
  article: Article,
  now: Instant,
): Promise<Comparison | null> {
  const { watchId } = founded;
  const kept = await store.keptIndex(watchId);
  if (kept?.mark !== markOf(founded, compareMark())) return null;
  const { version, change } = await store.dossierChanges(watchId, kept.version);
  const asked = new AskedRecords(founded, kept.index);
  const dossier = withDerived(founded, kept.index, { version, change, ...asked.records });
  if (!dossier || version < kept.version) return null;
  for (;;) {
    const comparison = compare(dossier, article, now);
    const ids = asked.take();
    if (!ids) return comparison;
    const part = await store.ledgerPart(watchId, ids);
    if (part.version !== version) return null;
    asked.add(ids, part);
  }
}
