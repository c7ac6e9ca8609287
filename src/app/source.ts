import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from '../config/document.ts';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import { parseArticle } from '../parsers/article.ts';
import { decodeText } from '../parsers/charset.ts';
import { readPage, textIn } from '../parsers/page.ts';
import { caughtBy } from '../parsers/site-rules.ts';
import { openFetcher } from './reading.ts';

/** A page as it came. */
interface RawPage {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType?: string;
}

/**
 * One article from an address or a file: `.md` with front matter, `.html`, else plain text whose first line is the title.
 * @throws AppError, FetchError, ParseError or ConfigError for what cannot be read
 */
export async function readSource(config: Config, source: string): Promise<Article> {
  const fetchedAt = new Date().toISOString();
  const { sites } = config;
  if (isAddress(source)) return parseArticle({ ...(await fetchPage(config, source)), fetchedAt, sites });
  const file = path.resolve(source);
  const body = await bytesOf(file);
  const url = pathToFileURL(file).href;
  const extension = path.extname(file).toLowerCase();
  if (extension === '.md') return parseDocument(body.toString('utf8'), file);
  if (extension === '.html' || extension === '.htm')
    return { ...parseArticle({ body, url, fetchedAt, sites }), via: 'file' };
  return plainArticle(body.toString('utf8'), url);
}

/**
 * The texts of the elements that a CSS selector catches on a page, in its order.
 * @throws AppError for what is no selector, and as `readSource` does
 */
export async function previewSelector(
  config: Config,
  source: string,
  selector: string,
): Promise<readonly string[]> {
  const { body, contentType } = isAddress(source)
    ? await fetchPage(config, source)
    : { body: await bytesOf(path.resolve(source)), contentType: undefined };
  const page = readPage(decodeText(body, contentType));
  try {
    return caughtBy(page, selector).map(textIn);
  } catch (cause) {
    throw new AppError(`"${selector}" is no CSS selector.`, { cause });
  }
}

function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

async function fetchPage(config: Config, source: string): Promise<RawPage> {
  const fetcher = openFetcher(config);
  try {
    await fetcher.checkRobots(source);
    const page = await fetcher.fetch(source, {
      accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
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

async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      `${file} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`,
      { cause },
    );
  });
}

function plainArticle(text: string, url: string): Article {
  const [title = '', ...paragraphs] = text
    .split(/\r?\n\s*\n|\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (!title) throw new AppError(`${url} holds no text.`);
  return {
    id: contentId('a', url),
    url,
    title,
    paragraphs: paragraphs.length > 0 ? paragraphs : [title],
    captions: [],
    authors: [],
    source: path.basename(url),
    via: 'file',
    note: 'plain text: no date is known',
  };
}
