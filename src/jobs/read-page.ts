import type { Article } from '../model/article.ts';
import { FetchError, ParseError } from '../model/errors.ts';
import type { Item } from '../model/feed.ts';
import type { FetchResult } from '../model/fetch.ts';
import type { JobContext } from './context.ts';

type Page = Extract<FetchResult, { kind: 'ok' }>;

export const PAGE_TYPES = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';

/**
 * The article at an address; where its page cannot be read, the one of its AMP or print variant.
 *
 * @throws FetchError, ParseError
 */
export async function readPage(
  context: JobContext,
  item: Item,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Article> {
  const page = await fetchPage(context, url, signal);
  try {
    return await parsed(context, item, page);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const [variant] = await context.atRisk(() => context.stages.variantsOf(page));
    if (variant === undefined) throw error;
    return readVariant(context, item, variant, error, signal);
  }
}

async function readVariant(
  context: JobContext,
  item: Item,
  variant: { readonly url: string; readonly kind: string },
  first: ParseError,
  signal: AbortSignal | undefined,
): Promise<Article> {
  try {
    const article = await parsed(context, item, await fetchPage(context, variant.url, signal));
    return { ...article, note: article.note ?? `text is the page’s ${variant.kind} version` };
  } catch (error) {
    if (error instanceof ParseError || error instanceof FetchError) throw first;
    throw error;
  }
}

async function fetchPage(context: JobContext, url: string, signal: AbortSignal | undefined): Promise<Page> {
  await context.fetcher.checkRobots(url, signal);
  const result = await context.fetcher.fetch(url, {
    accept: PAGE_TYPES,
    maxBytes: context.limits.maxPageBytes,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.kind !== 'ok') throw new ParseError(`${url} answered "not modified" to a first request.`);
  return result;
}

function parsed(context: JobContext, item: Item, { body, url, contentType }: Page): Promise<Article> {
  const fetchedAt = context.clock().toISOString();
  return context.atRisk(async () =>
    inOwnWords(
      await context.stages.parseArticle({
        ...{ body, url, item, fetchedAt, ...context.pages },
        ...(contentType === undefined ? {} : { contentType }),
      }),
    ),
  );
}

/** A copy: the words of an article are parts of its page's text, and keep all of that in memory till it is stored. */
function inOwnWords(article: Article): Article {
  return JSON.parse(JSON.stringify(article)) as Article;
}
