import { type Markup, markup } from '../model/markup.ts';
import { developmentInFull } from './development-view.ts';
import { layout } from './layout.ts';
import type { PagePorts } from './ports.ts';
import { watchHref } from './watch-view.ts';
import { clip } from './words.ts';

/** Null when there is no such watch or development. */
export async function developmentPage(
  ports: PagePorts,
  watchId: string,
  developmentId: string,
): Promise<Markup | null> {
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  const development = overview && (await ports.store.development(watchId, developmentId));
  if (!overview || !development) return null;
  const headline = clip(development.headline, 160);
  const now = ports.now();
  return layout({
    title: headline,
    now,
    main: markup`<article class="sheet development">
<p class="trail"><a href="${watchHref(watchId)}">${clip(overview.watch.title, 160)}</a></p>
<h1><bdi>${headline}</bdi></h1>
${developmentInFull(development, now)}
</article>`,
  });
}
