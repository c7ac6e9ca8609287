import type { Command } from 'commander';
import type { Transferred } from '../app/transfer.ts';
import { counted } from '../model/words.ts';
import { withApp } from './people.ts';
import { good, printLine, printNote } from './print.ts';

export function addTransferCommands(program: Command): void {
  program
    .command('export <file>')
    .description('everything that is kept and queued, to a file; the worker has to be stopped')
    .action((file: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        printLine(good(`${file}: ${wordsOf(await app.exportTo(file))}.`));
        printNote('It holds addresses and the key of the links in mails: keep it as you keep a password.');
      }),
    );
  program
    .command('import <file>')
    .description('what export wrote, into an empty Redis; a damaged file changes nothing')
    .action((file: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        printLine(good(`${wordsOf(await app.importFrom(file))} are here now.`));
      }),
    );
}

function wordsOf({ keys, jobs }: Transferred): string {
  return `${counted(keys, 'record')} and ${counted(jobs, 'job')} to be done`;
}
