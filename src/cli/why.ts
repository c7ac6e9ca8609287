import type { Command } from 'commander';
import { type Explanation, explain, type Replayed } from '../app/why.ts';
import type { Observation } from '../model/dossier.ts';
import { printDevelopment } from './check.ts';
import { withApp } from './people.ts';
import { bold, dim, good, printJson, printLine, warm, wrap } from './print.ts';

export function addWhyCommand(program: Command): void {
  program
    .command('why <development>')
    .description(
      'why something was told: the decision as stored, what the ledger holds, and the decision taken once more',
    )
    .option('--json', 'for programs')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      withApp(command, async (app) => {
        const explanation = await explain(app.config, app.store, id);
        if (options.json) printJson(explanation);
        else printExplanation(explanation);
      }),
    );
}

function printExplanation({ development, verdict, entry, replayed }: Explanation): void {
  const { article } = development;
  printLine(
    dim(`${development.watchId} · ${article.source} · ${article.publishedAt ?? 'no date'} · ${article.url}`),
  );
  printDevelopment(development);
  for (const reason of verdict?.why ?? []) printLine(dim(wrap(`the article: ${reason}`, '  ')));
  if (entry) {
    const { observations, outlets, origins } = entry;
    printLine(`\n${bold('In the ledger')} ${dim(`${outlets.length} outlets, ${origins.length} origins`)}`);
    for (const observation of observations) printObservation(observation);
  }
  printLine(`\n${bold('Decided once more')}: ${replayedText(replayed)}`);
}

function printObservation({ source, publishedAt, evidence }: Observation): void {
  printLine(dim(`  ${publishedAt ?? 'no date'} ${source}`));
  printLine(wrap(`“${evidence.text}”`, '    '));
}

function replayedText(replayed: Replayed): string {
  switch (replayed.kind) {
    case 'same':
      return good('the same');
    case 'other':
      return warm(
        `not the same; the configuration or Newswatch has changed since. It would tell: ${replayed.told.map((one) => one.headline).join('; ') || 'nothing'}`,
      );
    case 'incomplete':
      return warm(`cannot be done; ${replayed.missing} articles have passed their keep time (keep.articles)`);
  }
}
