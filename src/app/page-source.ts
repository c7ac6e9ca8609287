import path from 'node:path';
import type { Config } from '../config/load.ts';
import { PAGE_TYPES } from '../jobs/read-page.ts';
import { AppError } from '../model/errors.ts';
import { parseArticle } from '../parsers/article.ts';
import { decodeText } from '../parsers/charset.ts';
import { feedCandidates } from '../parsers/feed-candidates.ts';
import { type Element, readPage, textIn } from '../parsers/page.ts';
import { caughtBy } from '../parsers/site-rules.ts';
import { openFetcher } from './reading.ts';
import { bytesOf, isAddress, type ReadSource } from './source.ts';

/** A page as it came. */
interface RawPage {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType?: string;
}

/** The page at an address. @throws FetchError, ParseError, AppError for what cannot be read */
export async function readAddress(config: Config, address: string): Promise<ReadSource> {
  return readHtml(config, await fetchPage(config, address));
}

/** An HTML file's bytes. @throws ParseError for what cannot be read */
export function readHtmlFile(config: Config, page: RawPage): ReadSource {
  const { article, feeds } = readHtml(config, page);
  return { article: { ...article, via: 'file' }, feeds };
}

function readHtml(config: Config, page: RawPage): ReadSource {
  const { sites, words } = config;
  const article = parseArticle({ ...page, fetchedAt: new Date().toISOString(), sites, words });
  const named = feedCandidates(decodeText(page.body, page.contentType), article.url);
  return { article, feeds: named.filter(({ url }) => isAddress(url)) };
}

/** An element that a selector catches, as one would write a selector for it, and its text. */
export interface Caught {
  readonly element: string;
  readonly text: string;
}

/**
 * What a CSS selector catches on a page, in its order.
 * @throws AppError for what is no selector, and as `readSource` does
 */
export async function previewSelector(
  config: Config,
  source: string,
  selector: string,
): Promise<readonly Caught[]> {
  const { body, contentType } = isAddress(source)
    ? await fetchPage(config, source)
    : { body: await bytesOf(path.resolve(source)), contentType: undefined };
  const page = readPage(decodeText(body, contentType), true);
  try {
    return caughtBy(page, selector).map((element) => ({
      element: shortSelector(element),
      text: textIn(element),
    }));
  } catch (cause) {
    throw new AppError(`"${selector}" is no CSS selector.`, { cause });
  }
}

/** `p#lead.big`. */
function shortSelector({ name, attribs }: Element): string {
  const classes = (attribs.class ?? '').split(/\s+/).filter(Boolean);
  return [name, attribs.id && `#${attribs.id}`, ...classes.map((each) => `.${each}`)]
    .filter(Boolean)
    .join('');
}

async function fetchPage(config: Config, source: string): Promise<RawPage> {
  const fetcher = openFetcher(config);
  try {
    await fetcher.checkRobots(source);
    const page = await fetcher.fetch(source, {
      accept: PAGE_TYPES,
      maxBytes: config.settings.net.maxPageSize,
    });
    if (page.kind === 'not-modified')
      throw new AppError(`${source} answered 304 to a request without conditions.`);
    const { body, url, contentType } = page;
    return { body, url, ...(contentType ? { contentType } : {}) };
  } finally {
    await fetcher.close();
  }
}
