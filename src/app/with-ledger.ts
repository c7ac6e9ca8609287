import { existsSync } from 'node:fs';
import path from 'node:path';
import { markOf, withDerived } from '../compare/derived-index.ts';
import { applyChange, type Dossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import { withLedger as loadLedger } from '../jobs/dossiers.ts';
import { createStore } from '../store/store.ts';
import { compareMark } from './compare-mark.ts';
import { keepTimes } from './keep-times.ts';
import { openRedisHome } from './redis.ts';

/** A dossier just founded with its ledger as it stands, when there is one to be read. Writes nothing. */
export async function withLedger(config: Config, founded: Dossier): Promise<Dossier> {
  if (!config.settings.redis.url && !existsSync(path.join(config.dataFolder, 'redis'))) return founded;
  const home = await openRedisHome(config, () => undefined);
  try {
    const store = createStore(home.connect('command'), {
      prefix: config.settings.redis.prefix,
      keep: keepTimes(config),
    });
    const mark = markOf(founded, compareMark());
    return (await loadLedger(store, { applyChange, withDerived }, founded, mark)).dossier;
  } finally {
    await home.close();
  }
}
