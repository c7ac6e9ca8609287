import { type Command, InvalidArgumentError, Option } from 'commander';
import { chooseWatch } from '../app/feed-watches.ts';
import { type Learnt, learn } from '../app/learnt.ts';
import { parseName } from '../app/new-watch.ts';
import { ConfigError } from '../model/errors.ts';
import { SENSITIVITIES, type Watch, type WatchName } from '../model/watch.ts';
import { counted } from '../model/words.ts';
import { bad, bold, dim, printJson, printLine, printNote, table } from './print.ts';
import { configAsFarAsItGoes } from './settings.ts';
import { type NewWatchOptions, newWatch } from './watch-new.ts';
import { documentLine, learntText } from './watch-words.ts';

const EXAMPLES = `
Examples:
  newswatch watch new                                  (in a terminal: asks for everything)
  newswatch watch new saved/*.html https://post.example/news/dock-strike \\
    --title "The dock strike at Port Ellery" --feed harbour-post.example
`;

interface JsonOption {
  readonly json?: boolean;
}

export function addWatchCommands(program: Command): void {
  const watch = program.command('watch').description('the stories that are followed: set one up, list, show');
  watch
    .command('new [articles...]')
    .description(
      'set up a story from articles that say what you know (addresses or files); asks what is missing',
    )
    .option('--title <title>', 'what is followed, in a few words')
    .option('--id <id>', 'the name of its folder (default: from the title)')
    .option('--follow <sentence>', 'what matters in it, in a sentence')
    .option('--feed <address...>', 'feeds or sites that report on it, besides those of the articles')
    .option('--name <kind:name=alias,alias...>', 'an actor or place to know: "actor:Harbour Union=HU"', name)
    .addOption(
      new Option('--wake <kinds>', 'what is mailed at once').choices(['all', 'suggested']).default('all'),
    )
    .addOption(
      new Option('--sensitivity <level>', 'fewer alerts or fewer misses')
        .choices(SENSITIVITIES)
        .default('normal'),
    )
    .option('-y, --yes', 'ask nothing')
    .option('--dry-run', 'show what it learns, write nothing')
    .option('--json', 'for programs; asks nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (articles: readonly string[], options: NewWatchOptions, command: Command) => {
      const { config } = configAsFarAsItGoes(command);
      const written = await newWatch(config, articles, options);
      if (written && !options.json) printNext(written);
    });
  watch
    .command('list')
    .description('every watch, and what is wrong with those that cannot be read')
    .option('--json', 'for programs')
    .action(({ json }: JsonOption, command: Command) => list(command, json === true));
  watch
    .command('show [watch]')
    .description('what it knows: documents, actors, places, events with their sentences, feeds')
    .option('--json', 'for programs')
    .action((wanted: string | undefined, { json }: JsonOption, command: Command) => {
      const { config } = configAsFarAsItGoes(command);
      const watch = chooseWatch(config, wanted);
      const learnt = learn(watch, config.lexicon);
      if (json) printJson({ ...watch, learnt });
      else show(watch, learnt);
    });
}

function name(text: string, before: readonly WatchName[] = []): readonly WatchName[] {
  const parsed = parseName(text);
  if (!parsed)
    throw new InvalidArgumentError('Write it like "actor:Harbour Union=HU,the union" or "place:Pier 9".');
  return [...before, parsed];
}

function printNext({ id, feeds: [feed] }: Watch): void {
  printLine(dim('A worker that runs takes it within seconds. Next:'));
  const rows = [
    [`newswatch backtest ${id} --from ${feed?.url ?? '<folder>'}`, 'what it would have told'],
    [`newswatch subscribe you@example.org --watch ${id}`, 'mail what is new from now on'],
    ['newswatch start', 'the worker and the page, till Ctrl-C'],
    [`newswatch poll ${id} --wait`, 'in another terminal: read its feeds now'],
  ];
  printLine(table(rows.map(([command = '', what = '']) => [bold(command), dim(what)])).replace(/^/gm, '  '));
}

function list(command: Command, json: boolean): void {
  const { config, mistakes } = configAsFarAsItGoes(command);
  const rows = config.watches.map(({ id, title, baseline, feeds }) => ({
    ...{ id, title, documents: baseline.length, feeds: feeds.length },
  }));
  if (json) printJson({ watches: rows, mistakes });
  else {
    printLine(
      table(
        rows.map(({ id, title, documents, feeds }) => [
          ...[id, counted(documents, 'document'), counted(feeds, 'feed'), title],
        ]),
      ),
    );
    if (mistakes.length > 0)
      printNote(bad(`Not read:\n${new ConfigError(mistakes).message.replace(/^/gm, '  ')}`));
  }
  if (mistakes.length > 0) process.exitCode = 1;
}

function show(watch: Watch, learnt: Learnt): void {
  const { id, title, follow, baseline, feeds, names, wake, sensitivity = 'normal' } = watch;
  printLine(`${bold(title)} ${dim(id)}`);
  if (follow) printLine(follow);
  printLine(`\n${bold('Documents')}`);
  for (const [i, article] of baseline.entries()) printLine(documentLine(article, i + 1));
  printLine(`\n${learntText(learnt)}`);
  if (names.length > 0) printLine(`${bold('Added')}   ${names.map((one) => one.name).join(', ')}`);
  const types = wake.types ? `only ${wake.types.join(', ')}` : 'all kinds';
  printLine(`\n${bold('Wakes')}   for ${types} from weight ${wake.minWeight}; sensitivity ${sensitivity}`);
  printLine(bold('Feeds'));
  for (const feed of feeds) printLine(`  ${feed.title ?? ''} ${dim(feed.url)}`.replace('   ', '  '));
}
