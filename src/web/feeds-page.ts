import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import {
  CONDITION_WORDS,
  conditionOf,
  type FeedHealth,
  feedItem,
  TROUBLE_ORDER,
  troubledFirst,
} from './feed-view.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { feedHealth } from './load.ts';
import { csrfField } from './operate-page.ts';
import type { PagePorts } from './ports.ts';
import { watchHref } from './watch-view.ts';
import { clip } from './words.ts';

const FEEDS = { most: 150, bytes: 84_000 };

/** Every feed, those in trouble first; with `watchId` those of one watch. Null when there is no such watch. */
export async function feedsPage(
  ports: PagePorts,
  watchId: string,
  viewer: Viewer | null,
): Promise<Markup | null> {
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  if (watchId !== '' && overview === undefined) return null;
  const wanted = ports.feeds().filter((feed) => watchId === '' || feed.watchIds.includes(watchId));
  const feeds = await Promise.all(wanted.map((feed) => feedHealth(ports.store, feed)));
  const now = ports.now();
  const { shown, left } = bounded(troubledFirst(feeds, now), FEEDS, (feed) =>
    feedItem(feed, now, viewer && feedButtons(feed, viewer)),
  );
  return layout({
    title: 'Feeds',
    now,
    main: markup`<div class="sheet"><h1>Feeds</h1>
${overview && markup`<p class="trail"><a href="${watchHref(watchId)}">${clip(overview.watch.title, 160)}</a> · <a href="/feeds">the feeds of all watches</a></p>`}
<p class="standfirst">${counted(feeds.length, 'feed')}: ${inWords(feeds, now)}</p>
${feeds.length === 0 ? markup`<p class="empty">No watch names a feed.</p>` : markup`<ul class="plain">${shown}</ul>`}
${left > 0 && markup`<p class="meta">and ${left} more; <kbd>newswatch feed list</kbd> names all</p>`}
<p class="meta">How often each is asked, and why, is told by <kbd>newswatch feed show</kbd>. ${viewer === null && markup`<a href="/operate/login?back=/feeds">Sign in</a> to poll and pause by hand.`}</p></div>`,
  });
}

function feedButtons({ feed, state, paused }: FeedHealth, viewer: Viewer): Markup {
  const rests = paused || state.gone === true;
  const button = (verb: string, words: string) =>
    markup`<button class="small" name="do" value="${verb}" aria-label="${words}: ${clip(feed.title ?? feed.url, 80)}">${words}</button> `;
  return markup`<form class="judge" method="post" action="/operate/feeds">${csrfField(viewer)}<input type="hidden" name="feed" value="${feed.id}">${rests ? button('resume', 'Resume') : markup`${button('poll', 'Poll now')}${button('pause', 'Pause')}`}</form>`;
}

function inWords(feeds: readonly FeedHealth[], now: Date): Insert {
  const conditions = feeds.map((feed) => conditionOf(feed, now));
  const counts = TROUBLE_ORDER.map(
    (condition) => [condition, conditions.filter((one) => one === condition).length] as const,
  );
  return counts
    .filter(([, count]) => count > 0)
    .map(
      ([condition, count]) =>
        `${count} ${condition === 'well' && count > 1 ? 'answer' : CONDITION_WORDS[condition]}`,
    )
    .join(', ');
}
