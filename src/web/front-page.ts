import type { Unreadable } from '../model/feed.ts';
import type { Delivery } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { attention, attentionNotice } from './attention.ts';
import { bounded } from './bounded.ts';
import { moment } from './dates.ts';
import { deliveryItem, noMail } from './delivery-view.ts';
import { articleLink, developmentItem } from './development-view.ts';
import { healthSection } from './health-view.ts';
import { layout } from './layout.ts';
import { loadWatch, type WatchView } from './load.ts';
import type { Health, PagePorts, WatchOverview } from './ports.ts';
import { underWay } from './under-way.ts';
import { hasWithheld, verdictItem } from './verdict-view.ts';
import { feedList, nothingTold, watchHeading, watchHref } from './watch-view.ts';
import { clip } from './words.ts';

/** Watches shown in full; further ones are named only. */
const WATCHES_MOST = 10;
/** Together with the rest this keeps the page under 100 kB. */
const WATCHES_BYTES = 66_000;
const DELIVERIES = { most: 8, bytes: 8_000 };
const UNREADABLE = { most: 8, bytes: 6_000 };
const NAMED = { most: 100, bytes: 8_000 };

export async function frontPage(ports: PagePorts, health: Health): Promise<Markup> {
  const watches = ports.watches();
  if (!health.redis.ok) return frontPageWithoutStore(ports.now(), health, watches);
  const full = watches.slice(0, WATCHES_MOST);
  const [views, deliveries, unreadable, subscribers] = await Promise.all([
    Promise.all(full.map((watch) => loadWatch(ports, watch, { developments: 9, verdicts: 40 }))),
    ports.store.deliveryHeads(DELIVERIES.most + 1),
    ports.store.unreadable(UNREADABLE.most + 1),
    ports.store.subscriberCount(),
  ]);
  const now = ports.now();
  const feeds = new Map(views.flatMap((view) => view.feeds).map((feed) => [feed.feed.id, feed]));
  const notes = attention({ health, feeds: [...feeds.values()], deliveries, subscribers, watches, now });
  const bytes = WATCHES_BYTES / Math.max(1, views.length);
  return layout({
    title: '',
    now,
    main: markup`${attentionNotice(notes)}
${underWay(health, [...feeds.values()], now)}
${views.length > 1 && watchIndex(views)}
${views.map((view) => watchSection(view, now, bytes))}
${watches.length === 0 && noWatch()}
${furtherWatches(watches.slice(WATCHES_MOST))}
<p class="more"><a href="/operate/drafts/new">Set up a story of your own</a></p>
<div class="below">
<div>${outboxSection(deliveries, subscribers, watches, now)}${unreadableSection(unreadable, now)}</div>
${healthSection(health)}
</div>`,
  });
}

function frontPageWithoutStore(now: Date, health: Health, watches: readonly WatchOverview[]): Markup {
  const notes = attention({ health, feeds: [], deliveries: [], subscribers: 0, watches, now });
  return layout({
    title: '',
    now,
    main: markup`${attentionNotice(notes)}${furtherWatches(watches, 'Watches')}<div class="below">${healthSection(health)}</div>`,
  });
}

function watchIndex(views: readonly WatchView[]): Markup {
  return markup`<nav class="contents index" aria-label="Watches">${views.map(({ overview: { watch } }) => markup`<a href="#watch-${watch.id}">${clip(watch.title, 100)}</a> `)}</nav>`;
}

function watchSection(view: WatchView, now: Date, bytes: number): Markup {
  const { watch } = view.overview;
  const heading = `${watch.id}-title`;
  return markup`<section class="watch" id="watch-${watch.id}" aria-labelledby="${heading}">
<header>${watchHeading(view, markup`<h2 id="${heading}"><a href="${watchHref(watch.id)}">${clip(watch.title, 160)}</a></h2>`)}</header>
<div class="columns">
<div class="news">${developmentList(view, now, bytes * 0.55)}</div>
<div class="side">
<section aria-labelledby="${watch.id}-withheld"><h3 id="${watch.id}-withheld" class="rubric">Read, and not told</h3>${withheldList(view, now, bytes * 0.27)}</section>
<section aria-labelledby="${watch.id}-feeds"><h3 id="${watch.id}-feeds" class="rubric">Feeds</h3>${feedList(view, now, { most: 12, bytes: bytes * 0.18 })}</section>
</div>
</div>
</section>
`;
}

