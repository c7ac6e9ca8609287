import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from '../config/document.ts';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import { decodeText } from '../parsers/charset.ts';
import type { FeedCandidate } from '../parsers/feed-candidates.ts';

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
  // What reads pages and asks for them is loaded for pages alone: it is a fifth of a start.
  if (isAddress(source)) return (await import('./page-source.ts')).readAddress(config, source);
  const file = path.resolve(source);
  const body = await bytesOf(file);
  const url = pathToFileURL(file).href;
  const extension = path.extname(file).toLowerCase();
  if (extension === '.html' || extension === '.htm')
    return (await import('./page-source.ts')).readHtmlFile(config, { body, url });
  const text = decodeText(body, undefined).replace(/^\uFEFF/, '');
  const documented = extension === '.md' && /^---[ \t]*\r?\n/.test(text);
  return { article: documented ? parseDocument(text, file) : plainArticle(text, url), feeds: [] };
}

export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** @throws AppError when there is none, or it cannot be read */
export async function bytesOf(file: string): Promise<Buffer> {
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
