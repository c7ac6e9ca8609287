import type { Article } from '../model/article.ts';
import type { CompareCommit, PendingCompares } from '../model/commit.ts';
import type { JobOutcome } from '../model/job.ts';
import { commitOf } from './compare-commit.ts';
import type { JobContext } from './context.ts';

type Sifted = Extract<JobOutcome['compare-article'], { readonly kind: 'sifted' }>;

/**
 * Looks for which of several watches an article is off the story, and commits that for all of them together: nine of
 * ten are, and a job each would cost more than the look. The others have it compared by a job of their own, which is
 * tried again and stopped alone: those on the story, and those whose dossier moved on meanwhile, is not configured here
 * or lost the text. What a crash leaves waits in the store as it did before, each for a job of its own.
 */
export async function siftArticle(context: JobContext, data: PendingCompares): Promise<Sifted> {
  const { articleId, watchIds } = data;
  const { article, versions } = await context.store.siftStart(data);
  const commits = article ? await commitsFor(context, article, watchIds, versions) : [];
  const outcomes = await context.store.commitCompares(commits);
  const done = commits.filter((_, i) => outcomes[i] !== 'stale').map(({ watchId }) => watchId);
  const rest = watchIds.filter((id) => !done.includes(id));
  await context.enqueue(
    'compare-article',
    rest.map((watchId) => ({ watchId, articleId })),
  );
  return { kind: 'sifted', articleId, offStory: done, handedOn: rest };
}

async function commitsFor(
  context: JobContext,
  article: Article,
  watchIds: readonly string[],
  versions: readonly number[],
): Promise<readonly CompareCommit[]> {
  const { catalogue, dossiers, stages } = context;
  const commits: CompareCommit[] = [];
  for (const [i, watchId] of watchIds.entries()) {
    const watch = catalogue.watch(watchId);
    if (!watch) continue;
    const { dossier, version } = await dossiers.exclusively(watchId, () => dossiers.load(watch, versions[i]));
    const seen = await context.atRisk(() => stages.glance(dossier, article));
    if (seen) commits.push(commitOf(watch, article, seen, version, context.clock().toISOString()));
  }
  return commits;
}
