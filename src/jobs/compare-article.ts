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
  const commit = watch ? await decideAndCommit(context, watch, data.articleId) : 'unknown';
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

type Ended = CompareCommit | 'already-compared' | 'unknown';

/** One try. The end of its commit may be yet to come. */
interface Try {
  readonly start: ComparisonStart;
  readonly ended: Promise<Ended | 'stale'> | Ended;
}

/** `already-compared` when another run was there first, `unknown` when the text is gone. */
async function decideAndCommit(context: JobContext, watch: Watch, articleId: string): Promise<Ended> {
  const { dossiers, limits } = context;
  let start: ComparisonStart | undefined;
  for (let tries = 0; tries < limits.compareTries; tries += 1) {
    const before = start;
    const latest = await dossiers.exclusively(watch.id, () => decide(context, watch, articleId, before));
    const ended = await latest.ended;
    if (ended !== 'stale') return ended;
    start = latest.start;
  }
  throw new StoreError(
    `The dossier of ${watch.id} changed ${limits.compareTries} times while ${articleId} was compared; it is tried again.`,
  );
}

/**
 * On the newest dossier. A commit that leaves the dossier as it is, nine in ten, is not waited for: the next article is
 * decided on the same one meanwhile, and what both ask goes out together.
 *
 * @param before of the try whose dossier was stale
 */
async function decide(
  context: JobContext,
  watch: Watch,
  articleId: string,
  before: ComparisonStart | undefined,
): Promise<Try> {
  const { store, dossiers, stages } = context;
  const start =
    before ??
    (await startInMemory(context, watch, articleId)) ??
    (await store.comparisonStart({ watchId: watch.id, articleId }));
  const { article } = start;
  if (start.isCompared) return { start, ended: 'already-compared' };
  if (!article) return { start, ended: 'unknown' };
  const { dossier, version } = await dossiers.load(watch, before ? undefined : start.version);
  const now = context.clock().toISOString();
  const decided = await context.atRisk(() => stages.compare(dossier, article, now));
  const commit = commitOf(watch, article, decided, version, now);
  const ended = store.commitCompare(commit).then((result) => (result === 'committed' ? commit : result));
  const { entries, prints } = decided.change;
  if (entries.length + prints.length > 0 && (await ended) === commit)
    dossiers.moveOn(watch, commit, decided.dossier);
  return { start, ended };
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
