import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { csrfField, operateNav } from './operate-page.ts';
import type { PagePorts } from './ports.ts';
import { watchHref } from './watch-view.ts';
import { clip } from './words.ts';

const WATCHES = { most: 200, bytes: 70_000 };

/**
 * Every watch, to be edited, and the way to a new one.
 * @param written the watch that was written just now; '' for none
 */
export function watchesPage(
  ports: Pick<PagePorts, 'watches' | 'now'>,
  viewer: Viewer,
  written: string,
  problem?: string,
): Markup {
  const watches = ports.watches();
  const { shown, left } = bounded(
    watches,
    WATCHES,
    ({
      watch,
      baselineEvents,
    }) => markup`<li><p class="title"><a href="${watchHref(watch.id)}"><bdi>${clip(watch.title, 160)}</bdi></a></p>
<p class="meta"><code>${watch.id}</code> · ${counted(watch.baseline.length, 'document')} · ${counted(baselineEvents, 'event')} known from the start · ${counted(watch.feeds.length, 'feed')}</p>
${editForm(viewer, watch.id, watch.title)}</li>
`,
  );
  return layout({
    title: 'Stories',
    now: ports.now(),
    main: markup`<div class="sheet operate"><h1>Stories</h1>
${operateNav(viewer, 'watches')}
${
  written !== '' &&
  writtenWords(
    written,
    watches.some(({ watch }) => watch.id === written),
  )
}
${problem && markup`<div class="mistake" role="alert"><p>Its files have mistakes; mend them by hand first.</p><pre><bdi>${clip(problem, 2000)}</bdi></pre></div>`}
<p><a class="button" href="/operate/drafts/new">Set up a story</a></p>
<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="meta">and ${left} more; their files are in <code>config/watches</code></p>`}</div>`,
  });
}

function writtenWords(id: string, isTaken: boolean): Insert {
  const where = isTaken
    ? markup`<a href="${watchHref(id)}">Its page</a>.`
    : 'It stands here once it is taken.';
  return markup`<p class="saved" role="status"><code>${clip(id, 64)}</code> is written. Running workers take it within seconds, and ask its feeds then. ${where}</p>`;
}

/** Opens a watch to be edited. */
export function editForm(viewer: Viewer, id: string, title: string): Markup {
  return markup`<form method="post" action="/operate/watches/edit">${csrfField(viewer)}<input type="hidden" name="watch" value="${id}"><button class="small" aria-label="Edit: ${title}">Edit</button></form>`;
}
