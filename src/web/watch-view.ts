import { bounded } from './bounded.ts';
import { feedItem, troubledFirst } from './feed-view.ts';
import { type Child, type Html, html } from './html.ts';
import type { WatchView } from './load.ts';
import { clip, count } from './words.ts';

export function watchHref(watchId: string): string {
  return `/watches/${encodeURIComponent(watchId)}`;
}

/** The watch's title (as a heading of the page's own), what it follows, and its counts. */
export function watchHeading(view: WatchView, heading: Html): Html {
  const { overview, counts } = view;
  const { watch, baselineEvents } = overview;
  return html`${heading}
${watch.follow && html`<p class="standfirst">${clip(watch.follow, 400)}</p>`}
<p class="counts"><span><b>${count(counts.articles, 'article')}</b> read</span> <span><b>${count(counts.developments, 'development')}</b> told</span> <span><b>${count(counts.withheld, 'event')}</b> withheld</span> <span>begun from ${count(watch.baseline.length, 'document')} and the ${count(baselineEvents, 'event')} they tell</span></p>`;
}

/** Why there is no development, as far as it is known. */
export function nothingTold({ counts, feeds }: WatchView): string {
  if (feeds.length === 0) return 'This watch has no feed. Add one to its watch.yaml.';
  if (counts.articles > 0) {
    return `Nothing new so far: ${count(counts.articles, 'article')} read, and none told what the dossier does not hold.`;
  }
  const polled = feeds.filter(({ state }) => state.lastPollAt !== undefined);
  if (polled.length === 0) return 'No article read yet; the first poll is under way, or waits for a worker.';
  const answered = polled.some(({ state }) => state.lastSuccessAt !== undefined);
  return answered
    ? 'No article on hand yet; the feeds were read.'
    : 'No article read yet: no feed could be reached so far.';
}

export function feedList(
  view: WatchView,
  now: Date,
  limit: { readonly most: number; readonly bytes: number },
): Child {
  if (view.feeds.length === 0) return html`<p class="empty">This watch has no feed.</p>`;
  const { shown, left } = bounded(troubledFirst(view.feeds, now), limit, (feed) => feedItem(feed, now));
  return html`<ul class="plain">${shown}</ul>${left > 0 && html`<p class="more"><a href="${watchHref(view.overview.watch.id)}#feeds">${count(left, 'more feed')}</a></p>`}`;
}
