import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from '../config/document.ts';
import type { Config } from '../config/load.ts';
import { PAGE_TYPES } from '../jobs/read-page.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import { parseArticle } from '../parsers/article.ts';
import { decodeText } from '../parsers/charset.ts';
import { type FeedCandidate, feedCandidates } from '../parsers/feed-candidates.ts';
import { type Element, readPage, textIn } from '../parsers/page.ts';
import { caughtBy } from '../parsers/site-rules.ts';
import { openFetcher } from './reading.ts';

/** A page as it came. */
interface RawPage {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType?: string;
}

/** An article, and the feeds that its page names. */
export interface ReadSource {
  readonly article: Article;
  readonly feeds: readonly FeedCandidate[];
}

/**
 * One article from an address or a file: Markdown (`.md`, with front matter or without), HTML (`.html`, `.htm`), else
 * plain text whose first line is the title.
 * @throws AppError, FetchError, ParseError or ConfigError for what cannot be read
 */
export async function readSource(config: Config, source: string): Promise<Article> {
  return (await readSourceAndFeeds(config, source)).article;
}

/** The same, with the feeds that the page names. @throws as `readSource` does */
export async function readSourceAndFeeds(config: Config, source: string): Promise<ReadSource> {
  if (isAddress(source)) return readHtml(config, await fetchPage(config, source));
  const file = path.resolve(source);
  const body = await bytesOf(file);
  const url = pathToFileURL(file).href;
  const extension = path.extname(file).toLowerCase();
  if (extension === '.html' || extension === '.htm') {
    const { article, feeds } = readHtml(config, { body, url });
    return { article: { ...article, via: 'file' }, feeds };
  }
  const text = decodeText(body, undefined).replace(/^\uFEFF/, '');
  const documented = extension === '.md' && /^---[ \t]*\r?\n/.test(text);
  return { article: documented ? parseDocument(text, file) : plainArticle(text, url), feeds: [] };
}

function readHtml(config: Config, page: RawPage): ReadSource {
  const article = parseArticle({ ...page, fetchedAt: new Date().toISOString(), sites: config.sites });
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

function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
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

async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      `${file} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`,
      { cause },
    );
  });
}

/** A heading's `#` is left out: a note in Markdown is read like plain text. */
function plainArticle(text: string, url: string): Article {
  const name = path.basename(fileURLToPath(url));
  if (text.includes('\0')) throw new AppError(`${name} is no text.`);
  const [title = '', ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.replace(/^#+\s+/, '').trim());
  // Without a blank line between paragraphs, each line is one.
  const wrapped = /\S\n\n+\S/.test(lines.join('\n').trim());
  const paragraphs = lines
    .join('\n')
    .split(wrapped ? /\n\n+/ : /\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  if (!title) throw new AppError(`${name} holds no text.`);
  return {
    id: contentId('a', url),
    url,
    title,
    paragraphs: paragraphs.length > 0 ? paragraphs : [title],
    captions: [],
    authors: [],
    source: name,
    via: 'file',
    note: 'plain text: no date is known',
  };
}
