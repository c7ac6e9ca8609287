import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { slugOf, writeNewWatch } from '../config/new-watch-files.ts';
import { WATCH_ID } from '../config/watch-files.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import type { Watch, WatchFeed, WatchName } from '../model/watch.ts';
import type { FeedCandidate } from '../parsers/feed-candidates.ts';
import { discoverFeed } from './feed-discovery.ts';
import { sameFeed } from './feed-watches.ts';
import { learn } from './learnt.ts';
import { readSourceAndFeeds } from './source.ts';

/** What came of one address or file that was handed over. */
export type Handed =
  | {
      readonly kind: 'read';
      readonly source: string;
      readonly article: Article;
      readonly feeds: readonly FeedCandidate[];
    }
  | { readonly kind: 'failed'; readonly source: string; readonly why: string };

/** Reads what is known, each on its own: what cannot be read is told, and the rest goes on. */
export async function readHanded(
  config: Config,
  sources: readonly string[],
  onRead: (handed: Handed) => void,
): Promise<readonly Handed[]> {
  const ids = new Set<string>();
  const all: Handed[] = [];
  for (const source of sources) {
    const handed = await readOne(config, source, ids);
    if (handed.kind === 'read') ids.add(handed.article.id);
    all.push(handed);
    onRead(handed);
  }
  return all;
}

async function readOne(config: Config, source: string, known: ReadonlySet<string>): Promise<Handed> {
  const failed = (why: string): Handed => ({ kind: 'failed', source, why });
  try {
    const { article, feeds } = await readSourceAndFeeds(config, source);
    if (known.has(article.id)) return failed('the same article was given twice');
    if (article.language && article.language !== 'en')
      return failed(`its language is ${article.language}; only English is read so far`);
    return { kind: 'read', source, article, feeds };
  } catch (error) {
    if (error instanceof AppError) return failed(error.message);
    throw error;
  }
}

/** What came of looking for one feed. */
export type FoundFeed =
  | { readonly kind: 'found'; readonly at: string; readonly feed: WatchFeed; readonly items: number }
  | { readonly kind: 'none'; readonly at: string; readonly why: string };

/** The feed of an address, or of a page or site; of several that it names, the first. */
export async function seekFeed(config: Config, at: string): Promise<FoundFeed> {
  try {
    const found = await discoverFeed(config, at, { guess: true });
    const [first] = found.kind === 'several' ? found.candidates : [];
    if (first) return await seekFeed(config, first.url);
    if (found.kind === 'several') return { kind: 'none', at, why: 'it names no feed' };
    const { movedTo, url, title, items } = found.feed;
    const feed = { url: movedTo ?? url, ...(title ? { title: title.slice(0, MAX_TITLE) } : {}) };
    return { kind: 'found', at, feed, items: items.length };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'none', at, why: error.message };
    throw error;
  }
}

const MAX_TITLE = 120;

/** Where the outlets of the documents may have feeds, a site once: the feed their page names, else the page itself. */
export function feedPlaces(handed: readonly Handed[]): readonly string[] {
  const bySite = new Map<string, string>();
  for (const one of handed) {
    if (one.kind !== 'read') continue;
    const at = one.feeds[0]?.url ?? one.article.url;
    const site = URL.parse(at)?.host;
    if (/^https?:/.test(at) && site && !bySite.has(site)) bySite.set(site, at);
  }
  return [...bySite.values()];
}

/** Feeds in the order found, those of the same address once. */
export function distinctFeeds(feeds: readonly WatchFeed[]): readonly WatchFeed[] {
  const kept: WatchFeed[] = [];
  for (const feed of feeds) if (!sameFeed({ feeds: kept }, feed.url)) kept.push(feed);
  return kept;
}

/** `actor Harbour Union = HU, the union`, or with a colon; null when it is something else. */
export function parseName(text: string): WatchName | null {
  const match = /^(actor|place)[:\s]+([^=]+?)\s*(?:=\s*(.*))?$/i.exec(text.trim());
  if (!match?.[2]) return null;
  const aliases = (match[3] ?? '').split(',').map((alias) => alias.trim());
  const kind = match[1]?.toLowerCase() === 'place' ? 'place' : 'actor';
  return { name: match[2].trim(), kind, aliases: aliases.filter(Boolean) };
}

/**
 * The id a watch gets: the one wished, else from its title.
 * @throws AppError when it cannot be one, or is taken
 */
export function idFor(config: Config, title: string, wished: string | undefined): string {
  const id = wished ?? slugOf(title, 40);
  if (!WATCH_ID.test(id))
    throw new AppError(
      `"${id}" cannot be the id of a watch: lower-case letters, digits and hyphens; give --id.`,
    );
  if (existsSync(path.join(config.watchFolder, id)))
    throw new AppError(`There is a watch "${id}" already; nothing was written. Give another --id.`);
  return id;
}

/**
 * Writes a watch's folder; a running worker takes it within seconds.
 * @returns the folder
 * @throws AppError when there is such a watch, or a document or feed is missing; ConfigError for any other mistake
 */
export function createWatch(config: Config, watch: Watch): string {
  if (watch.baseline.length === 0)
    throw new AppError(
      'Nothing of what you know could be read, so there is no dossier; nothing was written.',
    );
  if (watch.feeds.length === 0)
    throw new AppError(
      'No feed was found, or none could be read (above it says why); give one by --feed (a feed or a site). Nothing was written.',
    );
  const { suggestedTypes } = learn(watch, config.lexicon);
  return writeNewWatch(config.root, config.watchFolder, { watch, suggestedTypes });
}
