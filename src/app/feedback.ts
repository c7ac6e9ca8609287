import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type JudgedStory, judgedStory } from '../eval/judged.ts';
import type { Development } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { AppError } from '../model/errors.ts';
import { withheldId } from '../model/feedback.ts';
import type { Watch } from '../model/watch.ts';
import type { Store } from '../store/store.ts';

/** More than a watch compares in the time its verdicts are kept. */
const ALL = 1_000_000;
const AT_ONCE = 500;

export type ExportStore = Pick<
  Store,
  'feedback' | 'feedbackArticles' | 'verdicts' | 'article' | 'developmentsById' | 'ledgerEntries'
>;

/**
 * Writes what a watch decided, corrected by what was said of it, as a labelled story.
 *
 * @param folder new or empty
 * @throws AppError when the folder holds something, or there is nothing to write
 */
export async function exportFeedback(
  store: ExportStore,
  watch: Watch,
  folder: string,
): Promise<Omit<JudgedStory, 'files'>> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new AppError(`${folder} is not empty; name a new folder.`);
  const story = judgedStory(await gather(store, watch));
  if (story.articles === 0)
    throw new AppError(
      `${watch.id} has compared no article whose text is still kept; there is nothing to export.`,
    );
  for (const [file, text] of story.files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  const { files: _, ...told } = story;
  return told;
}

async function gather(store: ExportStore, watch: Watch) {
  const [feedback, judgedTexts, verdicts] = await Promise.all([
    store.feedback(watch.id),
    store.feedbackArticles(watch.id),
    store.verdicts(watch.id, ALL),
  ]);
  const articles = new Map(judgedTexts.map((article) => [article.id, article]));
  const wanted = verdicts.map(({ article }) => article.articleId).filter((id) => !articles.has(id));
  await inParts(wanted, async (ids) => {
    const found = await Promise.all(ids.map((id) => store.article(id)));
    for (const article of found) if (article) articles.set(article.id, article);
  });
  const developments = new Map<string, Development>();
  await inParts(
    verdicts.flatMap((verdict) => verdict.developmentIds),
    async (ids) => {
      for (const one of await store.developmentsById(watch.id, ids)) developments.set(one.id, one);
    },
  );
  const entryIds = verdicts.flatMap(({ withheld }) => withheld.flatMap(({ entryId }) => entryId ?? []));
  const entries = new Map<string, LedgerEntry>();
  await inParts([...new Set(entryIds)], async (ids) => {
    for (const entry of await store.ledgerEntries(watch.id, ids)) entries.set(entry.id, entry);
  });
  const byTarget = new Map(feedback.map((one) => [one.target, one]));
  return { watch, verdicts, articles, developments, entries, feedback: byTarget, withheldId };
}

async function inParts(
  ids: readonly string[],
  take: (part: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) await take(ids.slice(at, at + AT_ONCE));
}
