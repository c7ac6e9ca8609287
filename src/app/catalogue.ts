import type { Catalogue } from '../jobs/ports.ts';
import type { Feed } from '../model/feed.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';

/** What is configured, as it stands now. */
export interface LiveCatalogue extends Catalogue {
  /** From now on these are the watches. One that did not change is the same object. */
  replace(watches: readonly Watch[]): void;
  /** Called after each replacement. */
  onChange(listener: () => void): void;
}

/** What is configured, by id. A feed that several watches name is one feed, polled once. */
export function openCatalogue(watches: readonly Watch[]): LiveCatalogue {
  let held = hold(watches);
  const listeners: (() => void)[] = [];
  return {
    feeds: () => held.feeds,
    feed: (feedId) => held.feedById.get(feedId),
    watches: () => held.watches,
    watch: (watchId) => held.watchById.get(watchId),
    replace: (next) => {
      held = hold(next);
      for (const listener of listeners) listener();
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

function hold(watches: readonly Watch[]) {
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
  return { watches, watchById, feedById, feeds: [...feedById.values()] };
}
