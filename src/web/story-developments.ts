import type { LedgerEntry } from '../model/dossier.ts';
import { EVENT_TYPES, type EventRoot } from '../model/event.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { capital, counted, KIND_WORDS, TYPE_WORDS } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { developmentItem } from './development-view.ts';
import { judgeButtons, type Viewer } from './judge-view.ts';
import type { PagePorts } from './ports.ts';
import type { StoryLine } from './story-index.ts';
import { ROOT_WORDS } from './timeline.ts';
import { ANYTHING, isAnything, queryOf, type ReadWanted, SEARCH_LENGTH_MOST, type Wanted } from './wanted.ts';
import { watchHref } from './watch-view.ts';

const SHOWN = { most: 12, bytes: 32_000 };

export interface FoundRequest {
  readonly watchId: string;
  readonly viewer: Viewer | null;
  readonly read: ReadWanted;
  /** Newest first. */
  readonly matches: readonly StoryLine[];
  /** How many there are, wanted or not. */
  readonly all: number;
}

/** The form to find developments by, and one page of those found. */
export async function developmentsFound(ports: PagePorts, request: FoundRequest): Promise<Insert> {
  const { watchId, viewer, read, matches, all } = request;
  if (all === 0) return markup`<p class="empty">None told yet.</p>`;
  const wanted = read.ok ? read.wanted : ANYTHING;
  const form = markup`${finder(watchId, wanted)}${!read.ok && markup`<p class="mistake" role="alert">${read.why}</p>`}`;
  if (!read.ok) return form;
  const ids = matches.slice(wanted.skip, wanted.skip + SHOWN.most).map(({ id }) => id);
  if (ids.length === 0) return markup`${form}${nothingFound(watchId, matches.length)}`;
  const [developments, judgements] = await Promise.all([
    ports.store.developmentsById(watchId, ids),
    ports.store.judgements(watchId, ids),
  ]);
  const entries = await ports.store.ledgerEntries(
    watchId,
    developments.map(({ entryId }) => entryId),
  );
  const byId = new Map<string, LedgerEntry>(entries.map((entry) => [entry.id, entry]));
  const judged = new Map(ids.map((id, at) => [id, judgements[at] ?? null]));
  const now = ports.now();
  const back = `${watchHref(watchId)}${queryOf(wanted)}`;
  const { shown } = bounded(developments, SHOWN, (development) => {
    const { id, headline: what } = development;
    const subject = { watchId, target: id, judgement: judged.get(id) ?? null, what };
    return developmentItem(development, now, {
      entry: byId.get(development.entryId) ?? null,
      buttons: judgeButtons(viewer, subject, `${back}#${id}`),
    });
  });
  // A damaged one is left out; the page goes on behind it.
  const passed = Math.max(shown.length, shown.length === developments.length ? ids.length : 1);
  return markup`${form}${told(wanted, matches.length, all, passed)}${shown}${paging(watchId, wanted, passed, matches.length)}`;
}

function told(wanted: Wanted, found: number, all: number, shown: number): Markup {
  const which = `${wanted.skip + 1} to ${wanted.skip + shown} of ${counted(found, 'development')}`;
  const narrowed = isAnything(wanted) ? '' : ` found, out of ${all}`;
  return markup`<p class="meta" role="status">${which}${narrowed}, newest first</p>`;
}

function nothingFound(watchId: string, found: number): Markup {
  const why = found === 0 ? 'No development fits.' : 'There are not so many.';
  return markup`<p class="empty" role="status">${why} <a href="${watchHref(watchId)}#developments">Show all</a></p>`;
}

function paging(watchId: string, wanted: Wanted, shown: number, found: number): Insert {
  const link = (skip: number, words: string, rel: string) =>
    markup`<a rel="${rel}" href="${watchHref(watchId)}${queryOf({ ...wanted, skip })}#developments">${words}</a> `;
  const newer = wanted.skip > 0 && link(Math.max(0, wanted.skip - SHOWN.most), 'Newer', 'prev');
  const older = wanted.skip + shown < found && link(wanted.skip + shown, 'Older', 'next');
  return (
    (newer || older) && markup`<nav class="paging" aria-label="Pages of developments">${newer}${older}</nav>`
  );
}

function finder(watchId: string, wanted: Wanted): Markup {
  const kinds = Object.entries(KIND_WORDS).map(([value, words]) => option(value, words, wanted.kind));
  const roots = Object.entries(EVENT_TYPES) as [EventRoot, readonly (keyof typeof TYPE_WORDS)[]][];
  const types = roots.map(
    ([root, names]) =>
      markup`<optgroup label="${capital(ROOT_WORDS[root])}">${option(root, `all ${ROOT_WORDS[root]}`, wanted.type)}${names
        .filter((type) => type !== 'other')
        .map((type) => option(type, TYPE_WORDS[type], wanted.type))}</optgroup>`,
  );
  return markup`<details class="finder"${!isAnything(wanted) && markup` open`}><summary>Find and filter</summary>
<form method="get" action="${watchHref(watchId)}#developments" role="search" aria-label="Developments">
<div class="fields"><label class="wide">Words <input type="search" name="q" value="${wanted.search}" maxlength="${SEARCH_LENGTH_MOST}"></label>
<label>Type <select name="type"><option value="">any</option>${types}</select></label>
<label>Kind <select name="kind"><option value="">any</option>${kinds}</select></label>
<label>Found from <input type="date" name="from" value="${wanted.from}"></label>
<label>to <input type="date" name="to" value="${wanted.to}"></label></div>
<button type="submit">Find</button>${!isAnything(wanted) && markup` <a href="${watchHref(watchId)}#developments">Show all</a>`}</form></details>
`;
}

function option(value: string, words: string, chosen: string): Markup {
  return markup`<option value="${value}"${value === chosen && markup` selected`}>${words}</option>`;
}
