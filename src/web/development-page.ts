import { type Markup, markup } from '../model/markup.ts';
import { developmentHref, developmentInFull } from './development-view.ts';
import { judgeButtons, type Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import type { PagePorts } from './ports.ts';
import { watchHref } from './watch-view.ts';
import { clip } from './words.ts';

/** Null when there is no such watch or development. */
export async function developmentPage(
  ports: PagePorts,
  watchId: string,
  developmentId: string,
  viewer: Viewer | null,
): Promise<Markup | null> {
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  const development = overview && (await ports.store.development(watchId, developmentId));
  if (!overview || !development) return null;
  const [[judgement = null], [entry = null]] = await Promise.all([
    ports.store.judgements(watchId, [developmentId]),
    ports.store.ledgerEntries(watchId, [development.entryId]),
  ]);
  const subject = { watchId, target: developmentId, judgement, what: development.headline };
  const beside = { entry, buttons: judgeButtons(viewer, subject, developmentHref(development)) };
  const headline = clip(development.headline, 160);
  const now = ports.now();
  return layout({
    title: headline,
    now,
    main: markup`<article class="sheet development">
<p class="trail"><a href="${watchHref(watchId)}">${clip(overview.watch.title, 160)}</a></p>
<h1><bdi>${headline}</bdi></h1>
${developmentInFull(development, now, beside)}
</article>`,
  });
}
