import { type Command, InvalidArgumentError, Option } from 'commander';
import { type App, openApp } from '../app.ts';
import { AppError } from '../model/errors.ts';
import { DATE_LANGUAGES } from '../model/language.ts';
import type { DigestFrequency, Subscriber } from '../model/mail.ts';
import { good, printJson, printLine, table } from './print.ts';
import { configOf } from './settings.ts';

const FREQUENCIES: readonly DigestFrequency[] = ['off', 'hourly', 'daily', 'weekdays', 'weekly'];

interface SubscribeOptions {
  readonly watch?: readonly string[];
  readonly name?: string;
  readonly alerts: boolean;
  readonly digest: DigestFrequency;
  readonly hour: number;
  readonly timezone: string;
  readonly language?: string;
  readonly confirm?: boolean;
}

export function addPeopleCommands(program: Command): void {
  program
    .command('subscribe <address>')
    .description('mail developments to an address; run it again to change what it gets')
    .option('--watch <id...>', 'which watches (default: all)')
    .option('--name <name>', 'the name beside the address')
    .option('--no-alerts', 'no mails at once, the digest only')
    .addOption(new Option('--digest <frequency>', 'how often').choices(FREQUENCIES).default('daily'))
    .option('--hour <0-23>', "the digest's local hour", hour, 7)
    .option('--timezone <zone>', 'like Europe/Berlin', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .addOption(new Option('--language <tag>', 'of dates in mails, like de').choices(DATE_LANGUAGES))
    .option('--confirm', 'mail a link first; nothing else is sent before its owner confirms')
    .action((address: string, options: SubscribeOptions, command: Command) =>
      withApp(command, (app) => subscribe(app, address, options)),
    );
  program
    .command('unsubscribe <address>')
    .description('mail nothing more to an address')
    .action((address: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        await app.people.unsubscribe(address);
        printLine(good(`${address} gets no more mails.`));
      }),
    );
  program
    .command('subscribers')
    .description('who gets mails')
    .option('--json', 'for programs')
    .action((options: { readonly json?: boolean }, command: Command) =>
      withApp(command, async (app) => list(await app.people.list(), options.json === true)),
    );
}

function hour(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 23)
    throw new InvalidArgumentError('It is a number from 0 to 23.');
  return value;
}

/** Opens the app for a command and closes it whatever happens. */
export async function withApp(command: Command, run: (app: App) => Promise<void>): Promise<void> {
  const app = await openApp({ config: configOf(command) });
  try {
    await run(app);
  } finally {
    await app.close();
  }
}

async function subscribe(app: App, address: string, options: SubscribeOptions): Promise<void> {
  const known = app.config.watches.map((watch) => watch.id);
  const watchIds = options.watch ?? known;
  const unknown = watchIds.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new AppError(`There is no watch "${unknown.join('", "')}"; there is ${known.join(', ')}.`);
  }
  const { watch: _, name, confirm, ...wishes } = options;
  const wish = { address, watchIds, ...wishes, ...(name ? { name } : {}) };
  if (confirm) {
    await app.readers.ask(wish);
    return printLine(
      good(`The worker mails ${address} a link to confirm; nothing else is sent before that.`),
    );
  }
  const subscriber = await app.people.subscribe(wish);
  printLine(
    good(
      `${subscriber.mailbox.address} is subscribed to ${subscriber.watchIds.join(', ')}: ${wishesText(subscriber)}.`,
    ),
  );
}

function wishesText(subscriber: Subscriber): string {
  const alerts = subscriber.alerts
    ? `alerts at once, ${subscriber.maxAlertsPerDay} a day at most`
    : 'no alerts';
  if (subscriber.digest === 'off') return `${alerts}; no digest`;
  const when =
    subscriber.digest === 'hourly'
      ? ''
      : ` at ${String(subscriber.hour).padStart(2, '0')}:00 ${subscriber.timezone}`;
  return `${alerts}; ${subscriber.digest} digest${when}`;
}

function statusText({ status, suspended, snoozeUntil = '' }: Subscriber): string {
  if (status === 'suspended' && suspended) return `suspended: ${suspended.reason.slice(0, 60)}`;
  return status === 'active' && snoozeUntil > new Date().toISOString()
    ? `paused till ${snoozeUntil.slice(0, 10)}`
    : status;
}

function list(subscribers: readonly Subscriber[], json: boolean): void {
  if (json) printJson(subscribers);
  else if (subscribers.length === 0) printLine('Nobody yet. newswatch subscribe you@example.org');
  else
    printLine(
      table(subscribers.map((s) => [s.mailbox.address, statusText(s), s.watchIds.join(','), wishesText(s)])),
    );
}
