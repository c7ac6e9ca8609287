import type { Command } from 'commander';
import { type App, openApp } from '../app.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { agoText, healthText } from './feed-words.ts';
import { channelRows, channelText } from './notify.ts';
import { heldText } from './outcomes.ts';
import { bad, bold, good, printJson, printLine, table, warm } from './print.ts';
import { configAsFarAsItGoes } from './settings.ts';

const LATEST = 5;

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('what is watched, how the feeds are, what waits; exit code 1 when Redis cannot be used')
    .option('--json', 'for programs')
    .action((options: { readonly json?: boolean }, command: Command) =>
      showStatus(command, options.json === true),
    );
}

async function showStatus(command: Command, json: boolean): Promise<void> {
  const { config, mistakes } = configAsFarAsItGoes(command);
  const app = await openApp({ config });
  try {
    const status = { ...(await statusOf(app)), mistakes };
    if (json) printJson(status);
    else printLine(statusText(status));
    if (!status.redis.ok) process.exitCode = 1;
  } finally {
    await app.close();
  }
}

type Status = Awaited<ReturnType<typeof statusOf>> & { readonly mistakes: readonly ConfigMistake[] };

async function statusOf(app: App) {
  const { redis, queues, workers, alertsHeld } = await app.health();
  const nothing = { processes: [], watches: [], feeds: [], subscribers: 0, channels: [], mails: [] };
  if (!redis.ok) return { redis, workers, alertsHeld, queues, ...nothing };
  const watches = app.catalogue
    .watches()
    .map(async ({ id, title }) => ({ id, title, ...(await app.store.counts(id)) }));
  const feeds = app.catalogue.feeds().map(async ({ id, url, title }) => ({
    id,
    url,
    ...(title ? { title } : {}),
    ...(await app.store.feedState(id)),
    paused: await app.store.isFeedPaused(id),
  }));
  const mails = (await app.store.deliveries(LATEST)).map(
    ({ id, kind, state, message, createdAt, response }) => ({
      id,
      kind,
      state,
      subject: message.subject,
      createdAt,
      ...(response ? { response } : {}),
    }),
  );
  return {
    redis,
    workers,
    alertsHeld,
    queues,
    processes: await app.store.processReports(),
    watches: await Promise.all(watches),
    feeds: await Promise.all(feeds),
    subscribers: await app.store.subscriberCount(),
    channels: await channelRows(app),
    mails,
  };
}

function statusText(status: Status): string {
  const { redis, workers } = status;
  const lines = [
    `${bold('Redis')}     ${redis.ok ? good(redis.detail) : bad(redis.detail)}`,
    ...mistakeLines(status),
  ];
  if (!redis.ok) return lines.join('\n');
  lines.push(
    `${bold('Workers')}   ${workers > 0 ? good(String(workers)) : warm('none; newswatch start')}`,
    `${bold('Readers')}   ${status.subscribers > 0 ? status.subscribers : warm('none; newswatch subscribe you@example.org')}`,
    ...(status.alertsHeld > 0
      ? [`${bold('Alerts')}    ${status.alertsHeld} ${heldText(status.alertsHeld)}`]
      : []),
  );
  lines.push('', bold('Watches'));
  lines.push(
    indented(
      status.watches.map((w) => [
        w.id,
        `${w.articles} articles`,
        `${w.developments} developments`,
        `${w.withheld} withheld`,
        w.title,
      ]),
    ),
  );
  lines.push(
    '',
    bold('Feeds'),
    indented(status.feeds.map((feed) => [feed.title ?? feed.url, ...feedTexts(feed)])),
  );
  const queues = status.queues.map((q) => [
    q.queue,
    `${q.waiting} waiting`,
    `${q.active} active`,
    `${q.delayed} later`,
    `${q.failed} failed`,
  ]);
  lines.push('', bold('Queues'), indented(queues));
  if (status.channels.length > 0) {
    const channels = status.channels.map((one) => [one.name, one.kind, one.host, channelText(one)]);
    lines.push('', bold('Webhooks and ntfy'), indented(channels));
  }
  if (status.mails.length > 0) {
    lines.push(
      '',
      bold('Latest mails'),
      indented(status.mails.map((m) => [m.createdAt, m.kind, m.state, m.subject])),
    );
  }
  return lines.join('\n');
}

function mistakeLines({ mistakes, processes }: Status): readonly string[] {
  if (mistakes.length === 0) return [];
  const told = bad(indented(new ConfigError(mistakes).message));
  const kept = processes.filter((process) => process.mistakes.length > 0).length;
  const goesOn = kept > 0 ? `; ${counted(kept, 'process', 'processes')} running on what stood before` : '';
  return [`${bold('Mistakes')}  ${bad(`${mistakes.length}, not taken`)}${goesOn}`, told];
}

function indented(rows: readonly (readonly string[])[] | string): string {
  return (typeof rows === 'string' ? rows : table(rows)).replace(/^/gm, '  ');
}

function feedTexts({ paused, ...state }: Status['feeds'][number]): readonly string[] {
  const now = new Date();
  return [`read ${agoText(state.lastSuccessAt, now)}`, healthText(state, paused, now)];
}
