import path from 'node:path';
import type { Config } from '../config/load.ts';
import { changeWatchFiles, type FileChange } from '../config/watch-file.ts';
import { AppError } from '../model/errors.ts';
import type { Watch, WatchFeed } from '../model/watch.ts';
import { withoutFeedScheme } from '../model/web-address.ts';
import { type FeedFolder, readFeedList, writeOpml } from '../parsers/feed-list.ts';

/** The file that says which feeds a watch has. */
export function watchFile({ watchFolder }: Config, watchId: string): string {
  return path.join(watchFolder, watchId, 'watch.yaml');
}

/**
 * The watch that is meant: the one named, else the only one there is.
 * @throws AppError that lists the watches
 */
export function chooseWatch({ watches }: Config, wanted: string | undefined): Watch {
  const known = watches.map(({ id }) => id).join(', ');
  if (wanted === undefined) {
    const [only, ...others] = watches;
    if (only && others.length === 0) return only;
    throw new AppError(`Which watch is it for? Say --watch with one of ${known}.`);
  }
  const found = watches.find(({ id }) => id === wanted);
  if (!found) throw new AppError(`There is no watch "${wanted}"; there is ${known}.`);
  return found;
}

/** A feed of the watch with the same address, but for what seldom makes a difference: scheme, `www.`, a last slash. */
export function sameFeed(watch: Pick<Watch, 'feeds'>, url: string): WatchFeed | undefined {
  return watch.feeds.find((feed) => likeness(feed.url) === likeness(url));
}

function likeness(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#.*$/, '')
    .replace(/\/$/, '')
    .replace(/^[^/]+/, (host) => host.toLowerCase());
}

/** Into the watch's own file; a worker takes it from there. @throws AppError */
export function addFeeds(config: Config, watchId: string, feeds: readonly WatchFeed[]): void {
  changeWatchFiles([{ file: watchFile(config, watchId), add: feeds }]);
}

/**
 * Out of the files of its watches, or of the one named.
 * @returns the watches it was taken from
 * @throws AppError when it is the last feed of one
 */
export function removeFeed(config: Config, url: string, watchId?: string): readonly Watch[] {
  const named = watchId === undefined ? config.watches : [chooseWatch(config, watchId)];
  const having = named.filter(({ feeds }) => feeds.some((feed) => feed.url === url));
  if (having.length === 0) throw new AppError(`${watchId ?? 'No watch'} does not have ${url}.`);
  changeWatchFiles(having.map(({ id }) => ({ file: watchFile(config, id), remove: [url] })));
  return having;
}

export interface Import {
  /** By id of the watch. */
  readonly added: ReadonlyMap<string, readonly WatchFeed[]>;
  /** Were there already, or are twice in the list. */
  readonly known: number;
}

/**
 * Adds the feeds of a list: all of them, or none when one cannot be added. Each goes into the watch named, else into
 * the watch whose title or id the folder around it bears, else into the only watch.
 *
 * @param list OPML, or an address a line
 * @throws ParseError when it is no list; AppError with every line that cannot be added, and why
 */
export function importFeeds(config: Config, list: Uint8Array, watchId?: string): Import {
  const into = watchId === undefined ? undefined : chooseWatch(config, watchId);
  const added = new Map<string, WatchFeed[]>();
  const mistakes: string[] = [];
  let known = 0;
  for (const { where, url, title, folders } of readFeedList(list)) {
    const address = webAddressOf(url);
    const watch = into ?? watchOfFolder(config, folders);
    if (address === null)
      mistakes.push(
        `${where}: ${url ? `"${url}" is not an http or https address` : 'it has no address (xmlUrl)'}`,
      );
    else if (!watch) mistakes.push(`${where}: no watch is called like its folder; say --watch`);
    else {
      const coming = added.get(watch.id) ?? [];
      if (sameFeed(watch, address) || sameFeed({ feeds: coming }, address)) known += 1;
      else
        added.set(watch.id, [...coming, { url: address, ...(title && title !== address ? { title } : {}) }]);
    }
  }
  if (mistakes.length > 0)
    throw new AppError(`Nothing was added. What is wrong:\n  ${mistakes.join('\n  ')}`);
  const changes = [...added].map(([id, add]): FileChange => ({ file: watchFile(config, id), add }));
  changeWatchFiles(changes);
  return { added, known };
}

/** Without a scheme it is https: `example.org/rss`. */
function webAddressOf(written: string): string | null {
  const bare = withoutFeedScheme(written);
  const text = /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)/.test(bare) ? `https://${bare}` : bare;
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && !/\s/.test(text) ? text : null;
}

function watchOfFolder({ watches }: Config, folders: readonly string[]): Watch | undefined {
  const named = folders.map((folder) => folder.toLowerCase());
  const found = watches.find(({ id, title }) => named.includes(id) || named.includes(title.toLowerCase()));
  return found ?? (watches.length === 1 ? watches[0] : undefined);
}

/** The feeds of all watches, or of one, as OPML: a watch a folder. */
export function exportFeeds(config: Config, watchId?: string): string {
  const watches = watchId === undefined ? config.watches : [chooseWatch(config, watchId)];
  const folders = watches.map(
    ({ title, feeds }): FeedFolder => ({
      title,
      feeds: feeds.map((feed) => ({ url: feed.url, title: feed.title ?? feed.url })),
    }),
  );
  return writeOpml('Feeds of Newswatch', folders);
}
