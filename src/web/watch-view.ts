import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { feedItem, troubledFirst } from './feed-view.ts';
import type { WatchHead } from './load.ts';
import { clip } from './words.ts';

export function watchHref(watchId: string): string {
  return `/watches/${encodeURIComponent(watchId)}`;
}

/** The pages of one watch. */
export function watchNav(watchId: string, here: 'story' | 'withheld'): Markup {
  const link = (page: string, href: string, words: string) =>
    markup`<a href="${href}"${page === here && markup` aria-current="page"`}>${words}</a> `;
  const own = watchHref(watchId);
  return markup`<nav class="contents" aria-label="This watch">${link('story', own, 'Story')}${link('withheld', `${own}/withheld`, 'Withheld')}${here === 'story' && markup`<a href="#developments">Developments</a> <a href="#expected">Expected</a> <a href="#feeds">Feeds</a> <a href="#dossier">Dossier</a>`}</nav>`;
}

/** The watch's title (as a heading of the page's own), what it follows, and its counts. */
export function watchHeading(view: WatchHead, heading: Markup): Markup {
  const { overview, counts } = view;
  const { watch, baselineEvents } = overview;
  return markup`${heading}
${watch.follow && markup`<p class="standfirst">${clip(watch.follow, 400)}</p>`}
<p class="counts"><span><b>${counted(counts.articles, 'article')}</b> read</span> <span><b>${counted(counts.developments, 'development')}</b> told</span> <span><b>${counted(counts.withheld, 'event')}</b> withheld</span> <span>begun from ${counted(watch.baseline.length, 'document')} and the ${counted(baselineEvents, 'event')} they tell</span></p>`;
}

/** Why there is no development, as far as it is known. */
export function nothingTold({ counts, feeds }: WatchHead): string {
  if (feeds.length === 0) return 'This watch has no feed. Add one to its watch.yaml.';
  if (counts.articles > 0) {
    return `Nothing new so far: ${counted(counts.articles, 'article')} read, and none told what the dossier does not hold.`;
  }
  const polled = feeds.filter(({ state }) => state.lastPollAt !== undefined);
  if (polled.length === 0) return 'No article read yet; the first poll is under way, or waits for a worker.';
  const answered = polled.some(({ state }) => state.lastSuccessAt !== undefined);
  return answered
    ? 'No article on hand yet; the feeds were read.'
    : 'No article read yet: no feed could be reached so far.';
}

export function feedList(
  view: WatchHead,
  now: Date,
  limit: { readonly most: number; readonly bytes: number },
): Insert {
  if (view.feeds.length === 0) return markup`<p class="empty">This watch has no feed.</p>`;
  const { shown, left } = bounded(troubledFirst(view.feeds, now), limit, (feed) => feedItem(feed, now));
  return markup`<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="more"><a href="/feeds?watch=${encodeURIComponent(view.overview.watch.id)}">${counted(left, 'more feed')}</a></p>`}`;
}
