import { compare } from '../compare/compare.ts';
import { applyChange, foundDossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import type { ArticleVerdict, Development } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { AppError } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import type { Store } from '../store/store.ts';

/** What came of deciding once more. */
export type Replayed =
  | { readonly kind: 'same' }
  | { readonly kind: 'other'; readonly told: readonly Development[] }
  /** Texts it needs have passed their keep time. */
  | { readonly kind: 'incomplete'; readonly missing: number };

/** Why something was told: as it was decided, what the ledger holds of it now, and the decision taken once more. */
export interface Explanation {
  readonly development: Development;
  readonly verdict: ArticleVerdict | undefined;
  readonly entry: LedgerEntry | undefined;
  readonly replayed: Replayed;
}

/** More than a watch compares in the time its verdicts are kept. */
const ALL = 1_000_000;

/**
 * Explains one development of any watch.
 * @throws AppError when there is none of that id
 */
export async function explain(config: Config, store: Store, developmentId: string): Promise<Explanation> {
  for (const watch of config.watches) {
    const development = await store.development(watch.id, developmentId);
    if (!development) continue;
    const verdicts = (await store.verdicts(watch.id, ALL)).toReversed();
    const founded = foundDossier(watch, config.lexicon);
    const { change } = await store.dossierChanges(watch.id, 0);
    return {
      development,
      verdict: verdicts.find((one) => one.developmentIds.includes(developmentId)),
      entry: applyChange(founded, change).entries.get(development.entryId),
      replayed: await replayUpTo(config, store, watch, verdicts, development),
    };
  }
  throw new AppError(`There is no development "${developmentId}"; its id is the end of its page's address.`);
}

/** Folds the stored articles anew, in the order they were compared, up to the one that told it. */
async function replayUpTo(
  { lexicon }: Config,
  store: Store,
  watch: Watch,
  verdicts: readonly ArticleVerdict[],
  development: Development,
): Promise<Replayed> {
  let dossier = foundDossier(watch, lexicon);
  let missing = 0;
  for (const { article: ref, at } of verdicts) {
    const article = await store.article(ref.articleId);
    if (!article) missing += 1;
    const comparison = article && compare(dossier, article, at);
    dossier = comparison?.dossier ?? dossier;
    if (ref.articleId !== development.article.articleId) continue;
    if (comparison?.developments.some(({ id }) => id === development.id)) return { kind: 'same' };
    return missing > 0
      ? { kind: 'incomplete', missing }
      : { kind: 'other', told: comparison?.developments ?? [] };
  }
  return { kind: 'incomplete', missing: missing + 1 };
}
