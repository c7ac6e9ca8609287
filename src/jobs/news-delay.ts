import type { Article } from '../model/article.ts';
import type { Delivery } from '../model/mail.ts';

type News = NonNullable<Delivery['news']>;

/** What of an article tells how long its news took; nothing for one that no poll brought. */
export function newsOf(article: Article | null): { readonly news?: News } {
  if (!article?.seenAt) return {};
  const { publishedAt, seenAt } = article;
  return { news: { seenAt, ...(isInstant(publishedAt) && { publishedAt }) } };
}

/** A day has no hour to count from. */
function isInstant(publishedAt: string | undefined): publishedAt is string {
  return publishedAt !== undefined && publishedAt.length > 10 && !Number.isNaN(Date.parse(publishedAt));
}

export interface Delays {
  readonly feedMs?: number;
  readonly ourMs: number;
}

/**
 * How long the news of a delivery took until now: until the poll that brought it, and from there. Nothing for one that
 * waited for a reader's quiet hours, and for what was dated after it was seen.
 */
export function delaysOf({ news, notBefore }: Delivery, now: Date): { readonly delays?: Delays } {
  if (!news || notBefore) return {};
  const seenAt = Date.parse(news.seenAt);
  const feedMs = news.publishedAt === undefined ? -1 : seenAt - Date.parse(news.publishedAt);
  return { delays: { ourMs: now.getTime() - seenAt, ...(feedMs >= 0 && { feedMs }) } };
}
