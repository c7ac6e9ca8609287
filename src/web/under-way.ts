import type { JobName } from '../model/job.ts';
import { type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { conditionOf, type FeedHealth } from './feed-view.ts';
import type { Health } from './ports.ts';

/** What is still being done, so that a page on which little stands yet says why; null when nothing is. */
export function underWay(
  { queues, workers, alertsHeld }: Health,
  feeds: readonly FeedHealth[],
  now: Date,
): Markup | null {
  if (workers === 0) return null;
  const open = (name: JobName) => {
    const queue = queues.find((one) => one.queue === name);
    return queue ? queue.waiting + queue.active : 0;
  };
  const first = feeds.filter((feed) => conditionOf(feed, now) === 'waiting').length;
  const steps = [
    first > 0 && `${first} of ${counted(feeds.length, 'feed')} to be asked for the first time`,
    open('read-article') > 0 && `${counted(open('read-article'), 'article')} to be read`,
    open('compare-article') > 0 && `${counted(open('compare-article'), 'article')} to be compared`,
    alertsHeld > 0 &&
      `${counted(alertsHeld, 'alert waits', 'alerts wait')} for further reports of the same event`,
  ].filter((step) => step !== false);
  if (steps.length === 0) return null;
  return markup`<p class="meta" role="status">Under way: ${steps.join(', ')}. <a href="/">Look again</a></p>`;
}
