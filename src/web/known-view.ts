import { rootOf } from '../model/event.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import type { Watch } from '../model/watch.ts';
import { capital } from '../model/words.ts';
import { rangeInWords, shortDay } from './dates.ts';
import { articleLink, developmentHref, outletAndDay } from './development-view.ts';
import type { StoryLine } from './story-index.ts';
import { ROOT_WORDS } from './timeline.ts';
import { clip } from './words.ts';

const DOCUMENTS_MOST = 4;

/** The state of the story: the last of each root of events; before anything was told, what the dossier says. */
export function knownList(watch: Watch, known: readonly StoryLine[], nothing: string | null): Markup {
  return markup`<section class="known" id="known" aria-labelledby="known-title"><h2 id="known-title" class="rubric">Known now</h2>
${known.length > 0 ? markup`<dl>${known.map((line) => knownLine(watch.id, line))}</dl>` : fromDossier(watch, nothing)}</section>
`;
}

function knownLine(watchId: string, line: StoryLine): Markup {
  const when = line.date ? rangeInWords(line.date) : `found ${shortDay(line.foundAt)}`;
  const denied = line.certainty === 'denied' && ', denied';
  const claimed = line.certainty === 'claimed' && ', claimed by one side';
  return markup`<div><dt>${capital(ROOT_WORDS[rootOf(line.type)])}</dt><dd><a href="${developmentHref({ id: line.id, watchId })}"><bdi>${clip(line.headline, 140)}</bdi></a> <span class="meta">${when}${denied}${claimed} · <bdi>${clip(line.source, 60)}</bdi></span></dd></div>
`;
}

function fromDossier(watch: Watch, nothing: string | null): Insert {
  const documents = watch.baseline.slice(-DOCUMENTS_MOST).reverse();
  return markup`${nothing && markup`<p class="empty">${nothing}</p>`}
<p class="meta">What the dossier says, the latest first:</p>
<ul class="plain">${documents.map((document) => markup`<li><span class="title">${articleLink(document)}</span> <span class="meta">${outletAndDay(document)}</span></li>`)}</ul>`;
}
