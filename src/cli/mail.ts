import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { heedIncoming, type IncomingOutcome } from '../app/incoming.ts';
import { checkMail, dnsRecords } from '../app/mail-check.ts';
import { heedMaildir } from '../app/maildir.ts';
import type { App } from '../app.ts';
import { withApp } from './people.ts';
import { bad, bold, dim, good, printLine } from './print.ts';
import { configOf } from './settings.ts';

export function addMailCommands(program: Command): void {
  const mail = program.command('mail').description('sending mail');
  mail
    .command('test <address>')
    .description('connect, log in and send one mail; print what SPF, DKIM and DMARC should say')
    .action((address: string, _options: unknown, command: Command) => test(command, address));
  program
    .command('bounce')
    .description('read a mail from standard input that came back, or one that unsubscribes')
    .option('--maildir <folder>', 'read every new mail of a Maildir instead, and mark it as seen')
    .action((options: { readonly maildir?: string }, command: Command) =>
      withApp(command, (app) => bounce(app, options.maildir)),
    );
}

async function bounce({ store, people }: App, maildir: string | undefined): Promise<void> {
  const heed = (raw: string) => heedIncoming({ store, people, clock: () => new Date() }, raw);
  if (maildir === undefined) return printLine(outcomeText(await heed(await text(process.stdin))));
  let count = 0;
  for await (const { file, outcome } of heedMaildir(path.resolve(maildir), heed)) {
    printLine(`${file}: ${outcomeText(outcome)}`);
    count += 1;
  }
  printLine(dim(count === 0 ? 'No new mail.' : `${count} read.`));
}

function outcomeText(outcome: IncomingOutcome): string {
  switch (outcome.kind) {
    case 'ignored':
      return dim(`Ignored: ${outcome.why}`);
    case 'unsubscribed':
      return good(`${outcome.address} is unsubscribed.`);
    case 'suspended':
      return good(`${outcome.address} gets no more mail: ${outcome.reason}`);
    case 'passing':
      return dim(`Nothing changes for ${outcome.address}: ${outcome.reason}`);
  }
}

async function test(command: Command, address: string): Promise<void> {
  const config = configOf(command);
  const { steps } = await checkMail(config, address);
  for (const { step, ok, detail } of steps) {
    printLine(`${ok ? good('ok    ') : bad('failed')}  ${step}: ${detail}`);
  }
  printLine(`\n${bold('What the DNS of the sender should say')}`);
  for (const { what, name, type, value, note } of dnsRecords(config)) {
    printLine(`${what}: ${dim(note)}\n  ${name}. ${type} "${value}"`);
  }
  if (steps.some(({ step, ok }) => !ok && step !== 'encryption')) process.exitCode = 1;
}
