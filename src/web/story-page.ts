import type { Article } from '../model/article.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { articleLink, outletAndDay } from './development-view.ts';
import { expectedList } from './expected-view.ts';
import { feedLinks, followLine } from './feeds-out.ts';
import { figureCharts } from './figure-charts.ts';
import type { Viewer } from './judge-view.ts';
import { expectedEvents } from './known.ts';
import { knownList } from './known-view.ts';
import { layout } from './layout.ts';
import { loadFeeds } from './load.ts';
import type { PagePorts } from './ports.ts';
import { developmentsFound } from './story-developments.ts';
import type { StoryIndex, StoryLine } from './story-index.ts';
import { timelineFigure } from './timeline.ts';
import { bucketsOf, loadVolume } from './volume.ts';
import { ANYTHING, pick, type ReadWanted } from './wanted.ts';
import { feedList, nothingTold, watchHeading, watchNav } from './watch-view.ts';
import { editForm } from './watches-page.ts';
import { clip, wakeInWords } from './words.ts';

const FEEDS = { most: 40, bytes: 6_000 };
const DOCUMENTS = { most: 30, bytes: 4_000 };

export interface StoryRequest {
  readonly watchId: string;
  readonly read: ReadWanted;
  readonly viewer: Viewer | null;
}

/** A watch's own page: what is known, how it came to be, and every development. Null when there is no such watch. */
export async function storyPage(
  ports: PagePorts,
  index: StoryIndex,
  { watchId, read, viewer }: StoryRequest,
): Promise<Markup | null> {
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  if (overview === undefined) return null;
  const { store } = ports;
  const [{ lines, latest, known, figures }, counts, feeds, since] = await Promise.all([
    index.story(watchId),
    store.counts(watchId),
    loadFeeds(ports, watchId),
    store.comparedSince(watchId),
  ]);
  const now = ports.now();
  const wanted = read.ok ? read.wanted : ANYTHING;
  const buckets = bucketsOf(firstOf(lines, since, now), now.getTime());
  const [volume, found] = await Promise.all([
    index.withheldHours
      .of(watchId, counts.withheld)
      .then((hours) => loadVolume(store, watchId, buckets, hours)),
    developmentsFound(ports, { watchId, viewer, read, matches: pick(lines, wanted), all: lines.length }),
  ]);
  const view = { overview, counts, feeds };
  const { watch } = overview;
  return layout({
    title: clip(watch.title, 160),
    now,
    head: feedLinks(watch),
    main: markup`<div class="watch"><header>${watchHeading(view, markup`<h1>${clip(watch.title, 160)}</h1>`)}
${watchNav(watchId, 'story')}${viewer && editForm(viewer, watchId, watch.title)}</header>
${knownList(watch, known, lines.length === 0 ? nothingTold(view) : null)}
${timelineFigure({ watchId, now, buckets, lines, volume })}
<div class="columns">
<div class="news"><section id="developments" aria-labelledby="developments-title"><h2 id="developments-title" class="rubric">Developments</h2>${found}</section></div>
<div class="side">
${expectedList(watchId, expectedEvents(latest, now.toISOString().slice(0, 10)))}
${figureCharts(watchId, figures)}
<section id="feeds" aria-labelledby="feeds-title"><h2 id="feeds-title" class="rubric">Feeds</h2>${feedList(view, now, FEEDS)}</section>
<section id="dossier" aria-labelledby="dossier-title"><h2 id="dossier-title" class="rubric">Dossier it began from</h2>${documentList(watch.baseline)}</section>
<section aria-labelledby="wake-title"><h2 id="wake-title" class="rubric">What wakes</h2><p>${clip(wakeInWords(watch.wake), 600)}</p>${followLine(watch)}</section>
</div>
</div></div>`,
  });
}

/** When the story's picture begins, in milliseconds. */
function firstOf(lines: readonly StoryLine[], since: string | null, now: Date): number {
  const times = [lines[0]?.foundAt, since === null ? undefined : Date.parse(since)];
  return Math.min(...times.filter((time) => time !== undefined), now.getTime());
}

function documentList(documents: readonly Article[]): Insert {
  const { shown, left } = bounded(
    documents,
    DOCUMENTS,
    (
      document,
    ) => markup`<li><span class="title">${articleLink(document)}</span> <span class="meta">${outletAndDay(document)}</span></li>
`,
  );
  return markup`<ul class="plain documents">${shown}</ul>${left > 0 && markup`<p class="meta">and ${counted(left, 'more document')}</p>`}`;
}
