import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Comparison, compare } from '../compare/compare.ts';
import { applyChange, type Dossier, foundDossier } from '../compare/dossier.ts';
import { parseDocument } from '../config/document.ts';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';
import { parseArticle } from '../parsers/article.ts';
import { createStore } from '../store/store.ts';
import { openFetcher } from './reading.ts';
import { openRedisHome } from './redis.ts';
import { keepTimes } from './worker.ts';

export type { Comparison };

export interface CheckRequest {
  /** An http(s) address, or a file: `.md` with front matter, `.html`, else plain text whose first line is the title. */
  readonly source: string;
  readonly watchId?: string;
  /** Leave out what was learnt since the baseline. */
  readonly baseline: boolean;
}

/**
 * What one article would tell and withhold for a watch, by the very function the worker runs. Writes nothing.
 * @throws AppError for an unknown watch, FetchError, ParseError or ConfigError for an article that cannot be read
 */
export async function checkArticle(
  config: Config,
  { source, watchId, baseline }: CheckRequest,
): Promise<{ readonly article: Article; readonly comparison: Comparison }> {
  const watch = watchOf(config, watchId);
  const article = await readSource(config, source);
  const founded = foundDossier(watch, config.lexicon);
  const dossier = baseline ? founded : await withLedger(config, founded);
  return { article, comparison: compare(dossier, article, new Date().toISOString()) };
}

function watchOf({ watches }: Config, watchId: string | undefined): Watch {
  const ids = watches.map((watch) => watch.id).join(', ');
  if (watchId === undefined && watches.length > 1) throw new AppError(`Say which watch: --watch ${ids}.`);
  const watch = watchId === undefined ? watches[0] : watches.find(({ id }) => id === watchId);
  if (!watch) throw new AppError(`There is no watch "${watchId}"; there is ${ids}.`);
  return watch;
}

async function readSource(config: Config, source: string): Promise<Article> {
  return /^https?:\/\//i.test(source) ? readPage(config, source) : readArticleFile(path.resolve(source));
}

async function readPage(config: Config, url: string): Promise<Article> {
  const fetcher = openFetcher(config);
  try {
    await fetcher.checkRobots(url);
    const page = await fetcher.fetch(url, {
      accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
      maxBytes: config.settings.net.maxPageSize,
    });
    if (page.kind === 'not-modified')
      throw new AppError(`${url} answered 304 to a request without conditions.`);
    const { body, contentType } = page;
    const fetchedAt = new Date().toISOString();
    return parseArticle({ body, url: page.url, fetchedAt, ...(contentType ? { contentType } : {}) });
  } finally {
    await fetcher.close();
  }
}

async function readArticleFile(file: string): Promise<Article> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      `${file} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`,
      { cause },
    );
  });
  const extension = path.extname(file).toLowerCase();
  if (extension === '.md') return parseDocument(bytes.toString('utf8'), file);
  const url = pathToFileURL(file).href;
  if (extension === '.html' || extension === '.htm') {
    const article = parseArticle({ body: bytes, url, fetchedAt: new Date().toISOString() });
    return { ...article, via: 'file' };
  }
  return plainArticle(bytes.toString('utf8'), url);
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

/** The ledger as it stands, when there is one to be read. */
async function withLedger(config: Config, founded: Dossier): Promise<Dossier> {
  if (!config.settings.redis.url && !existsSync(path.join(config.dataFolder, 'redis'))) return founded;
  const home = await openRedisHome(config, () => undefined);
  try {
    const store = createStore(home.connect('command'), {
      prefix: config.settings.redis.prefix,
      keep: keepTimes(config),
    });
    const { change } = await store.dossierChanges(founded.watchId, 0);
    return applyChange(founded, change);
  } finally {
    await home.close();
  }
}
