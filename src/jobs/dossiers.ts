import type { Dossier } from '../compare/dossier.ts';
import type { CompareCommit } from '../model/commit.ts';
import type { DossierChange } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Watch } from '../model/watch.ts';
import type { DossierStore } from './ports.ts';

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
  /** What a commit made of the dossier it was computed on, so that it is not read back. */
  moveOn(watch: Watch, commit: Pick<CompareCommit, 'version' | 'change'>, dossier: Dossier): void;
  /** One piece of work a watch at a time in this process; two at once would only make each other's dossier stale. */
  exclusively<Result>(watchId: string, work: () => Promise<Result>): Promise<Result>;
}

export interface DossierSteps {
  readonly foundDossier: (watch: Watch, lexicon: Lexicon) => Dossier;
  readonly applyChange: (dossier: Dossier, change: DossierChange) => Dossier;
}

/** Dossiers in memory: founding one reads its whole baseline, so it is done once and then only moved on. */
export function openDossiers(
  store: Pick<DossierStore, 'dossierChanges'>,
  lexicon: Lexicon,
  steps: DossierSteps,
): Dossiers {
  const held = new Map<string, LoadedDossier & { readonly watch: Watch }>();
  const queues = new Map<string, Promise<unknown>>();

  async function load(watch: Watch, newest?: number): Promise<LoadedDossier> {
    const known = held.get(watch.id);
    const base = known?.watch === watch ? known : founded(watch);
    if (base === known && base.version === newest) return base;
    const { version, change } = await store.dossierChanges(watch.id, base.version);
    if (version < base.version) {
      // Redis was emptied or put back to an older state: what is in memory never happened.
      held.delete(watch.id);
      return load(watch);
    }
    const dossier = version === base.version ? base.dossier : steps.applyChange(base.dossier, change);
    held.set(watch.id, { watch, dossier, version });
    return { dossier, version };
  }

  function moveOn(
    watch: Watch,
    { version, change }: Pick<CompareCommit, 'version' | 'change'>,
    dossier: Dossier,
  ): void {
    const hasChanges = change.entries.length + change.prints.length > 0;
    held.set(watch.id, { watch, dossier, version: hasChanges ? version + 1 : version });
  }

  function founded(watch: Watch) {
    return { watch, dossier: steps.foundDossier(watch, lexicon), version: 0 };
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

  return { load, moveOn, exclusively };
}
