import type { FeedHub, Item } from '../model/feed.ts';
import { contentId } from '../model/id.ts';
import type { FeedEntry } from './feed-document.ts';
import { type FeedInput, readFeed } from './feed-reader.ts';
import { readable, summaryOf } from './summary.ts';
import { foldSpace, plainText } from './text.ts';
import { untracked } from './url.ts';

/** What is kept of a text as HTML. */
const MAX_CONTENT = 200_000;
const MAX_TITLE = 500;
/**
 * Bytes of a feed → its items, in the feed's order, each once.
 *
 * @param input the bytes, the Content-Type header, and the feed's own address
 * @returns `ttlMs`: how long the feed asks not to be read again
 * @throws ParseError that says what came in place of a feed
 */
export async function parseFeed(input: FeedInput): Promise<{
  readonly title?: string;
  readonly items: readonly Item[];
  readonly ttlMs?: number;
  readonly hub?: FeedHub;
}> {
  const feed = await readFeed(input);
  const title = feed.title === feed.link ? '' : plainText(feed.title);
  const byId = new Map<string, Item>();
  const shared = sharedIds(feed.entries);
  for (const { id, ...entry } of feed.entries) {
    const item = toItem({ ...entry, ...(id !== undefined && !shared.has(id) && { id }) }, input.url);
    if (item && !byId.has(item.id)) byId.set(item.id, item);
  }
  return {
    ...(title && { title }),
    items: [...byId.values()],
    ...(feed.ttlMs !== undefined && { ttlMs: feed.ttlMs }),
    ...(feed.hub && { hub: feed.hub }),
  };
}

/** Ids of entries that lead to different pages: they tell nothing apart. */
function sharedIds(entries: readonly FeedEntry[]): ReadonlySet<string> {
  const links = new Map<string, string | undefined>();
  const shared = new Set<string>();
  for (const { id, link } of entries) {
    if (id === undefined) continue;
    if (links.has(id) && links.get(id) !== link) shared.add(id);
    links.set(id, link);
  }
  return shared;
}

/** What programs write for no date: the beginning of Unix time. */
const NO_DATE = new Date(0).toISOString();

/** An address without what changes: https or not, `www.` or not, how a reader came; any other id as it is. */
function steady(id: string | undefined): string | undefined {
  const address = /^https?:\/\/(?:www\.)?(.+)$/is.exec(id ?? '')?.[1];
  return address === undefined ? id : untracked(address).replace(/\/$/, '');
}

/** Null for an entry that says nothing at all. */
function toItem(entry: FeedEntry, feedUrl: string): Item | null {
  const title = (readable(entry.title.slice(0, MAX_TITLE * 8)) || foldSpace(entry.title)).slice(0, MAX_TITLE);
  const { summary: short, content } = entry;
  const identity =
    steady(entry.id ?? entry.link) ??
    [title, entry.published ?? '', summaryOf(short ?? content ?? '')].join('\n');
  if (identity.trim() === '') return null;
  return {
    id: contentId('i', feedUrl, identity),
    title,
    // The text once: an item travels in a job.
    summary: short === undefined ? '' : summaryOf(short),
    authors: entry.authors,
    ...(entry.link !== undefined && { url: entry.link }),
    ...(content !== undefined && { contentHtml: content.slice(0, MAX_CONTENT) }),
    ...dated('publishedAt', entry.published),
    ...dated('updatedAt', entry.updated),
  };
}

function dated<K extends string>(key: K, date: string | undefined): { [P in K]?: string } {
  return (date === undefined || date === NO_DATE ? {} : { [key]: date }) as { [P in K]?: string };
}
