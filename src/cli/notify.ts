import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { Channel, ChannelState } from '../model/channel.ts';
import { AppError } from '../model/errors.ts';
import { withApp } from './people.ts';
import { bad, dim, good, printJson, printLine, table, warm } from './print.ts';

interface ListOptions {
  readonly json?: boolean;
}

export function addNotifyCommands(program: Command): void {
  const notify = program.command('notify').description('webhooks and ntfy topics');
  notify
    .command('list')
    .description('which there are, which watches send to them, and how they are')
    .option('--json', 'for programs')
    .action((options: ListOptions, command: Command) => withApp(command, (app) => list(app, options)));
  notify
    .command('test <name>')
    .description('send a test message now; exit code 1 when it is not taken')
    .action((name: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        printLine(good(`${name} took it: ${await app.testChannel(channelOf(app, name))}`));
      }),
    );
  notify
    .command('enable <name>')
    .description('send again to one that had answered 410, or is waited for because it fails')
    .action((name: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        await app.store.saveChannelState(channelOf(app, name).id, null);
        printLine(good(`${name} is sent what is new from now on.`));
      }),
    );
  notify
    .command('secret <name>')
    .description('the secrets that sign what a webhook is sent, for its receiver')
    .action((name: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        for (const secret of await app.channelSecrets(channelOf(app, name))) printLine(secret);
      }),
    );
}

/** How each channel is, for lists and the status. */
export async function channelRows(app: App) {
  const rows = app.config.channels.map(async (channel) => ({
    name: channel.name,
    kind: channel.kind,
    host: new URL(channel.url).host,
    watches: app.catalogue
      .watches()
      .filter(({ notify }) => notify?.includes(channel.name))
      .map(({ id }) => id),
    trouble: await app.store.channelState(channel.id),
  }));
  return Promise.all(rows);
}

export function channelText({ trouble }: { readonly trouble: ChannelState | null }): string {
  if (trouble === null) return good('well');
  if (trouble.state === 'disabled') return bad(`disabled: ${trouble.error} (newswatch notify enable)`);
  return warm(`fails since ${trouble.since}: ${trouble.error}; tried again at ${trouble.notBefore}`);
}

async function list(app: App, { json = false }: ListOptions): Promise<void> {
  const rows = await channelRows(app);
  if (json) return printJson(rows);
  if (rows.length === 0)
    return printLine('None. They are set under "notify" in newswatch.yaml; see docs/webhooks.md.');
  printLine(
    table(
      rows.map((row) => [
        row.name,
        row.kind,
        row.host,
        row.watches.join(',') || dim('in no watch'),
        channelText(row),
      ]),
    ),
  );
}

function channelOf(app: App, name: string): Channel {
  const channel = app.config.channels.find((one) => one.name === name);
  if (channel) return channel;
  const known = app.config.channels.map((one) => one.name).join(', ') || 'none';
  throw new AppError(`There is no channel "${name}" under notify in newswatch.yaml; there is ${known}.`);
}
