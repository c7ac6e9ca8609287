import type { FeedState } from './feed.ts';
import type { Instant } from './time.ts';

const DAY_MS = 24 * 3_600_000;
/** A feed is silent after so many of its usual gaps, and never sooner than three days: few publish at weekends. */
const SILENT_GAPS = 8;
const SILENT_MS = 3 * DAY_MS;
/** A feed that fails is missed by its readers after a day. */
const MISSED_MS = DAY_MS;

/** How long a feed that answers has brought nothing, when that is longer than its habit; null while it publishes as it does. */
export function silentForMs({ lastItemAt, habitMs = 0 }: FeedState, now: Date): number | null {
  if (lastItemAt === undefined) return null;
  const silentMs = now.getTime() - Date.parse(lastItemAt);
  return silentMs >= Math.max(SILENT_MS, habitMs * SILENT_GAPS) ? silentMs : null;
}

/** Since when readers miss a feed: it is gone, has failed for a day, or is silent longer than its habit. Null: they do not. */
export function missedSince(state: FeedState, now: Date): Instant | null {
  const { lastSuccessAt, lastItemAt = null } = state;
  if (silentForMs(state, now) !== null) return lastItemAt;
  if (!(state.gone || state.failures > 0) || lastSuccessAt === undefined) return null;
  return state.gone || now.getTime() - Date.parse(lastSuccessAt) >= MISSED_MS ? lastSuccessAt : null;
}
