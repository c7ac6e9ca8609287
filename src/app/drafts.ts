import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { editWatchFiles, readWatchFiles } from '../config/edit-watch-files.ts';
import type { Config } from '../config/load.ts';
import { WATCH_ID } from '../config/watch-files.ts';
import { AppError, ConfigError } from '../model/errors.ts';
import type { DraftDocument, WatchDraft } from '../model/watch-draft.ts';
import type { Store } from '../store/store.ts';
import type { Drafts, DraftWish, Written } from '../web/draft-ports.ts';
import { changedMeanwhile, draftOfWatch, editOf, NOTHING_LEARNT, watchOfDraft, withLearnt } from './draft.ts';
import { mistakesIn, mistakesOf } from './draft-mistakes.ts';
import { readWished } from './draft-reading.ts';
import { sameFeed } from './feed-watches.ts';
import { createWatch } from './new-watch.ts';
import { openTrials } from './trial.ts';

interface DraftParts {
  readonly config: Config;
  readonly store: Pick<Store, 'watchDraft' | 'saveWatchDraft' | 'dropWatchDraft'>;
}

/** Setting up and editing watches from the page; the files are written at the end, in one step. */
export function createDrafts({ config, store }: DraftParts): Drafts {
  const tryOn = openTrials(config);
  const keep = async (changed: WatchDraft, from: number) => {
    const draft = { ...changed, version: from + 1 };
    return (await store.saveWatchDraft(draft, from)) ? draft : null;
  };
  const keepNew = async (draft: WatchDraft) => {
    const kept = await keep(withLearnt(draft, config), 0);
    if (!kept) throw new AppError('Two drafts got the same name; try again.', { retryable: true });
    return kept;
  };
  return {
    empty: EMPTY,
    begin: async (wish) => keepNew(await changed(config, { ...EMPTY, id: newId() }, wish)),
    async open(watchId) {
      if (!WATCH_ID.test(watchId) || !existsSync(path.join(config.watchFolder, watchId))) return null;
      return keepNew(draftOfWatch(newId(), readWatchFiles(config.root, config.watchFolder, watchId)));
    },
    draft: (id) => store.watchDraft(id),
    mistakes: (draft) => mistakesOf(config, draft),
    change: async (draft, wish) =>
      keep(withLearnt(await changed(config, draft, wish), config), draft.version),
    async try(draft, source, tell) {
      const trial = await tryOn(watchOfDraft(draft), source, tell);
      // The trial belongs to the draft it makes.
      return keep({ ...draft, trial: { ...trial, version: draft.version + 1 } }, draft.version);
    },
    async write(draft, over) {
      const mistakes = mistakesOf(config, draft);
      if (mistakes.length > 0) return { kind: 'mistakes', mistakes };
      const written = writeFiles(config, draft, over);
      if (written.kind === 'written') await store.dropWatchDraft(draft.id);
      return written;
    },
    drop: (id) => store.dropWatchDraft(id),
  };
}

/** An empty one, for who begins. */
const EMPTY: WatchDraft = {
  ...{ id: 'new', version: 0, watchId: '', title: '', follow: '', names: '', sensitivity: 'normal' },
  ...{ types: null, documents: [], feeds: [], notes: [], learnt: NOTHING_LEARNT },
};

function newId(): string {
  return randomBytes(12).toString('base64url');
}

function writeFiles(config: Config, draft: WatchDraft, over: boolean): Written {
  const watch = watchOfDraft(draft);
  try {
    if (!draft.opened) {
      createWatch(config, watch);
      return { kind: 'written', watchId: watch.id };
    }
    const { root, watchFolder } = config;
    const now = readWatchFiles(root, watchFolder, watch.id);
    const basis = over ? now.basis : draft.opened.basis;
    const edit = { id: watch.id, basis, edit: editOf(draft, now) };
    if (editWatchFiles(root, watchFolder, edit)) return { kind: 'written', watchId: watch.id };
    return { kind: 'changed', what: changedMeanwhile(draft, now) };
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'mistakes', mistakes: mistakesIn(error) };
    throw error;
  }
}

/** The draft as the form wishes it: what stands there, and what was read and found besides. */
async function changed(config: Config, draft: WatchDraft, wish: DraftWish): Promise<WatchDraft> {
  const { title, watchId, follow, names, sensitivity, types } = wish;
  const kept = draft.documents.flatMap((one, at) => documentAs(one, wish.documents[at]));
  const feeds = draft.feeds.filter(({ url }) => wish.feeds.includes(url));
  const found = await readWished(config, wish, kept);
  const further = found.feeds.filter(
    (feed, at, all) => !sameFeed({ feeds }, feed.url) && !sameFeed({ feeds: all.slice(0, at) }, feed.url),
  );
  return {
    ...draft,
    ...{ title, watchId, follow, names, sensitivity, types, notes: found.notes },
    documents: [...kept, ...found.documents],
    feeds: [...feeds, ...further],
  };
}

function documentAs(
  { article, day, ...rest }: DraftDocument,
  wished: DraftWish['documents'][number] | undefined,
): readonly DraftDocument[] {
  if (wished === undefined) return [{ article, day, ...rest }];
  if (wished === null) return [];
  const { title, source } = wished;
  return [
    {
      ...rest,
      article: { ...article, title: title || article.title, source: source || article.source },
      day: wished.day,
    },
  ];
}
