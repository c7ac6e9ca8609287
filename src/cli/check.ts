import type { Command } from 'commander';
import { type Comparison, checkArticle } from '../app/check.ts';
import type { Article } from '../model/article.ts';
import type { Development, Withheld } from '../model/development.ts';
import {
  BEFORE_WORDS,
  CERTAINTY_WORDS,
  figureChanges,
  KIND_WORDS,
  REASON_WORDS,
  TYPE_WORDS,
} from '../model/words.ts';
import { bold, dim, good, printJson, printLine, warm, wrap } from './print.ts';
import { configOf } from './settings.ts';

interface CheckOptions {
  readonly watch?: string;
  readonly baseline?: boolean;
  readonly json?: boolean;
}

export function addCheckCommand(program: Command): void {
  program
    .command('check <url|file>')
    .description(
      'dry run of one article: what it would tell, what it would withhold, and why; changes nothing',
    )
    .option('--watch <id>', 'the watch to compare it with (default: the only one)')
    .option('--baseline', 'against the baseline documents alone, not what was learnt since')
    .option('--json', 'for programs')
    .action(async (source: string, options: CheckOptions, command: Command) => {
      const { watch, baseline = false, json = false } = options;
      const config = configOf(command);
      const checked = await checkArticle(config, { source, baseline, ...(watch ? { watchId: watch } : {}) });
      if (json) printJson(jsonOf(checked.article, checked.comparison));
      else printChecked(checked.article, checked.comparison);
    });
}

function jsonOf(article: Article, { relevant, why, developments, withheld }: Comparison) {
  return { article, relevant, why, developments, withheld };
}

function printChecked(article: Article, { relevant, why, developments, withheld }: Comparison): void {
  printLine(bold(article.title));
  const facts = [article.source, article.publishedAt ?? 'no date', `${article.paragraphs.length} paragraphs`];
  printLine(dim([...facts, ...(article.note ? [article.note] : [])].join(' · ')));
  printLine();
  printLine(`${relevant ? good('On the story') : warm('Off the story')}: ${why.join('; ')}`);
  if (developments.length === 0) printLine('\nIt would tell nothing.');
  for (const development of developments) printDevelopment(development);
  if (withheld.length > 0) printLine(`\n${bold(`Withheld: ${withheld.length}`)}`);
  for (const one of withheld) printWithheld(one);
}

/** One development as the terminal shows it: fact, particulars, sentence, what was known before, reasons. */
export function printDevelopment({
  kind,
  event,
  weight,
  headline,
  evidence,
  before,
  why,
}: Development): void {
  const date = event.date
    ? event.date.from === event.date.to
      ? event.date.from
      : `${event.date.from} to ${event.date.to}`
    : 'no date';
  printLine(`\n${good('●')} ${bold(headline)}`);
  const what = [KIND_WORDS[kind], TYPE_WORDS[event.type], CERTAINTY_WORDS[event.certainty], date];
  printLine(dim(`  ${[...what, weight >= 1 ? 'wakes' : 'for the digest'].join(' · ')}`));
  for (const change of figureChanges(before?.figures, event.figures)) printLine(`  ${change}`);
  printLine(wrap(`“${evidence.text}”`, '  '));
  if (before) printLine(wrap(`${BEFORE_WORDS[kind]}: “${before.sentence}” (${before.source})`, '  '));
  for (const reason of why) printLine(dim(wrap(`why: ${reason}`, '  ')));
}

function printWithheld({ type, reason, evidence, why }: Withheld): void {
  printLine(`${warm('○')} ${TYPE_WORDS[type]}: ${REASON_WORDS[reason]}`);
  printLine(wrap(`“${evidence}”`, '  '));
  for (const one of why) printLine(dim(wrap(`why: ${one}`, '  ')));
}
