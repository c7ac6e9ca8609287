import type { Delivery } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { subscribeCommand } from './delivery-view.ts';
import { conditionOf, type FeedHealth } from './feed-view.ts';
import type { Health, WatchOverview } from './ports.ts';

/** What a person should look at, in order of weight; empty when all is well. */
export function attention(seen: {
  readonly health: Health;
  readonly feeds: readonly FeedHealth[];
  readonly deliveries: readonly Delivery[];
  readonly subscribers: number;
  readonly watches: readonly WatchOverview[];
  readonly now: Date;
}): readonly Markup[] {
  const { health, feeds, deliveries, subscribers, watches, now } = seen;
  if (!health.redis.ok) {
    return [
      markup`Redis cannot be used, so nothing can be polled, shown or mailed: <a href="#health">see why</a>. It is tried again with each page.`,
    ];
  }
  const failing = feeds.filter((feed) => conditionOf(feed, now) === 'failing').length;
  const stuck = deliveries.filter(({ state }) => state === 'failed' || state === 'held').length;
  const failedJobs = health.queues.reduce((sum, { failed }) => sum + failed, 0);
  const lines: (Markup | false)[] = [
    health.workers === 0 &&
      markup`No worker is running, so nothing is polled or mailed. Start one with <kbd>newswatch start</kbd>.`,
    ...health.mistakes.map((mistake) => markup`An edit was not taken, what stood before goes on: ${mistake}`),
    failing > 0 &&
      markup`${failing} of ${counted(feeds.length, 'feed')} cannot be read: <a href="/feeds">see why</a>.`,
    stuck > 0 &&
      markup`${counted(stuck, 'mail')} of the latest did not go out: <a href="/outbox">see the outbox</a>.`,
    failedJobs > 0 &&
      markup`${counted(failedJobs, 'job')} failed for good: <a href="#health">see the queues</a>.`,
    subscribers === 0 &&
      markup`No subscriber yet, so nothing is mailed: <a href="/subscribe">subscribe</a>, or ${subscribeCommand(watches)}`,
  ];
  return lines.filter((line) => line !== false);
}

export function attentionNotice(lines: readonly Markup[]): Markup | null {
  if (lines.length === 0) return null;
  return markup`<section class="notice" aria-label="Needs attention"><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul></section>
`;
}
