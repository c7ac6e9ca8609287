import type { Article } from '../model/article.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { articleLink, developmentItem, outletAndDay } from './development-view.ts';
import { layout } from './layout.ts';
import { loadWatch, type WatchView } from './load.ts';
import type { PagePorts } from './ports.ts';
import { verdictItem } from './verdict-view.ts';
import { feedList, nothingTold, watchHeading } from './watch-view.ts';
import { clip, wakeInWords } from './words.ts';

const DEVELOPMENTS = { most: 60, bytes: 46_000 };
const VERDICTS = { most: 80, bytes: 32_000 };
const FEEDS = { most: 100, bytes: 9_000 };
const DOCUMENTS = { most: 40, bytes: 6_000 };

/** Null when there is no such watch. */
export async function watchPage(ports: PagePorts, watchId: string): Promise<Markup | null> {
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  if (overview === undefined) return null;
  const view = await loadWatch(ports, overview, { developments: DEVELOPMENTS.most, verdicts: VERDICTS.most });
  const { watch } = overview;
  const now = ports.now();
  return layout({
    title: clip(watch.title, 160),
    now,
    main: markup`<div class="watch"><header>${watchHeading(view, markup`<h1>${clip(watch.title, 160)}</h1>`)}
<p class="contents"><a href="#developments">Developments</a> <a href="#articles">Articles read</a> <a href="#feeds">Feeds</a> <a href="#dossier">Dossier</a></p></header>
<div class="columns">
<div class="news">
<section id="developments" aria-labelledby="developments-title"><h2 id="developments-title" class="rubric">Developments</h2>${developmentList(view, now)}</section>
</div>
<div class="side">
<section id="articles" aria-labelledby="articles-title"><h2 id="articles-title" class="rubric">Articles read</h2>${verdictList(view, now)}</section>
<section id="feeds" aria-labelledby="feeds-title"><h2 id="feeds-title" class="rubric">Feeds</h2>${feedList(view, now, FEEDS)}</section>
<section id="dossier" aria-labelledby="dossier-title"><h2 id="dossier-title" class="rubric">Dossier it began from</h2>${documentList(watch.baseline)}</section>
<section aria-labelledby="wake-title"><h2 id="wake-title" class="rubric">What wakes</h2><p>${clip(wakeInWords(watch.wake), 600)}</p></section>
</div>
</div></div>`,
  });
}

function developmentList(view: WatchView, now: Date): Insert {
  const { developments, counts } = view;
  if (developments.length === 0) return markup`<p class="empty">${nothingTold(view)}</p>`;
  const { shown } = bounded(developments, DEVELOPMENTS, (development) => developmentItem(development, now));
  return markup`${shown}${earlier(Math.max(counts.developments, developments.length) - shown.length)}`;
}

function verdictList({ verdicts, counts }: WatchView, now: Date): Insert {
  if (verdicts.length === 0) return markup`<p class="empty">None yet.</p>`;
  const { shown } = bounded(verdicts, VERDICTS, (verdict) => verdictItem(verdict, now));
  return markup`<ul class="plain">${shown}</ul>${earlier(Math.max(counts.articles, verdicts.length) - shown.length)}`;
}

function earlier(left: number): Insert {
  return left > 0 && markup`<p class="meta">and ${counted(left, 'earlier one')}</p>`;
}

function documentList(documents: readonly Article[]): Markup {
  const { shown, left } = bounded(
    documents,
    DOCUMENTS,
    (
      document,
    ) => markup`<li><span class="title">${articleLink(document)}</span> <span class="meta">${outletAndDay(document)}</span></li>
`,
  );
  return markup`<ul class="plain documents">${shown}</ul>${left > 0 && markup`<p class="meta">and ${left} more</p>`}`;
}
