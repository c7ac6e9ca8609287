import path from 'node:path';
import type { Command } from 'commander';
import { exportFeedback } from '../app/feedback.ts';
import type { App } from '../app.ts';
import { AppError } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import { counted } from '../model/words.ts';
import { withApp } from './people.ts';
import { dim, good, printJson, printLine, table } from './print.ts';

export function addFeedbackCommand(program: Command): void {
  const feedback = program.command('feedback').description('what was said of decisions on the page');
  feedback
    .command('list <watch>')
    .description('every decision that was marked, and how')
    .option('--json', 'for programs')
    .action((watchId: string, options: { readonly json?: boolean }, command: Command) =>
      withApp(command, async (app) => {
        const said = await app.store.feedback(watchOf(app, watchId).id);
        if (options.json) return printJson(said);
        if (said.length === 0)
          return printLine('Nothing was marked yet; the buttons are on the page, for who is signed in.');
        const rows = said
          .toSorted((a, b) => b.at.localeCompare(a.at))
          .map(({ at, judgement, article, target }) => [at.slice(0, 16), judgement, target, article.title]);
        printLine(table(rows));
      }),
    );
  feedback
    .command('export <watch> <folder>')
    .description('write what was decided, corrected by what was said of it, as a labelled story for eval')
    .action((watchId: string, folder: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        const target = path.resolve(folder);
        const { articles, judged, missing } = await exportFeedback(app.store, watchOf(app, watchId), target);
        printLine(good(`${counted(articles, 'article')} written to ${target}, ${judged} of them judged.`));
        if (articles > judged) printLine(dim('What nobody marked counts as right.'));
        if (missing > 0)
          printLine(dim(`${counted(missing, 'article')} left out: their texts have passed keep.articles.`));
        printLine(dim(`newswatch eval ${folder}`));
      }),
    );
}

function watchOf(app: App, watchId: string): Watch {
  const watch = app.catalogue.watch(watchId);
  if (watch) return watch;
  const known = app.catalogue.watches().map(({ id }) => id);
  throw new AppError(`There is no watch "${watchId}"; there is ${known.join(', ')}.`);
}
