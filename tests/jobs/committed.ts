import type { Development } from '../../src/model/development.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf } from './samples.ts';

/** Puts developments where comparisons would have committed them, their alerts in the outbox. */
export async function commitFound(store: Store, ...developments: readonly Development[]): Promise<void> {
  for (const development of developments) {
    const { watchId, id, at } = development;
    const article = articleOf(id);
    await store.saveArticle(article, [watchId], at);
    const { version } = await store.dossierChanges(watchId, 0);
    const result = await store.commitCompare({
      watchId,
      articleId: article.id,
      version,
      change: { entries: [], prints: [] },
      developments: [development],
      verdict: {
        watchId,
        article: { articleId: article.id, url: article.url, title: article.title, source: article.source },
        relevant: true,
        why: ['it names the plant'],
        developmentIds: [id],
        withheld: [],
        at,
      },
      outbox: [{ watchId, developmentId: id }],
      at,
    });
    if (result !== 'committed') throw new Error(result);
  }
}
