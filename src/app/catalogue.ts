import type { Catalogue } from '../jobs/ports.ts';
import type { Feed } from '../model/feed.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';

/** What is configured, by id. A feed that several watches name is one feed, polled once. */
export function openCatalogue(watches: readonly Watch[]): Catalogue {
  const watchById = new Map(watches.map((watch) => [watch.id, watch]));
  const feedById = new Map<string, Feed>();
  for (const watch of watches) {
    for (const { url, title } of watch.feeds) {
      const id = contentId('f', url);
      const known = feedById.get(id);
      feedById.set(id, {
        id,
        url,
        ...(known?.title || title ? { title: known?.title ?? title ?? '' } : {}),
        watchIds: [...new Set([...(known?.watchIds ?? []), watch.id])],
      });
    }
  }
  const feeds = [...feedById.values()];
  return {
    feeds: () => feeds,
    feed: (feedId) => feedById.get(feedId),
    watches: () => watches,
    watch: (watchId) => watchById.get(watchId),
  };
}
