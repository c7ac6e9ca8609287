import { type Command, InvalidArgumentError } from 'commander';
import { openLog } from '../app/log.ts';
import { contactOf } from '../app/reading.ts';
import { outboxFolder } from '../app/sending.ts';
import { VERSION } from '../app/version.ts';
import { type App, openApp } from '../app.ts';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { addPasswordCommand } from './password.ts';
import { bold, dim, printNote, table, warm } from './print.ts';
import { configOf } from './settings.ts';
import { untilStopped } from './stop.ts';

const NO_CONTACT =
  'Sites are not told whom to write to: set NEWSWATCH_CONTACT (net.contact) to a mail or web address of yours.';

interface Parts {
  readonly worker: boolean;
  readonly web: boolean;
}

export function addRunCommands(program: Command): void {
  program
    .command('start')
    .description('the worker and the page, till Ctrl-C')
    .option('--port <number>', "the page's port", port)
    .action((options: PortOption, command: Command) => run(command, { worker: true, web: true }, options));
  program
    .command('worker')
    .description('the worker alone: polls, reads, compares and mails')
    .action((_options: unknown, command: Command) => run(command, { worker: true, web: false }, {}));
  const web = program
    .command('web')
    .description('the page alone')
    .option('--port <number>', "the page's port", port)
    .action((options: PortOption, command: Command) => run(command, { worker: false, web: true }, options));
  addPasswordCommand(web);
}

interface PortOption {
  readonly port?: number;
}

export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('It is a number from 0 to 65535.');
  }
  return value;
}

async function run(command: Command, parts: Parts, options: PortOption): Promise<void> {
  const config = withPort(configOf(command), options.port);
  const stopped = untilStopped();
  const app = await openApp({ config, logger: openLog(config.settings.log.level), say: printNote });
  try {
    const page = parts.web ? await startPage(app) : null;
    await printBanner(app, page?.url);
    if (parts.worker) {
      if (!contactOf(config)) printNote(warm(`  ${NO_CONTACT}`));
      await app.startWorker();
    }
    await app.followFiles();
    await stopped;
    printNote('Stopping: running jobs finish first.');
  } finally {
    await app.close();
  }
}

async function startPage(app: App) {
  try {
    return await app.startWeb();
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    const { host, port } = app.config.settings.web;
    const hint = 'choose another by --port or NEWSWATCH_WEB_PORT';
    const who = 'another program, or by a Newswatch that runs already (bin/newswatch status)';
    throw new AppError(`${host}:${port} is taken by ${who}; ${hint}.`, { cause });
  }
}

/** Whether listening failed because another program has the port. */
function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}

function withPort(config: Config, wanted: number | undefined): Config {
  if (wanted === undefined) return config;
  const { settings } = config;
  return { ...config, settings: { ...settings, web: { ...settings.web, port: wanted } } };
}

/** What runs, where to look, and what is still to be done. */
async function printBanner(app: App, url: string | undefined): Promise<void> {
  const { config } = app;
  const rows = config.watches.map((watch) => [
    'watching',
    `${watch.title} (${watch.id}: ${counted(watch.feeds.length, 'feed')}, ${counted(watch.baseline.length, 'document')})`,
  ]);
  rows.push(['redis', app.redisHome.description]);
  rows.push([
    'mails',
    config.settings.mail.smtp ? 'by SMTP' : `to files in ${outboxFolder(config)} (no SMTP_URL is set)`,
  ]);
  if (url) rows.push(['page', bold(url)]);
  printNote(`${bold(`Newswatch ${VERSION}`)}\n${table(rows).replace(/^/gm, '  ')}`);
  const readers = await app.people.list().catch(() => null);
  if (readers && !readers.some((reader) => reader.status === 'active')) {
    printNote(dim(`  Nobody gets mails yet: newswatch subscribe you@example.org`));
  }
}
