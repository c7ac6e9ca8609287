import type { Command } from 'commander';
import { type Caught, previewSelector } from '../app/page-source.ts';
import { readSource } from '../app/source.ts';
import type { Article } from '../model/article.ts';
import { bold, dim, printJson, printLine, table, warm, wrap } from './print.ts';
import { configOf } from './settings.ts';

interface ExtractOptions {
  readonly selector?: string;
  readonly json?: boolean;
}

export function addExtractCommand(program: Command): void {
  program
    .command('extract <url|file>')
    .description('shows how a page is read: its text, dates, authors and captions; changes nothing')
    .option('--selector <css>', 'show what a CSS selector catches on the page instead')
    .option('--json', 'for programs')
    .action(async (source: string, { selector, json = false }: ExtractOptions, command: Command) => {
      const config = configOf(command);
      if (selector === undefined) {
        const article = await readSource(config, source);
        if (json) printJson(article);
        else printArticle(article);
        return;
      }
      const caught = await previewSelector(config, source, selector);
      if (json) printJson(caught);
      else printCaught(caught);
    });
}

function printCaught(caught: readonly Caught[]): void {
  printLine(caught.length === 0 ? warm('It catches nothing.') : `It catches ${caught.length}:`);
  for (const { element, text } of caught) printLine(`\n${dim(element)}\n${wrap(text || '(no text)', '  ')}`);
}

function printArticle(article: Article): void {
  printLine(bold(article.title));
  if (article.standfirst) printLine(wrap(article.standfirst, ''));
  printLine();
  printLine(dim(table(factsOf(article))));
  if (article.note) printLine(`\n${warm(article.note)}`);
  for (const paragraph of article.paragraphs) printLine(`\n${wrap(paragraph, '  ')}`);
  printList('Captions', article.captions);
  printList(
    'Entries',
    (article.entries ?? []).map(({ publishedAt, shownTime, title, text }) =>
      [publishedAt ?? shownTime, title, text].filter(Boolean).join(' · '),
    ),
  );
}

function factsOf(article: Article): string[][] {
  const facts: [string, string | undefined][] = [
    ['source', article.source],
    ['origin', article.origin],
    ['section', article.section],
    ['authors', article.authors.join(', ') || 'none found'],
    ['published', article.publishedAt ?? 'no date found'],
    ['changed', article.modifiedAt],
    ['language', article.language],
    ['image', article.image],
    ['address', article.url],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function printList(name: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  printLine(`\n${bold(`${name}: ${texts.length}`)}`);
  for (const text of texts) printLine(wrap(text, '  '));
}
