import { expect } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { deriveIndex, markOf } from '../../src/compare/derived-index.ts';
import { type Dossier, foundDossier } from '../../src/compare/dossier.ts';
import type { Story } from '../../src/eval/story.ts';
import type { DossierChange } from '../../src/model/dossier.ts';
import type { Store } from '../../src/store/store.ts';
import { LEXICON } from './press.ts';

const AT = '2024-05-01T00:00:00.000Z';

/** Compares and commits as many articles of the stream; the index is kept after the first `keptAfter` of them. */
export async function foldStream(
  store: Store,
  { watch, stream }: Story,
  program: string,
  keptAfter: number,
  articles: number,
) {
  const founded = foundDossier(watch, LEXICON);
  let last: Dossier = founded;
  let version = 0;
  for (const { article } of stream.slice(0, articles)) {
    const { dossier, change } = compare(last, article, AT);
    await commit(store, watch.id, version, article.id, change);
    if (change.entries.length + change.prints.length > 0) version += 1;
    last = dossier;
    if (version === keptAfter)
      await store.keepIndex(watch.id, {
        version,
        mark: markOf(founded, program),
        index: deriveIndex(last),
      });
  }
  expect(version).toBeGreaterThan(keptAfter - 1);
  return { last, version };
}

/** As a comparison that found this change commits it. */
export async function commit(
  store: Store,
  watchId: string,
  version: number,
  articleId: string,
  change: DossierChange,
): Promise<void> {
  const article = { articleId, url: 'https://news.example/', title: 't', source: 's' };
  const verdict = {
    watchId,
    article,
    relevant: true,
    why: [],
    developmentIds: [],
    withheld: [],
    at: AT,
  };
  const outcome = await store.commitCompare({
    ...{ watchId, articleId, version, change, verdict, at: AT },
    ...{ developments: [], outbox: [] },
  });
  expect(outcome).toBe('committed');
}
