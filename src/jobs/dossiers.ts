import type { Dossier } from '../compare/dossier.ts';
import type { CompareCommit } from '../model/commit.ts';
import type { DossierChange } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Watch } from '../model/watch.ts';
import type { DossierStore } from './ports.ts';
import type { Stages } from './stages.ts';

export interface LoadedDossier {
  readonly dossier: Dossier;
  /** What the store calls this state; a commit computed on it names it. */
  readonly version: number;
}

export interface Dossiers {
  /**
   * The newest state: what is held in memory, and what was committed since by whomever.
   *
   * @param newest the version the store just told; it is not asked again
   */
  load(watch: Watch, newest?: number): Promise<LoadedDossier>;
  /** Of what is held in memory, where it was the newest for a while: nobody else changes it. Null where one has to ask. */
  trustedVersion(watch: Watch): number | null;
  /** What a commit made of the dossier it was computed on, so that it is not read back. */
  moveOn(watch: Watch, commit: Pick<CompareCommit, 'version' | 'change'>, dossier: Dossier): void;
  /** One piece of work a watch at a time in this process; two at once would only make each other's dossier stale. */
  exclusively<Result>(watchId: string, work: () => Promise<Result>): Promise<Result>;
}

export type DossierSteps = Pick<
  Stages,
  'foundDossier' | 'applyChange' | 'deriveIndex' | 'withDerived' | 'markOf' | keyof FoundingSteps
>;
type FoundingSteps = Pick<Stages, 'foundDossier' | 'foundingMark' | 'foundingOf' | 'dossierOf'>;

type FoundingStore = Pick<DossierStore, 'keptFounding' | 'keepFounding'>;
type LedgerStore = Pick<DossierStore, 'dossierChanges' | 'ledgerRecords' | 'keptIndex' | 'keepIndex'>;

/**
 * A watch's dossier as its baseline alone makes it: by the founding that is kept, at a tenth of the cost, where it fits;
 * else its documents are read, and the founding kept.
 *
 * @param program names the code of `steps`
 */
export async function founded(
  store: FoundingStore,
  steps: FoundingSteps,
  watch: Watch,
  lexicon: Lexicon,
  program: string,
): Promise<Dossier> {
  const mark = steps.foundingMark(watch, lexicon, program);
  const kept = await store.keptFounding(watch.id);
  if (kept?.mark === mark) return steps.dossierOf(watch, lexicon, kept.founding);
  const dossier = steps.foundDossier(watch, lexicon);
  // It spares time and nothing else: where it cannot be kept, the next one will be.
  await store.keepFounding(watch.id, { mark, founding: steps.foundingOf(dossier) }).catch(() => undefined);
  return dossier;
}

export interface LoadedLedger extends LoadedDossier {
  /** How many of its records the index that is kept does not know. */
  readonly unkept: number;
}

/** What is held of a watch. */
type Held = LoadedLedger & {
  readonly watch: Watch;
  readonly mark: string;
  /** How often in a row it was what the store told. */
  readonly confirmed: number;
};

/**
 * A dossier just founded with its ledger: by the index that is kept, at a tenth of the cost, where it fits.
 *
 * @param mark see `markOf`
 */
export async function withLedger(
  store: Omit<LedgerStore, 'keepIndex'>,
  steps: Pick<DossierSteps, 'applyChange' | 'withDerived'>,
  founded: Dossier,
  mark: string,
): Promise<LoadedLedger> {
  const kept = await store.keptIndex(founded.watchId);
  if (kept?.mark === mark) {
    const records = await store.ledgerRecords(founded.watchId, kept.version);
    const dossier = records.version < kept.version ? null : steps.withDerived(founded, kept.index, records);
    if (dossier) return { dossier, version: records.version, unkept: sizeOf(records.change) };
  }
  const { version, change } = await store.dossierChanges(founded.watchId, 0);
  return { dossier: steps.applyChange(founded, change), version, unkept: sizeOf(change) };
}

function sizeOf({ entries, prints }: DossierChange): number {
  return entries.length + prints.length;
}

/** So often in a row it has to be what the store tells. With other workers about, what is held is soon old. */
const TRUSTED_AFTER = 20;

/** An index is kept anew when it knows so many records too few, and a tenth of all: till then, to read them costs little. */
const KEEP_AFTER = { records: 1_000, share: 0.1 };

/**
 * Dossiers in memory: founding one reads its whole baseline, so it is done once and then only moved on.
 *
 * @param program names the code of `steps`
 */
export function openDossiers(
  store: LedgerStore & FoundingStore,
  lexicon: Lexicon,
  steps: DossierSteps,
  program: string,
): Dossiers {
  const held = new Map<string, Held>();
  const queues = new Map<string, Promise<unknown>>();

  async function load(watch: Watch, newest?: number): Promise<LoadedDossier> {
    const base = held.get(watch.id);
    if (base?.watch !== watch) return begin(watch);
    if (base.version === newest) return keep({ ...base, confirmed: base.confirmed + 1 });
    const { version, change } = await store.dossierChanges(watch.id, base.version);
    // Redis was emptied or put back to an older state: what is in memory never happened.
    if (version < base.version) return begin(watch);
    const unkept = base.unkept + sizeOf(change);
    const dossier = steps.applyChange(base.dossier, change);
    return keep({ ...base, version, unkept, dossier, confirmed: 0 });
  }

  async function begin(watch: Watch): Promise<LoadedDossier> {
    const baseline = await founded(store, steps, watch, lexicon, program);
    const mark = steps.markOf(baseline, program);
    return keep({ watch, mark, confirmed: 0, ...(await withLedger(store, steps, baseline, mark)) });
  }

  /** In memory and, after so many changes, its index in the store. */
  async function keep(loaded: Held) {
    const { watch, mark, dossier, version } = loaded;
    held.set(watch.id, loaded);
    const { unkept } = loaded;
    if (unkept < KEEP_AFTER.records) return loaded;
    if (unkept < KEEP_AFTER.share * (dossier.entries.size + dossier.prints.size)) return loaded;
    held.set(watch.id, { ...loaded, unkept: 0 });
    // It spares time and nothing else: where it cannot be kept, the next one will be.
    await store
      .keepIndex(watch.id, { version, mark, index: steps.deriveIndex(dossier) })
      .catch(() => undefined);
    return loaded;
  }

  function trustedVersion(watch: Watch): number | null {
    const base = held.get(watch.id);
    return base?.watch === watch && base.confirmed >= TRUSTED_AFTER ? base.version : null;
  }

  function moveOn(
    watch: Watch,
    { version, change }: Pick<CompareCommit, 'version' | 'change'>,
    dossier: Dossier,
  ): void {
    const base = held.get(watch.id);
    if (base?.watch !== watch) return;
    const changes = sizeOf(change);
    const reached = changes > 0 ? version + 1 : version;
    held.set(watch.id, { ...base, dossier, version: reached, unkept: base.unkept + changes });
  }

  function exclusively<Result>(watchId: string, work: () => Promise<Result>): Promise<Result> {
    const before = queues.get(watchId) ?? Promise.resolve();
    const mine = before.then(work, work);
    queues.set(watchId, mine);
    const forget = () => {
      if (queues.get(watchId) === mine) queues.delete(watchId);
    };
    mine.then(forget, forget);
    return mine;
  }

  return { load, trustedVersion, moveOn, exclusively };
}
