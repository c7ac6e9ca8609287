import type { CompareCommit, ComparisonStart, PendingCompare } from '../model/commit.ts';
import { StoreError } from '../model/errors.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { Watch } from '../model/watch.ts';
import { commitOf } from './compare-commit.ts';
import type { JobContext } from './context.ts';
import { siftArticle } from './sift-article.ts';
import { endUnlessKnownElsewhere } from './unknown-here.ts';

type Outcome = JobOutcome['compare-article'];

/**
 * Decides what one article tells the readers of one watch, commits it whole, and hands on what wakes them. For several
 * watches it only looks whose story it is on.
 */
export async function compareArticle(
  context: JobContext,
  data: JobData['compare-article'],
): Promise<Outcome> {
  return 'watchId' in data ? compareForOne(context, data) : siftArticle(context, data);
}

async function compareForOne(context: JobContext, data: PendingCompare): Promise<Outcome> {
  const watch = context.catalogue.watch(data.watchId);
  if (!watch) await endUnlessKnownElsewhere(context, 'watch', data.watchId);
  const commit = watch
    ? await context.dossiers.exclusively(watch.id, () => decideAndCommit(context, watch, data.articleId))
    : 'unknown';
  if (commit === 'unknown' || commit === 'already-compared') {
    await context.store.dropPendingCompare(data);
    return { kind: commit, ...data };
  }
  // They stay in the outbox till they are composed: what a crash leaves there, the sweep hands on.
  await context.enqueue('send-alert', commit.outbox);
  return {
    kind: 'compared',
    ...data,
    relevant: commit.verdict.relevant,
    developmentIds: commit.verdict.developmentIds,
    withheld: commit.verdict.withheld.length,
  };
}

/** `already-compared` when another run was there first, `unknown` when the text is gone. */
async function decideAndCommit(
  context: JobContext,
  watch: Watch,
  articleId: string,
): Promise<CompareCommit | 'already-compared' | 'unknown'> {
  const { store, dossiers, limits } = context;
  const start =
    (await startInMemory(context, watch, articleId)) ??
    (await store.comparisonStart({ watchId: watch.id, articleId }));
  if (start.isCompared) return 'already-compared';
  if (!start.article) return 'unknown';
  let newest: number | undefined = start.version;
  for (let tries = 0; tries < limits.compareTries; tries += 1) {
    const { dossier, version } = await dossiers.load(watch, newest);
    const now = context.clock().toISOString();
    const { article } = start;
    const decided = await context.atRisk(() => context.stages.compare(dossier, article, now));
    const commit = commitOf(watch, article, decided, version, now);
    const result = await store.commitCompare(commit);
    if (result === 'committed') dossiers.moveOn(watch, commit, decided.dossier);
    if (result !== 'stale') return result === 'committed' ? commit : result;
    newest = undefined;
  }
  throw new StoreError(
    `The dossier of ${watch.id} changed ${limits.compareTries} times while ${articleId} was compared; it is tried again.`,
  );
}

/** Without asking, where nobody else works on the watch: a commit finds out where somebody does, or did. */
async function startInMemory(
  { store, dossiers }: JobContext,
  watch: Watch,
  articleId: string,
): Promise<ComparisonStart | null> {
  const version = dossiers.trustedVersion(watch);
  if (version === null) return null;
  const article = await store.articleAtHand(articleId);
  return article && { isCompared: false, version, article };
}
