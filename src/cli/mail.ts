import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { heedIncoming } from '../app/incoming.ts';
import { checkMail, dnsRecords } from '../app/mail-check.ts';
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
    .action((_options: unknown, command: Command) =>
      withApp(command, async ({ store, people }) => {
        const raw = await text(process.stdin);
        const outcome = await heedIncoming({ store, people, clock: () => new Date() }, raw);
        if (outcome.kind === 'ignored') printLine(dim(`Ignored: ${outcome.why}`));
        else if (outcome.kind === 'unsubscribed') printLine(good(`${outcome.address} is unsubscribed.`));
        else if (outcome.kind === 'suspended')
          printLine(good(`${outcome.address} gets no more mail: ${outcome.reason}`));
        else printLine(dim(`Nothing changes for ${outcome.address}: ${outcome.reason}`));
      }),
    );
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
