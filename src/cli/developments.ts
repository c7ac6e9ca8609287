import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { exportDevelopments } from '../app/exporting.ts';
import type { App } from '../app.ts';
import { AppError } from '../model/errors.ts';
import { withApp } from './people.ts';

interface ExportOptions {
  readonly format: 'csv' | 'jsonl';
}

export function addDevelopmentCommands(program: Command): void {
  program
    .command('developments')
    .description('what was found')
    .command('export <watch>')
    .description('all developments of a watch, the newest first, on standard output')
    .addOption(
      new Option('--format <format>', 'for a spreadsheet, or one JSON object a line')
        .choices(['csv', 'jsonl'])
        .default('jsonl'),
    )
    .action((watchId: string, options: ExportOptions, command: Command) =>
      withApp(command, (app) => write(app, watchId, options)),
    );
}

async function write(app: App, watchId: string, { format }: ExportOptions): Promise<void> {
  if (!app.catalogue.watch(watchId)) {
    const ids = app.catalogue.watches().map(({ id }) => id);
    throw new AppError(`There is no watch "${watchId}"; there is ${ids.join(', ')}.`);
  }
  for await (const part of exportDevelopments(app.store, watchId, format)) {
    if (!process.stdout.write(part)) await once(process.stdout, 'drain');
  }
}
