import type { App } from '../app.ts';
import { AppError } from '../model/errors.ts';
import type { Feed, FeedState } from '../model/feed.ts';
import { silentForMs } from '../model/feed-health.ts';
import type { Finding } from './doctor.ts';
import { testFeed } from './feed-test.ts';

const DAY_MS = 86_400_000;
const PART = 'feeds';

/** How the feeds are, by what the worker learnt of them, or by asking each now. */
export async function checkFeeds(app: App, ask: boolean): Promise<readonly Finding[]> {
  const feeds = app.catalogue.feeds();
  const troubles: Finding[] = [];
  for (const feed of feeds) {
    const found = ask ? await asked(app, feed) : await learnt(app, feed);
    if (found) troubles.push(found);
  }
  const well = feeds.length - troubles.length;
  const how = ask ? 'asked just now' : 'by what the worker has learnt';
  const detail = `${well} of ${feeds.length} without trouble, ${how}`;
  return [{ part: PART, state: feeds.length > 0 && well === 0 ? 'fail' : 'ok', detail }, ...troubles];
}

async function asked({ config }: App, feed: Feed): Promise<Finding | null> {
  try {
    await testFeed(config, feed.url);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return warning(feed, error.message, `newswatch feed test ${feed.url}`);
  }
}

async function learnt({ store }: App, feed: Feed): Promise<Finding | null> {
  const state = await store.feedState(feed.id);
  if (await store.isFeedPaused(feed.id))
    return warning(feed, 'is paused', `newswatch feed resume ${feed.id}`);
  return trouble(feed, state);
}

function trouble(feed: Feed, state: FeedState): Finding | null {
  const { gone, failures, error, movedTo, lastPollAt } = state;
  if (gone)
    return warning(
      feed,
      'is gone (410)',
      `newswatch feed remove ${feed.id}, or feed resume to ask once more`,
    );
  if (failures > 0)
    return warning(
      feed,
      `fails, ${failures} in a row: ${error ?? 'unknown'}`,
      `newswatch feed test ${feed.url}`,
    );
  const silentMs = lastPollAt ? silentForMs(state, new Date()) : null;
  if (silentMs !== null)
    return warning(
      feed,
      `is silent for ${Math.round(silentMs / DAY_MS)} days, longer than its habit`,
      'look at it: it may have moved',
    );
  return movedTo ? warning(feed, `moved to ${movedTo}`, 'put that into the watch') : null;
}

function warning(feed: Feed, detail: string, mend: string): Finding {
  return { part: PART, state: 'warn', detail: `${feed.title ?? feed.url} ${detail}`, mend };
}
