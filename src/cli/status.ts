import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { FeedState } from '../model/feed.ts';
import { withApp } from './people.ts';
import { bad, bold, dim, good, printJson, printLine, table, warm } from './print.ts';

const LATEST = 5;

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('what is watched, how the feeds are, what waits; exit code 1 when Redis cannot be used')
    .option('--json', 'for programs')
    .action((options: { readonly json?: boolean }, command: Command) =>
      withApp(command, async (app) => {
        const status = await statusOf(app);
        if (options.json) printJson(status);
        else printLine(statusText(status));
        if (!status.redis.ok) process.exitCode = 1;
      }),
    );
}

type Status = Awaited<ReturnType<typeof statusOf>>;

async function statusOf(app: App) {
  const { redis, queues, workers } = await app.health();
  if (!redis.ok) return { redis, workers, queues, watches: [], feeds: [], subscribers: 0, mails: [] };
  const watches = app.catalogue
    .watches()
    .map(async ({ id, title }) => ({ id, title, ...(await app.store.counts(id)) }));
  const feeds = app.catalogue.feeds().map(async ({ id, url, title }) => ({
    id,
    url,
    ...(title ? { title } : {}),
    ...(await app.store.feedState(id)),
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
    queues,
    watches: await Promise.all(watches),
    feeds: await Promise.all(feeds),
    subscribers: await app.store.subscriberCount(),
    mails,
  };
}

function statusText(status: Status): string {
  const { redis, workers } = status;
  const lines = [
    `${bold('Redis')}     ${redis.ok ? good(redis.detail) : bad(redis.detail)}`,
    `${bold('Workers')}   ${workers > 0 ? good(String(workers)) : warm('none; newswatch start')}`,
    `${bold('Readers')}   ${status.subscribers > 0 ? status.subscribers : warm('none; newswatch subscribe you@example.org')}`,
  ];
  if (!redis.ok) return lines.slice(0, 1).join('\n');
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
    indented(status.feeds.map((feed) => [feed.title ?? feed.url, feedText(feed)])),
  );
  const queues = status.queues.map((q) => [
    q.queue,
    `${q.waiting} waiting`,
    `${q.active} active`,
    `${q.delayed} later`,
    `${q.failed} failed`,
  ]);
  lines.push('', bold('Queues'), indented(queues));
  if (status.mails.length > 0) {
    lines.push(
      '',
      bold('Latest mails'),
      indented(status.mails.map((m) => [m.createdAt, m.kind, m.state, m.subject])),
    );
  }
  return lines.join('\n');
}

function indented(rows: readonly (readonly string[])[]): string {
  return table(rows).replace(/^/gm, '  ');
}

function feedText(state: FeedState): string {
  if (state.gone) return bad('gone (410): asked to stop');
  if (state.failures > 0)
    return bad(
      `${state.error ?? 'failing'} (${state.failures} in a row, next try ${state.notBefore ?? 'soon'})`,
    );
  if (!state.lastSuccessAt) return dim('not polled yet');
  return good(`read ${state.lastSuccessAt}`);
}
