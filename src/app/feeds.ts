import type { Catalogue } from '../jobs/ports.ts';
import { AppError } from '../model/errors.ts';
import type { Feed, FeedPush, FeedState } from '../model/feed.ts';
import type { Store } from '../store/store.ts';

export interface FeedStatus {
  readonly feed: Feed;
  readonly state: FeedState;
  readonly paused: boolean;
  /** Of its hub; null while none was asked. */
  readonly push: FeedPush | null;
}

/** The feeds as an operator handles them. */
export interface Feeds {
  list(): Promise<readonly FeedStatus[]>;
  /** By address, id, title, or a part of one of them that only one feed has. @throws AppError when none or several fit */
  find(wanted: string): Feed;
  show(feed: Feed): Promise<FeedStatus>;
  /** Not asked, by schedule or by hand, till resumed. */
  pause(feed: Feed): Promise<void>;
  /** Asked again at the next tick, though it had failed or was gone. */
  resume(feed: Feed): Promise<void>;
}

export function createFeeds(
  catalogue: Catalogue,
  store: Pick<
    Store,
    'feedState' | 'feedPush' | 'saveFeedState' | 'isFeedPaused' | 'pauseFeed' | 'resumeFeed'
  >,
): Feeds {
  const show = async (feed: Feed) => ({
    feed,
    state: await store.feedState(feed.id),
    paused: await store.isFeedPaused(feed.id),
    push: await store.feedPush(feed.id),
  });
  return {
    list: () => Promise.all(catalogue.feeds().map(show)),
    find: (wanted) => findFeed(catalogue.feeds(), wanted),
    show,
    pause: (feed) => store.pauseFeed(feed.id),
    async resume(feed) {
      const { gone, notBefore, waitsFor, ...state } = await store.feedState(feed.id);
      // What the feed itself asked for while it was well still holds.
      const kept = state.failures === 0 && notBefore ? { notBefore, ...(waitsFor ? { waitsFor } : {}) } : {};
      await store.saveFeedState(feed.id, { ...state, ...kept });
      await store.resumeFeed(feed.id);
    },
  };
}

/** @throws AppError when none or several fit */
export function findFeed(feeds: readonly Feed[], wanted: string): Feed {
  const names = (feed: Feed) => [feed.id, feed.url, feed.title ?? ''];
  const exact = feeds.filter((feed) => names(feed).includes(wanted));
  const part = wanted.toLowerCase();
  const fitting =
    exact.length > 0
      ? exact
      : feeds.filter((feed) => names(feed).some((name) => name.toLowerCase().includes(part)));
  const [first, ...others] = fitting;
  if (!first) throw new AppError(`No feed is called "${wanted}"; newswatch feed list shows them.`);
  if (others.length > 0) {
    throw new AppError(
      `"${wanted}" fits ${fitting.length} feeds: ${fitting.map(({ url }) => url).join(', ')}`,
    );
  }
  return first;
}
