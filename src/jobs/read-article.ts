import type { Article } from '../model/article.ts';
import { FetchError, ParseError } from '../model/errors.ts';
import type { Feed, Item } from '../model/feed.ts';
import type { JobData, JobOutcome } from '../model/job.ts';
import type { JobContext } from './context.ts';
import { revised } from './read-again.ts';
import { readPage } from './read-page.ts';
import { endUnlessKnownElsewhere } from './unknown-here.ts';

type Outcome = JobOutcome['read-article'];
type Read = { readonly article: Article } | { readonly error: string };

/** Reads the page of one item, or the feed's own text where there is no page to be had, and hands it on to every watch of the feed. */
export async function readArticle(
  context: JobContext,
  data: JobData['read-article'],
  signal?: AbortSignal,
): Promise<Outcome> {
  const { item } = data;
  const feed = context.catalogue.feed(data.feedId);
  if (!feed) await endUnlessKnownElsewhere(context, 'feed', data.feedId);
  if (!feed) return { kind: 'unreadable', itemId: item.id, error: 'its feed is no longer configured' };
  const { seenAt, again = false } = data;
  const id = pageId(context, item);
  const known = again ? null : await handOnKnown(context, feed, id);
  if (known) return known;

  const read = await readItem(context, feed, item, signal);
  if ('error' in read) return unreadable(context, feed, item, again ? lost(read.error) : read.error);
  const article = { ...read.article, ...(seenAt && { seenAt }) };
  if (!again) return commit(context, feed, item, article);
  const change = await revised(context.store, id, article);
  if (change.kind === 'new') return commit(context, feed, item, change.article);
  if (change.isLost) await unreadable(context, feed, item, lost(article.note ?? 'its page gives no text'));
  return { kind: 'unchanged', articleId: change.articleId };
}

/** For who runs it: what stands was read before, and a correction may be missed. */
function lost(error: string): string {
  return `Read before, and not again after its feed said it was changed. ${error}`;
}

/** Another feed, or another address of the same page, brought it before. */
async function handOnKnown(
  context: JobContext,
  feed: Feed,
  articleId: string | null,
): Promise<Outcome | null> {
  if (articleId === null) return null;
  const now = context.clock().toISOString();
  const waiting = await context.store.awaitCompare(articleId, feed.watchIds, now);
  if (!waiting) return null;
  await handOn(context, articleId, waiting);
  return { kind: 'known', articleId };
}

async function commit(context: JobContext, feed: Feed, item: Item, article: Article): Promise<Outcome> {
  const now = context.clock();
  if (isTooOld(article, now, context.limits.maxItemAgeMs)) {
    return (await handOnKnown(context, feed, article.id)) ?? { kind: 'too-old', itemId: item.id };
  }
  const { isNew, waiting } = await context.store.saveArticle(article, feed.watchIds, now.toISOString());
  await handOn(context, article.id, waiting);
  if (!isNew) return { kind: 'known', articleId: article.id };
  return {
    kind: 'read',
    articleId: article.id,
    via: article.via === 'feed' ? 'feed' : 'page',
    ...(article.note === undefined ? {} : { note: article.note }),
  };
}

async function handOn(context: JobContext, articleId: string, watchIds: readonly string[]): Promise<void> {
  const [only] = watchIds;
  if (only === undefined) return;
  const work = watchIds.length === 1 ? { watchId: only, articleId } : { watchIds, articleId };
  await context.enqueue('compare-article', [work]);
}

async function readItem(
  context: JobContext,
  feed: Feed,
  item: Item,
  signal: AbortSignal | undefined,
): Promise<Read> {
  if (item.url === undefined) return fromFeed(context, feed, item, 'the feed gives no page for it');
  try {
    return { article: await readPage(context, item, item.url, signal) };
  } catch (error) {
    const hopeless = error instanceof ParseError || (error instanceof FetchError && !error.retryable);
    const lastChance = error instanceof FetchError && context.lastAttempt && !signal?.aborted;
    if (!hopeless && !lastChance) throw error;
    return fromFeed(context, feed, item, error.message);
  }
}

async function fromFeed(context: JobContext, feed: Feed, item: Item, reason: string): Promise<Read> {
  const { title } = await context.store.feedState(feed.id);
  const article = context.stages.articleFromItem(item, {
    source: feed.title ?? title ?? (URL.parse(item.url ?? feed.url)?.host || feed.url),
    note: `Text is the feed's own: ${reason}`,
    words: context.pages.words,
  });
  return article ? { article } : { error: reason };
}

async function unreadable(context: JobContext, feed: Feed, item: Item, error: string): Promise<Outcome> {
  const { id: itemId, title, url } = item;
  const about = { itemId, feedId: feed.id, title, ...(url === undefined ? {} : { url }) };
  await context.store.saveUnreadable(about, error, context.clock().toISOString());
  return { kind: 'unreadable', itemId, error };
}

function pageId(context: JobContext, item: Item): string | null {
  if (item.url === undefined) return null;
  try {
    return context.stages.articleIdOf(item.url);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** For items whose feed gave no date; a page's day counts to its end. */
function isTooOld(article: Article, now: Date, maxItemAgeMs: number): boolean {
  if (article.publishedAt === undefined) return false;
  const day = article.publishedAt.length === 10;
  const at = Date.parse(article.publishedAt) + (day ? 86_400_000 : 0);
  return now.getTime() - at > maxItemAgeMs;
}