function developmentList(view: WatchView, now: Date, bytes: number): Insert {
  const { developments, counts, overview } = view;
  if (developments.length === 0) return markup`<p class="empty">${nothingTold(view)}</p>`;
  const { shown } = bounded(developments, { most: 8, bytes }, (development) =>
    developmentItem(development, now),
  );
  const left = Math.max(counts.developments, developments.length) - shown.length;
  return markup`${shown}${left > 0 && markup`<p class="more"><a href="${watchHref(overview.watch.id)}">${counted(left, 'earlier development')}</a></p>`}`;
}

function withheldList(view: WatchView, now: Date, bytes: number): Insert {
  const withheld = view.verdicts.filter(hasWithheld);
  if (withheld.length === 0) return markup`<p class="empty">Nothing was withheld yet.</p>`;
  const { shown, left } = bounded(withheld, { most: 8, bytes }, (verdict) => verdictItem(verdict, now));
  return markup`<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="more"><a href="${watchHref(view.overview.watch.id)}/withheld">More, with the reasons</a></p>`}`;
}

function noWatch(): Markup {
  return markup`<section class="message"><h2>No watch yet</h2><p>A watch is a folder in <kbd>config/watches</kbd>: a title, the articles you know, and feeds. <a href="/operate/drafts/new">Set one up here</a>, or by <kbd>newswatch watch new</kbd>; <kbd>newswatch demo</kbd> plays one.</p></section>`;
}

function furtherWatches(watches: readonly WatchOverview[], title = 'Further watches'): Insert {
  if (watches.length === 0) return null;
  const { shown, left } = bounded(
    watches,
    NAMED,
    ({ watch }) => markup`<li><a href="${watchHref(watch.id)}">${clip(watch.title, 160)}</a></li>
`,
  );
  return markup`<section class="block"><h2>${title}</h2><ul class="plain">${shown}</ul>${left > 0 && markup`<p class="meta">and ${left} more</p>`}</section>`;
}

function outboxSection(
  deliveries: readonly Delivery[],
  subscribers: number,
  watches: readonly WatchOverview[],
  now: Date,
): Markup {
  const { shown, left } = bounded(deliveries, DELIVERIES, (delivery) => deliveryItem(delivery, now));
  return markup`<section class="block" aria-labelledby="outbox-title"><h2 id="outbox-title"><a href="/outbox">Outbox</a></h2>
${subscribers > 0 && markup`<p class="meta">${counted(subscribers, 'subscriber')}</p>`}
${deliveries.length === 0 ? markup`<p class="empty">${noMail(subscribers, watches)}</p>` : markup`<ul class="plain">${shown}</ul>`}
${left > 0 && markup`<p class="more"><a href="/outbox">Earlier mails</a></p>`}
</section>
`;
}

function unreadableSection(items: readonly Unreadable[], now: Date): Insert {
  if (items.length === 0) return null;
  const { shown, left } = bounded(
    items,
    UNREADABLE,
    ({
      title,
      url,
      error,
      at,
    }) => markup`<li><p class="title">${articleLink({ url: url ?? '', title: title || 'An entry without a title' })}</p>
<p class="trouble">${clip(error, 240)}</p><p class="meta">${moment(at, now)}</p></li>
`,
  );
  return markup`<section class="block" aria-labelledby="unreadable-title"><h2 id="unreadable-title">Could not be read</h2>
<p class="meta">Entries of feeds whose page gave no text. Nothing of them was compared; what was read of them before stands.</p>
<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="meta">and earlier ones</p>`}</section>`;
}
