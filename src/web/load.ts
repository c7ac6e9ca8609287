import type { ArticleVerdict, Development } from '../model/development.ts';
import type { Feed } from '../model/feed.ts';
import type { FeedHealth } from './feed-view.ts';
import type { PagePorts, PageStore, WatchOverview } from './ports.ts';

/** What stands at the head of every page of a watch. */
export interface WatchHead {
  readonly overview: WatchOverview;
  readonly counts: { readonly articles: number; readonly developments: number; readonly withheld: number };
  readonly feeds: readonly FeedHealth[];
}

/** All of one watch that the front page shows. */
export interface WatchView extends WatchHead {
  readonly developments: readonly Development[];
  readonly verdicts: readonly ArticleVerdict[];
}

export async function loadWatch(
  ports: PagePorts,
  overview: WatchOverview,
  most: { readonly developments: number; readonly verdicts: number },
): Promise<WatchView> {
  const { store } = ports;
  const { id } = overview.watch;
  const [developments, verdicts, counts, feeds] = await Promise.all([
    store.developments(id, most.developments),
    store.verdicts(id, most.verdicts),
    store.counts(id),
    loadFeeds(ports, id),
  ]);
  return { overview, developments, verdicts, counts, feeds };
}

export function loadFeeds(ports: PagePorts, watchId: string): Promise<readonly FeedHealth[]> {
  const feeds = ports.feeds().filter((feed) => feed.watchIds.includes(watchId));
  return Promise.all(feeds.map((feed) => feedHealth(ports.store, feed)));
}

export async function feedHealth(
  store: Pick<PageStore, 'feedState' | 'isFeedPaused'>,
  feed: Feed,
): Promise<FeedHealth> {
  const [state, paused] = await Promise.all([store.feedState(feed.id), store.isFeedPaused(feed.id)]);
  return { feed, state, paused };
}
