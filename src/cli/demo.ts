import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Demo, openDemo } from '../app/demo.ts';
import { openLog } from '../app/log.ts';
import { outboxFolder } from '../app/sending.ts';
import { type App, openApp } from '../app.ts';
import { demoStories } from '../config/demo-stories.ts';
import type { Subscriber } from '../model/mail.ts';
import { demoLines } from './demo-lines.ts';
import { printSummary } from './demo-summary.ts';
import { bold, dim, printLine, printNote } from './print.ts';
import { port } from './run.ts';
import { configOf, ROOT } from './settings.ts';
import { untilStopped } from './stop.ts';

interface DemoCommandOptions {
  readonly once?: boolean;
  readonly fresh?: boolean;
  readonly pace: number;
  readonly port?: number;
  readonly to: string;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo [story...]')
    .description(
      'play labelled stories from a newsroom on this machine, through the worker of production, till Ctrl-C',
    )
    .option('--once', 'end with the story, and sum it up')
    .option('--fresh', 'begin anew, though the last demo was not finished')
    .option('--pace <ms>', 'from one article to the next at least', pace, 600)
    .option('--port <number>', "the page's port (default: as configured, else any free one)", port)
    .option('--to <address>', 'who gets the mails', 'reader@newswatch.example')
    .action(demo);
}

function pace(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 100 || value > 60_000) {
    throw new InvalidArgumentError('It is a number of milliseconds from 100 to 60000.');
  }
  return value;
}

async function demo(
  stories: readonly string[],
  options: DemoCommandOptions,
  command: Command,
): Promise<void> {
  const stopped = untilStopped();
  const demo = await openDemo({
    config: configOf(command),
    stories: stories.length > 0 ? stories.map((story) => path.resolve(story)) : demoStories(ROOT),
    paceMs: options.pace,
    fresh: options.fresh ?? false,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const app = await openApp({
    config: demo.config,
    logger: openLog('silent'),
    clock: demo.clock.now,
    say: (line) => printNote(dim(line)),
  });
  const saving = setInterval(demo.saveProgress, 200);
  try {
    const reader = await subscribeReader(app, options.to);
    await printOpening(app, demo);
    await app.startWorker({ observe: demoLines(app, demo.clock.now), sweepEveryMs: 500, spreadMs: 0 });
    const over = play(app, demo, reader, options.pace).then(() => printSummary(app, demo, reader));
    // What is being played when it is stopped ends with the app, as it may.
    await Promise.race([options.once ? over : over.then(() => stopped), stopped]);
  } finally {
    clearInterval(saving);
    await app.close();
    await demo.newsroom.close();
  }
}

async function subscribeReader(app: App, address: string): Promise<Subscriber> {
  return app.people.subscribe({
    address,
    watchIds: app.config.watches.map((watch) => watch.id),
    alerts: true,
    digest: 'daily',
    hour: 7,
    timezone: 'UTC',
  });
}

async function printOpening(app: App, demo: Demo): Promise<void> {
  const { url: page } = await app.startWeb();
  const { watches, settings } = app.config;
  const feeds = demo.newsroom.feeds.length;
  printLine(bold('Newswatch demo: months of news in a minute, through the worker of production'));
  for (const { title, baseline } of watches)
    printLine(`  watching  ${title} (${baseline.length} documents known)`);
  printLine(
    `  newsroom  ${demo.newsroom.url} (${feeds} feeds, one of them broken; ${demo.articles} articles to come)`,
  );
  printLine(`  page      ${bold(page)}`);
  printLine(`  mails     ${settings.mail.smtp ? 'by SMTP' : outboxFolder(app.config)}`);
  if (demo.resumedAt) {
    printLine(
      dim(
        `  Going on on ${demo.resumedAt.toISOString().slice(0, 10)}, where the last demo was stopped; --fresh begins anew.`,
      ),
    );
  }
  printLine();
}

/** Publishes one article after the other, each when what followed from the one before has ended, and sees the last one through. */
async function play(app: App, demo: Demo, reader: Subscriber, paceMs: number): Promise<void> {
  while (demo.clock.leap()) {
    await sleep(paceMs);
    await app.drain();
  }
  const trigger = await app.trigger();
  const feeds = app.catalogue.feeds();
  await Promise.all(feeds.map(({ id }) => trigger.runAndWait('poll-feed', { feedId: id, force: true })));
  await app.drain();
  await trigger.runAndWait('send-digest', { subscriberId: reader.id, force: true });
  demo.finish();
}
