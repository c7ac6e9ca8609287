import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { withReadersHeadlines } from '../app/backtest-headlines.ts';
import { chooseWatch } from '../app/feed-watches.ts';
import { type PastArticles, readPast, type Skipped } from '../app/past-articles.ts';
import type { Config } from '../config/load.ts';
import { loadWatch } from '../config/watch-files.ts';
import { type BacktestRun, backtest } from '../eval/backtest.ts';
import { backtestPicture } from '../eval/backtest-picture.ts';
import { loadStory } from '../eval/story.ts';
import { AppError } from '../model/errors.ts';
import { SENSITIVITIES, type Watch } from '../model/watch.ts';
import { counted } from '../model/words.ts';
import { backtestText } from './backtest-words.ts';
import { printJson, printLine, printNote, startProgress, warm } from './print.ts';
import { configAsFarAsItGoes } from './settings.ts';

export interface BacktestOptions {
  readonly from?: string;
  readonly picture?: string;
  readonly json?: boolean;
}

/** Left-out articles named one by one. */
const NAMED = 10;

const EXAMPLES = `
Examples:
  newswatch backtest dock-strike --from https://harbour-post.example/rss
  newswatch backtest dock-strike --from saved-articles/ --picture dock-strike.svg
  newswatch backtest path/to/labelled-story                (its own watch; what was missed, too)
`;

export function addBacktestCommand(program: Command): void {
  program
    .command('backtest <watch>')
    .description(
      'replay past articles on a watch, in order: what it would have told at each sensitivity; stores nothing',
    )
    .option(
      '--from <source>',
      "a folder of articles or a labelled story, a feed's address or file, a web archive (.warc, .warc.gz)",
    )
    .option('--picture <file.svg>', 'draw it as well', picture)
    .option('--json', 'for programs: every alert at every sensitivity')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, options: BacktestOptions, command: Command) => {
      const { config } = configAsFarAsItGoes(command);
      await runBacktest(config, watchOf(config, wanted), options.from ?? ownPast(wanted), options);
    });
}

function picture(file: string): string {
  if (!file.toLowerCase().endsWith('.svg')) throw new InvalidArgumentError('It is an SVG: name it FILE.svg.');
  return file;
}

/** A configured one by its id, or one in a folder: a labelled story's, or any other. */
function watchOf(config: Config, wanted: string): Watch {
  if (config.watches.some(({ id }) => id === wanted)) return chooseWatch(config, wanted);
  if (existsSync(path.join(wanted, 'story.yaml'))) return loadStory(path.resolve(wanted)).watch;
  if (existsSync(path.join(wanted, 'watch.yaml'))) return loadWatch(process.cwd(), path.resolve(wanted));
  return chooseWatch(config, wanted);
}

/** A labelled story brings its past along. */
function ownPast(wanted: string): string {
  if (existsSync(path.join(wanted, 'labels.yaml'))) return wanted;
  throw new AppError("Say what to replay: --from a folder of articles, a feed's address or a web archive.");
}

/** Reads, replays and prints. @throws AppError when there is nothing to be replayed */
export async function runBacktest(
  config: Config,
  watch: Watch,
  from: string,
  { picture, json = false }: BacktestOptions,
): Promise<void> {
  const past = await readAll(config, from);
  printSkipped(past.skipped);
  const runs = withReadersHeadlines(replayAll(config, watch, past));
  if (json) printJson(jsonOf(watch, past, runs));
  else printLine(backtestText(watch, past, runs));
  if (!picture) return;
  const svg = backtestPicture(watch.title, past, runs, watch.sensitivity ?? 'normal');
  try {
    writeFileSync(picture, svg);
  } catch (cause) {
    throw new AppError(`${picture} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  if (!json) printNote(`Drawn in ${picture}.`);
}

async function readAll(config: Config, from: string): Promise<PastArticles> {
  const progress = startProgress();
  let read = 0;
  try {
    return await readPast(config, from, ({ name }) => {
      read += 1;
      progress.update(`${counted(read, 'article')} read: ${name}`);
    });
  } finally {
    progress.end();
  }
}

function replayAll({ lexicon }: Config, watch: Watch, past: PastArticles): readonly BacktestRun[] {
  const progress = startProgress();
  const all = past.stream.length * SENSITIVITIES.length;
  let steps = 0;
  try {
    return backtest(watch, past, lexicon, ({ sensitivity }) => {
      steps += 1;
      progress.update(`Replaying: ${Math.floor((100 * steps) / all)} % (sensitivity ${sensitivity})`);
    });
  } finally {
    progress.end();
  }
}

function printSkipped(skipped: readonly Skipped[]): void {
  for (const { name, why } of skipped.slice(0, NAMED)) printNote(warm(`left out: ${name}: ${why}`));
  if (skipped.length > NAMED)
    printNote(warm(`and ${skipped.length - NAMED} more left out; --json names all`));
}

function jsonOf({ id }: Watch, { stream, labels, skipped }: PastArticles, runs: readonly BacktestRun[]) {
  return { watch: id, articles: stream.length, labelled: labels !== null, skipped, runs };
}
