import type { Article } from '../model/article.ts';
import type { CompareCommit, OutboxEntry } from '../model/commit.ts';
import type { Development } from '../model/development.ts';
import { StoreError } from '../model/errors.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { WakeRule, Watch } from '../model/watch.ts';
import type { JobContext } from './context.ts';
import { endUnlessKnownElsewhere } from './unknown-here.ts';

type Outcome = JobOutcome['compare-article'];

/** Decides what one article tells the readers of one watch, commits it whole, and hands on what wakes them. */
export async function compareArticle(
  context: JobContext,
  data: JobData['compare-article'],
): Promise<Outcome> {
  const { store } = context;
  const watch = context.catalogue.watch(data.watchId);
  const article = await store.article(data.articleId);
  if (!watch) await endUnlessKnownElsewhere(context, 'watch', data.watchId);
  if (!watch || !article) {
    await store.dropPendingCompare(data);
    return { kind: 'unknown', ...data };
  }
  const commit = await context.dossiers.exclusively(watch.id, () => decideAndCommit(context, watch, article));
  if (!commit) {
    await store.dropPendingCompare(data);
    return { kind: 'already-compared', ...data };
  }
  await handOn(context, commit.outbox);
  return {
    kind: 'compared',
    ...data,
    relevant: commit.verdict.relevant,
    developmentIds: commit.verdict.developmentIds,
    withheld: commit.verdict.withheld.length,
  };
}

/** Null when another run was there first. */
async function decideAndCommit(
  context: JobContext,
  watch: Watch,
  article: Article,
): Promise<CompareCommit | null> {
  if (await context.store.isCompared(watch.id, article.id)) return null;
  for (let tries = 0; tries < context.limits.compareTries; tries += 1) {
    const commit = await decide(context, watch, article);
    const result = await context.store.commitCompare(commit);
    if (result === 'committed') return commit;
    if (result === 'already-compared') return null;
  }
  throw new StoreError(
    `The dossier of ${watch.id} changed ${context.limits.compareTries} times while ${article.id} was compared; it is tried again.`,
  );
}

async function decide(context: JobContext, watch: Watch, article: Article): Promise<CompareCommit> {
  const { dossier, version } = await context.dossiers.load(watch);
  const now = context.clock().toISOString();
  const decided = await context.atRisk(() => context.stages.compare(dossier, article, now));
  const { relevant, why, developments, withheld, change } = decided;
  const { id: articleId, url, title, source, publishedAt } = article;
  const ref = { articleId, url, title, source, ...(publishedAt === undefined ? {} : { publishedAt }) };
  return {
    watchId: watch.id,
    articleId,
    version,
    change,
    developments,
    verdict: {
      watchId: watch.id,
      article: ref,
      relevant,
      why,
      developmentIds: developments.map((development) => development.id),
      withheld,
      at: now,
    },
    outbox: developments
      .filter((development) => wakes(watch.wake, development))
      .map((development) => ({ watchId: watch.id, developmentId: development.id })),
    at: now,
  };
}

export function wakes(rule: WakeRule, development: Pick<Development, 'weight' | 'event'>): boolean {
  const { type } = development.event;
  return (
    development.weight >= rule.minWeight && (rule.types?.includes(type) ?? true) && !rule.mute.includes(type)
  );
}

/** Cleared only when the alerts are queued; what a crash leaves in the outbox, the sweep hands on. */
async function handOn(context: JobContext, outbox: readonly OutboxEntry[]): Promise<void> {
  if (outbox.length === 0) return;
  await context.enqueue('send-alert', outbox);
  await context.store.clearOutbox(outbox);
}
