import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { discoverFeed } from '../app/feed-discovery.ts';
import {
  addFeeds,
  chooseWatch,
  exportFeeds,
  importFeeds,
  removeFeed,
  sameFeed,
  watchFile,
} from '../app/feed-watches.ts';
import { findFeed } from '../app/feeds.ts';
import { leaveHub, openHubClient } from '../app/hubs.ts';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { bringsText } from './feed-tested.ts';
import { withApp } from './people.ts';
import { good, printLine, printNote, table, warm } from './print.ts';
import { configOf } from './settings.ts';

interface WatchOption {
  readonly watch?: string;
}

const MAX_TITLE = 120;

/** The commands that change which feeds a watch has: all of them change its `watch.yaml`. */
export function addFeedSourceCommands(feed: Command): void {
  feed
    .command('add <address>')
    .description(
      "find the feed of a site and write it into a watch's file; exit code 1 when there is none or a choice",
    )
    .option('--watch <id>', 'which watch; needed when there are several')
    .option('--title <title>', "how it is called (default: the feed's own title)")
    .option('--guess', 'where the page names no feed, try the usual addresses')
    .action((address: string, options: AddOptions, command: Command) =>
      add(configOf(command), address, options),
    );
  feed
    .command('remove <feed>')
    .description("take it out of its watches' files, by address, id, title or a part of one of them")
    .option('--watch <id>', 'out of this one alone')
    .action((wanted: string, { watch }: WatchOption, command: Command) =>
      withApp(command, async ({ config, catalogue, store }) => {
        const found = findFeed(catalogue.feeds(), wanted);
        const from = removeFeed(config, found.url, watch).map(({ id }) => id);
        if (found.watchIds.every((id) => from.includes(id))) {
          const hubs = openHubClient(config, await store.secret());
          const left = await leaveHub(hubs, store, found.id).finally(() => hubs?.close());
          await store.forgetFeed(found.id);
          if (left) printNote('Its hub was asked to tell no more of it.');
        }
        printLine(good(`${found.title ?? found.url} is taken out of ${from.join(', ')}.`));
      }),
    );
  feed
    .command('import <file>')
    .description('add the feeds of an OPML file, or of a list with an address a line; - reads standard input')
    .option('--watch <id>', 'into this one (default: the one called like the folder, else the only one)')
    .action((file: string, { watch }: WatchOption, command: Command) =>
      importList(configOf(command), file, watch),
    );
  feed
    .command('export')
    .description('the feeds as OPML, a watch a folder')
    .option('--watch <id>', 'of this one alone')
    .action(({ watch }: WatchOption, command: Command) => {
      process.stdout.write(exportFeeds(configOf(command), watch));
    });
}

interface AddOptions extends WatchOption {
  readonly title?: string;
  readonly guess?: boolean;
}

async function add(
  config: Config,
  address: string,
  { watch: wanted, title, guess = false }: AddOptions,
): Promise<void> {
  const watch = chooseWatch(config, wanted);
  const found = await discoverFeed(config, address, { guess });
  if (found.kind === 'several') {
    printNote(warm(`${address} names ${found.candidates.length} feeds; add one of them:`));
    printLine(table(found.candidates.map((each) => [each.url, each.title])));
    process.exitCode = 1;
    return;
  }
  const { feed } = found;
  // Where it moved for good; a passing redirect is followed each time.
  const url = feed.movedTo ?? feed.url;
  const known = sameFeed(watch, url);
  if (known) throw new AppError(`${watch.id} has it already: ${known.url}`);
  const name = title ?? feed.title?.slice(0, MAX_TITLE);
  addFeeds(config, watch.id, [{ url, ...(name ? { title: name } : {}) }]);
  printLine(good(`${name ?? url} is added to ${watch.id}: ${bringsText(feed)}.`));
  printLine(
    `${url}\nIt stands in ${shortened(watchFile(config, watch.id))}; a worker that runs takes it from there.`,
  );
}

function importList(config: Config, file: string, watchId: string | undefined): void {
  const name = file === '-' ? 'standard input' : file;
  try {
    const { added, known } = importFeeds(config, readFileSync(file === '-' ? 0 : file), watchId);
    for (const [id, feeds] of added) printLine(good(`${counted(feeds.length, 'feed')} added to ${id}.`));
    if (known > 0) printLine(`${counted(known, 'feed')} known already.`);
  } catch (error) {
    throw new AppError(`${name}: ${whyUnread(error)}`, { cause: error });
  }
}

const UNREAD: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'it may not be read',
};

function whyUnread(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return UNREAD[code] ?? (error instanceof Error ? error.message : String(error));
}

/** As seen from where the command was given. */
function shortened(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
