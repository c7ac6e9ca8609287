import type { ArticleVerdict, Development } from '../model/development.ts';
import type { FeedHealth } from './feed-view.ts';
import type { PagePorts, WatchOverview } from './ports.ts';

/** All of one watch that a page shows. */
export interface WatchView {
  readonly overview: WatchOverview;
  readonly developments: readonly Development[];
  readonly verdicts: readonly ArticleVerdict[];
  readonly counts: { readonly articles: number; readonly developments: number; readonly withheld: number };
  readonly feeds: readonly FeedHealth[];
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

function loadFeeds(ports: PagePorts, watchId: string): Promise<readonly FeedHealth[]> {
  const feeds = ports.feeds().filter((feed) => feed.watchIds.includes(watchId));
  return Promise.all(feeds.map(async (feed) => ({ feed, state: await ports.store.feedState(feed.id) })));
}
