import { isDeepStrictEqual } from 'node:util';
import { isDayOrInstant } from '../config/dates.ts';
import type { WatchEdit, WatchFilesNow } from '../config/edit-watch-files.ts';
import type { Config } from '../config/load.ts';
import { slugOf } from '../config/new-watch-files.ts';
import type { Article } from '../model/article.ts';
import type { Watch, WatchName } from '../model/watch.ts';
import type { DraftDocument, DraftLearnt, WatchDraft } from '../model/watch-draft.ts';
import { learn } from './learnt.ts';
import { parseName } from './new-watch.ts';

/** Events a draft names one by one. */
const EVENTS_SHOWN = 60;
const NAMES_SHOWN = 40;

export const NOTHING_LEARNT: DraftLearnt = { actors: [], places: [], events: [], further: 0, suggested: [] };

/** The draft of a watch there is. */
export function draftOfWatch(id: string, { watch, documents, basis }: WatchFilesNow): WatchDraft {
  const held = documents.map((one): DraftDocument => ({ ...one, day: one.article.publishedAt ?? '' }));
  return {
    ...{ id, version: 0, watchId: watch.id, title: watch.title, follow: watch.follow },
    names: watch.names.map(nameLine).join('\n'),
    ...{ sensitivity: watch.sensitivity ?? 'normal', types: watch.wake.types ?? null },
    ...{ documents: held, feeds: watch.feeds, notes: [], learnt: NOTHING_LEARNT },
    opened: { watch, documents: held, basis },
  };
}

function nameLine({ kind, name, aliases }: WatchName): string {
  return `${kind} ${name}${aliases.length > 0 ? ` = ${aliases.join(', ')}` : ''}`;
}

/** The names of a text, and the lines that are none. */
export function namesIn(text: string): {
  readonly names: readonly WatchName[];
  readonly strange: readonly string[];
} {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const read = lines.map((line) => ({ line, name: parseName(line) }));
  return {
    names: read.flatMap(({ name }) => name ?? []),
    strange: read.flatMap(({ line, name }) => (name ? [] : [line])),
  };
}

/** The watch a draft would become; what is wrong in it is left out. */
export function watchOfDraft(draft: WatchDraft): Watch {
  const { opened, title, follow, feeds, sensitivity, types, documents } = draft;
  const { types: _types, ...wake } = opened?.watch.wake ?? { minWeight: 1, mute: [] };
  return {
    ...(opened?.watch ?? { language: 'en' }),
    ...{ id: idOfDraft(draft), title, follow, feeds, sensitivity },
    names: namesIn(draft.names).names,
    wake: types === null ? wake : { ...wake, types },
    baseline: documents.map(articleOf).toSorted((a, b) => dayOf(a).localeCompare(dayOf(b))),
  };
}

export function idOfDraft({ opened, watchId, title }: WatchDraft): string {
  return opened?.watch.id ?? (watchId || slugOf(title, 40));
}

function articleOf({ article, day }: DraftDocument): Article {
  const { publishedAt: _before, ...rest } = article;
  return isDayOrInstant(day) ? { ...rest, publishedAt: day } : rest;
}

function dayOf({ publishedAt = '' }: Article): string {
  return publishedAt.slice(0, 10);
}

/** The same draft with what its documents teach now. */
export function withLearnt(draft: WatchDraft, { lexicon }: Pick<Config, 'lexicon'>): WatchDraft {
  if (draft.documents.length === 0) return { ...draft, learnt: NOTHING_LEARNT };
  const { actors, places, events, suggestedTypes } = learn(watchOfDraft(draft), lexicon);
  const told = events.slice(0, EVENTS_SHOWN).map(({ event, observations }) => ({
    ...{ type: event.type, certainty: event.certainty, date: event.date },
    sentence: observations[0]?.evidence.text ?? '',
  }));
  const learnt = {
    ...{ actors: actors.slice(0, NAMES_SHOWN), places: places.slice(0, NAMES_SHOWN), events: told },
    ...{ further: events.length - told.length, suggested: suggestedTypes },
  };
  return { ...draft, learnt };
}

/** What the draft of a watch there is changes in it, and no more. */
export function editOf(draft: WatchDraft, now: WatchFilesNow): WatchEdit {
  const before = draft.opened?.watch ?? now.watch;
  const wanted = watchOfDraft(draft);
  const { title, follow, names, sensitivity } = wanted;
  const has = (watch: Watch, url: string) => watch.feeds.some((feed) => feed.url === url);
  return {
    ...(title !== before.title && { title }),
    ...(follow !== before.follow && { follow }),
    ...(!isDeepStrictEqual(names, before.names) && { names }),
    ...(sensitivity && sensitivity !== (before.sensitivity ?? 'normal') && { sensitivity }),
    ...(!isDeepStrictEqual(wanted.wake.types, before.wake.types) && { types: wanted.wake.types ?? null }),
    feeds: {
      add: wanted.feeds.filter(({ url }) => !has(before, url) && !has(now.watch, url)),
      remove: before.feeds.flatMap(({ url }) => (has(wanted, url) ? [] : [url])),
    },
    documents: documentChanges(draft),
  };
}

function documentChanges({ documents, opened }: WatchDraft): WatchEdit['documents'] {
  const before = new Map(opened?.documents.map((one) => [one.file, one]));
  const isOther = (one: DraftDocument) => {
    const was = before.get(one.file);
    return (
      !was ||
      was.day !== one.day ||
      was.article.title !== one.article.title ||
      was.article.source !== one.article.source
    );
  };
  const kept = new Set(documents.map(({ file }) => file));
  return {
    add: documents.filter(({ file }) => file === undefined).map(articleOf),
    change: documents.flatMap((one) =>
      one.file !== undefined && isOther(one) ? [{ file: one.file, article: articleOf(one) }] : [],
    ),
    remove: [...before.keys()].flatMap((file) => (file !== undefined && !kept.has(file) ? [file] : [])),
  };
}

/** What somebody else changed in a watch since a draft of it was opened, in words. */
export function changedMeanwhile(draft: WatchDraft, now: WatchFilesNow): readonly string[] {
  const { opened } = draft;
  if (!opened) return [];
  const texts = (documents: WatchFilesNow['documents'] | readonly DraftDocument[]) =>
    documents.map(({ file, article }) => [file, article]);
  const parts: readonly (readonly [words: string, same: boolean])[] = [
    ['the title', opened.watch.title === now.watch.title],
    ['what is followed', opened.watch.follow === now.watch.follow],
    ['the feeds', isDeepStrictEqual(opened.watch.feeds, now.watch.feeds)],
    ['the names', isDeepStrictEqual(opened.watch.names, now.watch.names)],
    ['the sensitivity', opened.watch.sensitivity === now.watch.sensitivity],
    ['what wakes', isDeepStrictEqual(opened.watch.wake, now.watch.wake)],
    ['the documents', isDeepStrictEqual(texts(opened.documents), texts(now.documents))],
  ];
  const changed = parts.flatMap(([words, same]) => (same ? [] : [words]));
  return changed.length > 0 ? changed : ['a comment'];
}
