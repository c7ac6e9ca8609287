import path from 'node:path';
import type { Command } from 'commander';
import { replay } from '../eval/replay.ts';
import type { ReplayLine } from '../eval/replay-line.ts';
import { renderReport, reportCard, reportData } from '../eval/report.ts';
import { loadStory } from '../eval/story.ts';
import { bold, dim, good, printJson, printLine, warm } from './print.ts';
import { configOf } from './settings.ts';

interface EvalOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly setAside?: readonly string[];
}

export function addStoryCommands(program: Command): void {
  program
    .command('replay <story>')
    .description("play a labelled story's articles in order and print what each would tell and withhold")
    .option('--json', 'one line of JSON an article')
    .action((folder: string, options: { readonly json?: boolean }, command: Command) => {
      const { lexicon } = configOf(command);
      for (const line of replay(loadStory(path.resolve(folder)), lexicon)) {
        printLine(options.json ? JSON.stringify(line) : replayText(line));
      }
    });
  program
    .command('eval <story...>')
    .description('replay labelled stories and score them, beside four dummies')
    .option('--json', 'for programs')
    .option('--markdown', 'as a table for documents')
    .option('--set-aside <id...>', 'stories nothing was learnt from: their mean stands apart')
    .action((folders: readonly string[], options: EvalOptions, command: Command) => {
      const { lexicon } = configOf(command);
      const cards = folders.map((folder) => {
        const story = loadStory(path.resolve(folder));
        return reportCard(story, replay(story, lexicon));
      });
      const { setAside = [], markdown, json } = options;
      if (json) printJson(reportData(cards, { setAside }));
      else printLine(renderReport(cards, { setAside, format: markdown ? 'markdown' : 'text' }));
    });
}

function replayText({ article, relevant, alerts, withheld }: ReplayLine): string {
  const head = `${bold(article)} ${relevant ? '' : dim('off the story')}`;
  const told = alerts.map(({ kind, type, date, evidence }) => {
    const day = date ? dim(date.from === date.to ? date.from : `${date.from} to ${date.to}`) : dim('no date');
    return `  ${good('●')} ${kind} ${type} ${day} ${evidence}`;
  });
  const kept = withheld.map(({ reason, type, evidence }) =>
    dim(`  ${warm('○')} ${reason} ${type} ${evidence}`),
  );
  return [head.trimEnd(), ...told, ...kept].join('\n');
}
