import { existsSync } from 'node:fs';
import path from 'node:path';
import { applyChange, type Dossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import { createStore } from '../store/store.ts';
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
    const { change } = await store.dossierChanges(founded.watchId, 0);
    return applyChange(founded, change);
  } finally {
    await home.close();
  }
}
