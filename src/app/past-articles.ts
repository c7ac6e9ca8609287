import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import type { Past } from '../eval/backtest.ts';
import { readLabelledStream, type StreamArticle } from '../eval/story.ts';
import type { Article } from '../model/article.ts';
import { AppError, ConfigError } from '../model/errors.ts';
import { readFeedArticles } from './past-feed.ts';
import { readWarcArticles } from './past-warc.ts';
import { readSource } from './source.ts';

/** What was left out, and why. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

export interface PastArticles extends Past {
  readonly skipped: readonly Skipped[];
}

/** Whether a file holds many articles by itself: a web archive or a feed. */
export function isOneFile(name: string): boolean {
  return WARC_FILE.test(name) || FEED_FILE.test(name);
}

/** One thing read, or not. */
export type PastItem =
  | { readonly name: string; readonly article: Article }
  | { readonly name: string; readonly why: string };

const ARTICLE_FILE = /\.(?:md|html?|txt)$/i;
const WARC_FILE = /\.warc(?:\.gz)?$/i;
const FEED_FILE = /\.(?:xml|rss|atom|rdf|json)$/i;

/**
 * Past articles from a folder (a labelled story, or any files of articles), a feed (its address or file), or a web
 * archive. What cannot be read is named and left out.
 *
 * @param onRead called after each thing, read or not
 * @throws AppError when there is nothing at all to be read there
 */
export async function readPast(
  config: Config,
  from: string,
  onRead: (item: PastItem) => void = () => undefined,
): Promise<PastArticles> {
  if (isLabelled(from)) return readLabelled(from);
  const items: PastItem[] = [];
  for await (const item of itemsOf(config, from)) {
    items.push(item);
    onRead(item);
  }
  const past = inOrder(items);
  if (past.stream.length === 0) {
    const reasons = past.skipped.slice(0, 3).map(({ name, why }) => `\n  ${name}: ${why}`);
    throw new AppError(`${from} holds no article that can be read.${reasons.join('')}`);
  }
  return past;
}

function isLabelled(from: string): boolean {
  return existsSync(path.join(from, 'labels.yaml')) && existsSync(path.join(from, 'stream'));
}

function readLabelled(folder: string): PastArticles {
  const { stream, labels, mistakes } = readLabelledStream(folder);
  const skipped = mistakes.map((mistake) => {
    const [name = '', ...why] = new ConfigError([mistake]).message.split(': ');
    return { name, why: why.join(': ') };
  });
  if (stream.length === 0) throw new AppError(`${folder} holds no article that can be read.`);
  return { stream, labels, skipped };
}

async function* itemsOf(config: Config, from: string): AsyncGenerator<PastItem> {
  if (/^https?:\/\//i.test(from)) return yield* readFeedArticles(config, from);
  const found = statSync(from, { throwIfNoEntry: false });
  if (!found)
    throw new AppError(`There is no ${from}; give a folder, a feed's address or a web archive (.warc).`);
  if (found.isDirectory()) return yield* readFolder(config, from);
  if (WARC_FILE.test(from)) return yield* readWarcArticles(config, from);
  if (FEED_FILE.test(from)) return yield* readFeedArticles(config, path.resolve(from));
  throw new AppError(
    `${from} is neither a folder, nor a feed (.xml, .json), nor a web archive (.warc, .warc.gz).`,
  );
}

async function* readFolder(config: Config, folder: string): AsyncGenerator<PastItem> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of files) {
    const file = path.join(folder, name);
    if (WARC_FILE.test(name)) yield* readWarcArticles(config, file);
    else if (ARTICLE_FILE.test(name)) yield await readFile(config, file, name);
  }
}

async function readFile(config: Config, file: string, name: string): Promise<PastItem> {
  try {
    return { name, article: await readSource(config, file) };
  } catch (error) {
    if (error instanceof AppError) return { name, why: error.message.replaceAll(`${file}: `, '') };
    throw error;
  }
}

/**
 * In order of publication. An article without a date has no place in it and is left out, unless none has one: then
 * the order is that of their names.
 */
function inOrder(items: readonly PastItem[]): PastArticles {
  const skipped: Skipped[] = [];
  const read: StreamArticle[] = [];
  const ids = new Set<string>();
  for (const item of items) {
    if ('why' in item) skipped.push(item);
    else if (ids.has(item.article.id)) skipped.push({ name: item.name, why: 'is there twice' });
    else {
      ids.add(item.article.id);
      read.push({ file: item.name, article: item.article });
    }
  }
  const dated = read.filter(({ article }) => article.publishedAt !== undefined);
  if (dated.length === 0) return { stream: read, labels: null, skipped };
  const undated = read.filter(({ article }) => article.publishedAt === undefined);
  const why = 'has no date, so its place is not known';
  return {
    stream: dated.toSorted((a, b) => timeOf(a.article) - timeOf(b.article)),
    labels: null,
    skipped: [...skipped, ...undated.map(({ file }) => ({ name: file, why }))],
  };
}

/** A day alone counts as its noon, as when it is replayed. */
function timeOf({ publishedAt = '' }: Article): number {
  return Date.parse(publishedAt.length === 10 ? `${publishedAt}T12:00:00Z` : publishedAt);
}
