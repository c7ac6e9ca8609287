import { FetchError } from '../model/errors.ts';
import type { Feed, FeedHub, FeedPush } from '../model/feed.ts';
import type { FeedStore, HubClient } from './ports.ts';

const HOUR_MS = 3_600_000;
/** A hub that refused or stayed silent is asked again after this. */
const ASK_AGAIN_MS = 24 * HOUR_MS;
/** A lease is renewed when this share of it is over. */
const RENEW_AFTER = 0.8;

interface HubContext {
  /** Null where this installation has no public address: no hub could reach it. */
  readonly hubs: HubClient | null;
  readonly store: Pick<FeedStore, 'feedPush' | 'saveFeedPush'>;
  readonly clock: () => Date;
}

/**
 * Asks the hub of a feed to tell what is new, and asks again before its lease ends (WebSub, 5.1). A hub that cannot be
 * asked is noted and no failure: the feed is polled as ever.
 *
 * @param offered by the answer that just came; undefined when it was a 304 or names none
 */
export async function followHub(
  { hubs, store, clock }: HubContext,
  feed: Feed,
  offered: FeedHub | undefined,
): Promise<void> {
  if (!hubs) return;
  const known = await store.feedPush(feed.id);
  const wanted = offered ?? known;
  if (!wanted || !isDue(known, wanted, clock().getTime())) return;
  const { hub, topic } = wanted;
  const asked = { hub, topic, askedAt: clock().toISOString() };
  // Before the request: the hub may verify before it answers.
  await store.saveFeedPush(feed.id, { ...asked, error: '' });
  try {
    await hubs.subscribe(feed.id, wanted);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    await store.saveFeedPush(feed.id, { ...asked, error: error.message });
  }
}

function isDue(known: FeedPush | null, wanted: FeedHub, now: number): boolean {
  if (!known || known.hub !== wanted.hub || known.topic !== wanted.topic) return true;
  const since = now - Date.parse(known.askedAt);
  if (!known.until || !known.confirmedAt) return since >= ASK_AGAIN_MS;
  const from = Date.parse(known.confirmedAt);
  const renewAt = from + RENEW_AFTER * (Date.parse(known.until) - from);
  return now >= renewAt && since >= HOUR_MS;
}

/** The hub has promised to tell, has done so, and was not found to have missed something since. */
export function isPushed(push: FeedPush | null, now: Date): boolean {
  const { until = '', pushedAt, missedAt = '' } = push ?? {};
  return pushedAt !== undefined && until > now.toISOString() && missedAt < pushedAt;
}
