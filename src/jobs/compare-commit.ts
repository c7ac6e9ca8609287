import type { Comparison } from '../compare/compare.ts';
import type { Article } from '../model/article.ts';
import type { CompareCommit } from '../model/commit.ts';
import type { Development } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import type { WakeRule, Watch } from '../model/watch.ts';

/** What was decided, as it is committed. */
export function commitOf(
  watch: Watch,
  article: Article,
  decided: Comparison,
  version: number,
  now: Instant,
): CompareCommit {
  const { relevant, why, developments, withheld, change } = decided;
  const { id: articleId, url, title, source, publishedAt } = article;
  const ref = { articleId, url, title, source, ...(publishedAt === undefined ? {} : { publishedAt }) };
  return {
    watchId: watch.id,
    articleId,
    version,
    change,
    developments,
    verdict: {
      watchId: watch.id,
      article: ref,
      relevant,
      why,
      developmentIds: developments.map((development) => development.id),
      withheld,
      at: now,
    },
    outbox: developments
      .filter((development) => wakes(watch.wake, development))
      .map((development) => ({ watchId: watch.id, developmentId: development.id })),
    at: now,
  };
}

export function wakes(rule: WakeRule, development: Pick<Development, 'weight' | 'event'>): boolean {
  const { type } = development.event;
  return (
    development.weight >= rule.minWeight && (rule.types?.includes(type) ?? true) && !rule.mute.includes(type)
  );
}
