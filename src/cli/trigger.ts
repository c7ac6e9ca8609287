import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { outboxFolder } from '../app/sending.ts';
import type { App, Ended, JobProgress, Trigger, Work } from '../app.ts';
import { AppError } from '../model/errors.ts';
import type { Feed } from '../model/feed.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { Subscriber } from '../model/mail.ts';
import { counted } from '../model/words.ts';
import { heldText, outcomeText, summaryText } from './outcomes.ts';
import { withApp } from './people.ts';
import { dim, printJson, printLine, printNote, startProgress } from './print.ts';

interface PollOptions {
  readonly all?: boolean;
  readonly wait?: boolean;
  readonly json?: boolean;
}

interface DigestOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addTriggerCommands(program: Command): void {
  program
    .command('poll [feed|watch]')
    .description('ask feeds now, by address, feed id or watch; exit code 1 when one failed')
    .option('--all', 'every feed')
    .option('--wait', 'wait till all that follows is read, compared and mailed')
    .option('--json', 'for programs: how every job ended')
    .action((target: string | undefined, options: PollOptions, command: Command) =>
      withApp(command, (app) => poll(app, target, options)),
    );
  program
    .command('digest [subscriber]')
    .description('send the digest now, to an address, though it is not due')
    .option('--all', 'to every subscriber')
    .option('--dry-run', 'print it, send nothing')
    .option('--json', 'for programs')
    .action((address: string | undefined, options: DigestOptions, command: Command) =>
      withApp(command, (app) => digest(app, address, options)),
    );
}

async function poll(app: App, target: string | undefined, options: PollOptions): Promise<void> {
  const feeds = feedsOf(app, target, options.all === true);
  await untilFollowed(app, feeds);
  const feedIds = feeds.map(({ id }) => id);
  const others = { feedIds, watchIds: feeds.flatMap(({ watchIds }) => watchIds) };
  const jobs = feedIds.map((feedId) => ({ feedId, force: true }));
  const ends = await runByHand(app, 'poll-feed', jobs, options.wait ? { all: true, others } : {});
  if (options.json) printJson(ends);
  else {
    for (const end of ends.filter(({ name }) => name === 'poll-feed'))
      printLine(outcomeText(end, app.catalogue));
    if (options.wait) printLine(summaryText(ends) + whereText(app, ends));
    const { heldAlerts } = await app.store.backlog();
    if (heldAlerts > 0) printLine(`${counted(heldAlerts, 'alert')} ${heldText(heldAlerts)}`);
  }
  const failed = (end: Ended) =>
    end.kind === 'failed' || (end.kind === 'finished' && end.outcome.kind === 'failed');
  if (ends.some((end) => end.name === 'poll-feed' && failed(end))) process.exitCode = 1;
}

/** Without a mail server nobody would look for the mails in a folder. */
function whereText({ config }: App, ends: readonly Ended[]): string {
  const mailed = ends.some(
    (end) => end.kind === 'finished' && end.name === 'deliver' && end.outcome.kind === 'sent',
  );
  return mailed && !config.settings.mail.smtp ? `\nThe mails are in ${outboxFolder(config)}` : '';
}

/** A running worker takes a new watch within seconds; asked earlier it would not know the feed. */
async function untilFollowed(app: App, feeds: readonly Feed[]): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const reports = await app.store.processReports().catch(() => []);
    if (reports.every((report) => feeds.every(({ id }) => report.feeds.includes(id)))) return;
    await sleep(500);
  }
  throw new AppError(
    'A running process does not take these feeds; newswatch status shows what it goes by and why.',
  );
}

function feedsOf(app: App, target: string | undefined, all: boolean): readonly Feed[] {
  const feeds = app.catalogue.feeds();
  if (all) return feeds;
  if (target === undefined) throw new AppError('Name a feed or a watch, or say --all.');
  const found = feeds.filter(
    ({ id, url, watchIds }) => id === target || url === target || watchIds.includes(target),
  );
  if (found.length > 0) return found;
  const watches = app.catalogue.watches().map((watch) => watch.id);
  throw new AppError(`No feed and no watch is called "${target}". Watches: ${watches.join(', ')}.`);
}

async function digest(app: App, address: string | undefined, options: DigestOptions): Promise<void> {
  const readers = await readersOf(app, address, options.all === true);
  if (options.dryRun) {
    for (const reader of readers) {
      const mail = await app.previewDigest(reader);
      if (options.json) printJson(mail);
      else
        printLine(
          mail ? `Subject: ${mail.subject}\n\n${mail.text}` : `${reader.mailbox.address}: nothing new.`,
        );
    }
    return;
  }
  const jobs = readers.map((reader) => ({ subscriberId: reader.id, force: true }));
  const ends = await runByHand(app, 'send-digest', jobs, { all: true });
  if (options.json) return printJson(ends);
  for (const end of ends) printLine(outcomeText(end, app.catalogue));
}

async function readersOf(
  app: App,
  address: string | undefined,
  all: boolean,
): Promise<readonly Subscriber[]> {
  if (!all && address === undefined) throw new AppError('Name a subscriber by address, or say --all.');
  const active = (await app.people.list()).filter((reader) => reader.status === 'active');
  if (all) return active;
  const wanted = address?.toLowerCase();
  const found = active.filter(
    ({ id, mailbox }) => id === address || mailbox.address.toLowerCase() === wanted,
  );
  if (found.length > 0) return found;
  throw new AppError(`${address} is not subscribed; newswatch subscribers lists who is.`);
}

/**
 * Runs jobs by hand and waits for their outcome, with `all` for what follows from them too, and for `others` on them.
 * Where no worker runs, this process works them off itself.
 */
async function runByHand<Name extends JobName>(
  app: App,
  name: Name,
  data: readonly JobData[Name][],
  { all = false, others }: { readonly all?: boolean; readonly others?: Work },
): Promise<readonly Ended[]> {
  const { redis, workers } = await app.health();
  if (!redis.ok) throw new AppError(redis.detail);
  const alone = workers === 0;
  if (alone) {
    printNote(dim('No worker is running; this command does the work itself.'));
    await app.startWorker({ schedules: false, holdMs: 0 });
  }
  const trigger = await app.trigger();
  const progress = startProgress();
  try {
    const tally = { ended: 0, open: 0 };
    const told = (step: JobProgress) => {
      tally.ended += 1;
      progress.update(`${tally.ended} jobs done, ${step.open} to go: ${step.ended.name}`);
    };
    // What this process alone works off must not be left half done.
    const wait = all || alone;
    const ends = (await Promise.all(data.map((one) => runOne(trigger, name, one, told, wait)))).flat();
    return others ? [...ends, ...(await trigger.waitForOthers(others, told))] : ends;
  } finally {
    progress.end();
  }
}

async function runOne<Name extends JobName>(
  trigger: Trigger,
  name: Name,
  data: JobData[Name],
  told: (progress: JobProgress) => void,
  wait: boolean,
): Promise<readonly Ended[]> {
  if (wait) return trigger.runAndWait(name, data, told);
  const enough = new AbortController();
  const first = Promise.withResolvers<readonly Ended[]>();
  const all = trigger.runAndWait(
    name,
    data,
    (progress) => {
      told(progress);
      first.resolve([progress.ended]);
      enough.abort();
    },
    enough.signal,
  );
  all.then(first.resolve, first.reject);
  return first.promise;
}
