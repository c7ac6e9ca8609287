import type { Command } from 'commander';
import { counted } from '../model/words.ts';
import { good, printLine } from './print.ts';
import { configOf } from './settings.ts';

export function addConfigCommand(program: Command): void {
  const config = program.command('config').description('the configuration');
  config
    .command('check')
    .description('read all of it and tell every mistake at once; exit code 1 when there is one')
    .action((_options: unknown, command: Command) => {
      const { watches } = configOf(command);
      for (const watch of watches) {
        printLine(
          `${watch.id}: ${counted(watch.baseline.length, 'document')}, ${counted(watch.feeds.length, 'feed')} — ${watch.title}`,
        );
      }
      printLine(good('The configuration is right.'));
    });
}
