import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Config } from '../config/load.ts';
import { PAGE_TYPES } from '../jobs/read-page.ts';
import { AppError } from '../model/errors.ts';
import type { Item } from '../model/feed.ts';
import type { Fetcher } from '../model/fetch.ts';
import { articleFromItem, parseArticle } from '../parsers/article.ts';
import { parseFeed } from '../parsers/feed.ts';
import { ask } from './feed-test.ts';
import type { PastItem } from './past-articles.ts';
import { openFetcher } from './reading.ts';

/**
 * The articles a feed carries now: their pages, or the feed's own text where a page cannot be read.
 *
 * @param at its address, or the absolute path of its file
 * @throws FetchError, ParseError or AppError when it cannot be read
 */
export async function* readFeedArticles(config: Config, at: string): AsyncGenerator<PastItem> {
  const fetcher = openFetcher(config);
  try {
    const feed = await readFeed(config, fetcher, at);
    for (const item of feed.items) yield await readItem(config, fetcher, item, feed.title ?? at);
  } finally {
    await fetcher.close();
  }
}

async function readFeed(config: Config, fetcher: Fetcher, at: string) {
  if (!/^https?:/i.test(at)) return parseFeed({ body: await readFile(at), url: pathToFileURL(at).href });
  const { body, url, contentType } = await ask(fetcher, config, at);
  return parseFeed({ body, url, ...(contentType ? { contentType } : {}) });
}

async function readItem(config: Config, fetcher: Fetcher, item: Item, source: string): Promise<PastItem> {
  const name = item.url ?? item.title;
  const { sites, words } = config;
  try {
    if (item.url === undefined) throw new AppError('the feed gives no page for it');
    await fetcher.checkRobots(item.url);
    const maxBytes = config.settings.net.maxPageSize;
    const page = await fetcher.fetch(item.url, { accept: PAGE_TYPES, maxBytes });
    if (page.kind === 'not-modified') throw new AppError('it answered "not modified" to a first request');
    const { body, url, contentType } = page;
    const input = { body, url, item, fetchedAt: new Date().toISOString(), sites, words };
    return { name, article: parseArticle({ ...input, ...(contentType ? { contentType } : {}) }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const article = articleFromItem(item, {
      source,
      words,
      note: `Text is the feed's own: ${error.message}`,
    });
    return article ? { name, article } : { name, why: error.message };
  }
}
