import type { Command } from 'commander';
import { openCatalogue } from '../app/catalogue.ts';
import { testFeed } from '../app/feed-test.ts';
import { createFeeds, type FeedStatus, type Feeds, findFeed } from '../app/feeds.ts';
import type { App } from '../app.ts';
import { addFeedSourceCommands } from './feed-sources.ts';
import { printTested } from './feed-tested.ts';
import { agoText, asksText, habitText, healthText, hubText, nextText } from './feed-words.ts';
import { withApp } from './people.ts';
import { bold, dim, good, printJson, printLine, table, warm } from './print.ts';
import { configOf } from './settings.ts';

interface JsonOption {
  readonly json?: boolean;
}

export function addFeedCommands(program: Command): void {
  const feed = program.command('feed').description('the feeds: add, remove, how they are, pause, try one');
  addFeedSourceCommands(feed);
  feed
    .command('list')
    .description('every feed and how it is')
    .option('--json', 'for programs')
    .action((options: JsonOption, command: Command) =>
      withApp(command, async (app) => list(await feedsOf(app).list(), options.json === true)),
    );
  feed
    .command('show <feed>')
    .description('all that is known of one: by address, id, title or a part of one of them')
    .option('--json', 'for programs')
    .action((wanted: string, options: JsonOption, command: Command) =>
      withApp(command, async (app) => {
        const feeds = feedsOf(app);
        const status = await feeds.show(feeds.find(wanted));
        if (options.json) printJson(status);
        else printLine(shown(status, new Date()));
      }),
    );
  feed
    .command('pause <feed>')
    .description('ask it no more, by schedule or by hand, till it is resumed')
    .action((wanted: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        const feeds = feedsOf(app);
        const found = feeds.find(wanted);
        await feeds.pause(found);
        printLine(good(`${found.title ?? found.url} is paused.`));
      }),
    );
  feed
    .command('resume <feed>')
    .description('ask it again, though it was paused, gone or failing')
    .action((wanted: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        const feeds = feedsOf(app);
        const found = feeds.find(wanted);
        await feeds.resume(found);
        printLine(good(`${found.title ?? found.url} is asked again at the next tick.`));
      }),
    );
  feed
    .command('test <url|feed>')
    .description('fetch and read it now, storing nothing; exit code 1 when it cannot be read')
    .option('--json', 'for programs')
    .action(async (wanted: string, options: JsonOption, command: Command) => {
      const config = configOf(command);
      const url = /^https?:\/\//i.test(wanted)
        ? wanted
        : findFeed(openCatalogue(config.watches).feeds(), wanted).url;
      const tested = await testFeed(config, url);
      if (options.json) printJson(tested);
      else printTested(tested, new Date());
    });
}

function feedsOf(app: App): Feeds {
  return createFeeds(app.catalogue, app.store);
}

function list(feeds: readonly FeedStatus[], json: boolean): void {
  const now = new Date();
  const rows = feeds.map(({ feed, state, paused }) => [
    feed.title ?? state.title ?? feed.url,
    `read ${agoText(state.lastSuccessAt, now)}`,
    `next ${nextText(state, paused, now)}`,
    habitText(state),
    healthText(state, paused, now),
  ]);
  if (json) printJson(feeds);
  else printLine(table(rows));
}

function shown({ feed, state, paused, push }: FeedStatus, now: Date): string {
  const { movedTo, asks } = state;
  const rows = [
    ['Address', feed.url],
    ...(movedTo ? [['Moved to', `${warm(movedTo)}; put it into the watch`]] : []),
    ['Id', feed.id],
    ['Watches', feed.watchIds.join(', ')],
    ['Health', healthText(state, paused, now)],
    ['Last asked', agoText(state.lastPollAt, now)],
    ['Last read', agoText(state.lastSuccessAt, now)],
    ['Newest item', agoText(state.lastItemAt, now)],
    ...(habitText(state) ? [['Habit', habitText(state)]] : []),
    ['It asks', asksText(asks) || dim('for nothing')],
    ...(push ? [['Hub', hubText(push, now)]] : []),
    ['Next poll', nextText(state, paused, now)],
  ];
  return `${bold(feed.title ?? state.title ?? feed.url)}\n${table(rows)}`;
}
