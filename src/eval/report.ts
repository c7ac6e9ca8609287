import { DUMMIES } from './dummies.ts';
import type { ReplayLine } from './replay-line.ts';
import { type Counts, type Rates, type Score, score } from './score.ts';
import type { Story } from './story.ts';

/** One story's score beside those of the dummies on the same stream. */
export interface ReportCard {
  readonly story: string;
  readonly title: string;
  readonly newswatch: Score;
  readonly dummies: readonly { readonly name: string; readonly score: Score }[];
}

export interface ReportOptions {
  /** Ids of stories that nothing was learnt from: their mean stands apart. */
  readonly setAside?: readonly string[];
  readonly format?: 'text' | 'markdown';
}

export function reportCard(story: Story, lines: readonly ReplayLine[]): ReportCard {
  return {
    story: story.id,
    title: story.watch.title,
    newswatch: score(story, lines),
    dummies: DUMMIES.map((dummy) => ({ name: dummy.name, score: score(story, dummy.replay(story)) })),
  };
}

/** The means over stories, a rate's over those that have it. */
export interface ReportMean {
  readonly name: string;
  readonly stories: readonly string[];
  readonly newswatch: Rates;
  readonly dummies: readonly { readonly name: string; readonly rates: Rates }[];
}

/** What `newswatch eval --json` prints. */
export interface ReportData {
  readonly stories: readonly ReportCard[];
  readonly means: readonly ReportMean[];
}

export function reportData(cards: readonly ReportCard[], { setAside = [] }: ReportOptions = {}): ReportData {
  const learnt = cards.filter(({ story }) => !setAside.includes(story));
  const aside = cards.filter(({ story }) => setAside.includes(story));
  const groups = [
    { name: aside.length > 0 ? 'mean, learnt' : 'mean', of: learnt },
    { name: 'mean, set aside', of: aside },
  ];
  const means = groups.filter((group) => group.of.length > 0).map((group) => meanOf(group.name, group.of));
  return { stories: cards, means };
}

function meanOf(name: string, cards: readonly ReportCard[]): ReportMean {
  return {
    name,
    stories: cards.map(({ story }) => story),
    newswatch: meanRates(cards.map((card) => card.newswatch.rates)),
    dummies: DUMMIES.map((dummy, index) => ({
      name: dummy.name,
      rates: meanRates(cards.flatMap((card) => card.dummies[index]?.score.rates ?? [])),
    })),
  };
}

function meanRates(all: readonly Rates[]): Rates {
  const mean = (rate: keyof Rates): number | null => {
    const values = all.map((rates) => rates[rate]).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return Object.fromEntries(COLUMNS.map(({ rate }) => [rate, mean(rate)])) as Record<
    keyof Rates,
    number | null
  >;
}

const COLUMNS: readonly { readonly rate: keyof Rates; readonly heading: string }[] = [
  { rate: 'precision', heading: 'prec' },
  { rate: 'recall', heading: 'rec' },
  { rate: 'f1', heading: 'F1' },
  { rate: 'repeatRate', heading: 'repeat' },
  { rate: 'knownLeak', heading: 'known' },
  { rate: 'noise', heading: 'noise' },
  { rate: 'silence', heading: 'silence' },
  { rate: 'gateF1', heading: 'gate' },
  { rate: 'typeRight', heading: 'type' },
  { rate: 'dateRight', heading: 'date' },
  { rate: 'certaintyRight', heading: 'cert' },
  { rate: 'figuresEqual', heading: 'figs' },
  { rate: 'grounded', heading: 'ground' },
];

/** The report card as a table: each story's row beside its dummies', then the means. */
export function renderReport(cards: readonly ReportCard[], options: ReportOptions = {}): string {
  const { means } = reportData(cards, options);
  const sections: readonly Section[] = [
    ...cards.map((card) => ({
      name: card.story,
      rows: [
        ['newswatch', ...countCells(card.newswatch.counts), ...rateCells(card.newswatch.rates)],
        ...card.dummies.map(({ name, score: { counts, rates } }) => [
          name,
          ...countCells(counts),
          ...rateCells(rates),
        ]),
      ],
    })),
    ...means.map((mean) => ({
      name: `${mean.name} (${mean.stories.length})`,
      rows: [
        ['newswatch', '', '', '', ...rateCells(mean.newswatch)],
        ...mean.dummies.map(({ name, rates }) => [name, '', '', '', ...rateCells(rates)]),
      ],
    })),
  ];
  return options.format === 'markdown' ? renderMarkdown(sections) : renderText(sections);
}

type Cells = readonly string[];

interface Section {
  readonly name: string;
  readonly rows: readonly Cells[];
}

const HEADINGS: Cells = ['gains', 'alerts', 'there', ...COLUMNS.map(({ heading }) => heading)];

function countCells({ gains, alerts, developments }: Counts): Cells {
  return [gains, alerts, developments].map(String);
}

function rateCells(rates: Rates): Cells {
  return COLUMNS.map(({ rate }) => rateText(rates[rate]));
}

/** Two digits, `.95`; what is not quite 1 never looks like 1. */
function rateText(rate: number | null): string {
  if (rate === null) return '–';
  if (rate === 1) return '1';
  return Math.min(rate, 0.99).toFixed(2).slice(1);
}

function renderText(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) =>
    section.rows.map(([name = '', ...cells]) => [`  ${name}`, ...cells]),
  );
  const table: readonly Cells[] = [['', ...HEADINGS], ...rows];
  const widths = ['', ...HEADINGS].map((_, column) =>
    Math.max(...table.map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: Cells): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const blocks = sections.map(({ name, rows: own }) =>
    ['', name, ...own.map(([first = '', ...cells]) => line([`  ${first}`, ...cells]))].join('\n'),
  );
  return `${[line(['', ...HEADINGS]), ...blocks, '', ...LEGEND].join('\n')}\n`;
}

function renderMarkdown(sections: readonly Section[]): string {
  const line = (cells: Cells): string => `| ${cells.join(' | ')} |`;
  const rows = sections.flatMap(({ name, rows: own }) =>
    own.map((cells, index) => line([index === 0 ? `**${name}**` : '', ...cells])),
  );
  const rule = ['---', '---', ...HEADINGS.map(() => '--:')];
  return `${[line(['', '', ...HEADINGS]), line(rule), ...rows, '', ...LEGEND].join('\n')}\n`;
}

const LEGEND = [
  'gains: alerts that told a development; there: developments in the stream. prec, repeat, known, noise, ground: of the',
  'alerts; rec: of the developments; silence: of the articles with nothing to tell; type, date, cert, figs: of the gains.',
];
