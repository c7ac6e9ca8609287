// Draws the tables of docs/performance.md that show how work grows: `npm run plots`. A picture says what the table says.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { type Markup, markup } from '../../src/model/markup.ts';

interface Plot {
  readonly name: string;
  readonly title: string;
  /** The table is the one whose first column has this name; its values are drawn along the bottom. */
  readonly x: string;
  readonly unit: string;
  readonly columns: readonly string[];
  /** Where it bends, and why. */
  readonly bend: { readonly at: number; readonly why: string };
}

const PLOTS: readonly Plot[] = [
  {
    name: 'growth-ledger',
    title: 'An article, by events known',
    x: 'events',
    unit: 'ms of processor',
    columns: ['on the story, p50', 'p95', 'off the story, p50', 'making the ledger'],
    bend: { at: 1_000, why: 'an article stays flat; only making the ledger grows with it' },
  },
  {
    name: 'growth-watches',
    title: 'An article, by watches of its feed',
    x: 'watches',
    unit: 'ms of processor',
    columns: ['whole', 'reading', 'comparing', 'Redis'],
    bend: { at: 3, why: 'beyond, comparing and its commits outweigh the page, read once' },
  },
  {
    name: 'growth-subscribers',
    title: 'An alert to all, by subscribers',
    x: 'subscribers',
    unit: 'ms',
    columns: ['finding them', 'their mails', 'Redis for them', 'the tick of digests'],
    bend: { at: 500, why: 'beyond, jobs for parts of them, shared by all workers' },
  },
  {
    name: 'growth-workers',
    title: 'An article, by workers on one Redis',
    x: 'workers',
    unit: 'ms of processor, all workers together',
    columns: ['processes', 'processes, one watch', 'hosts', 'Redis'],
    bend: { at: 2, why: 'beyond, more processes than this machine has cores' },
  },
];

const SIZE = { width: 760, height: 430 };
const BOX = { left: 90, right: 560, top: 60, bottom: 360 };
const COLOURS = ['#1f5fa8', '#b4530a', '#3b7d3b', '#7a3b8f'];

interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The columns wanted of the table whose first one is called so. @throws Error where there is none */
function readTable(text: string, { x, columns }: Plot): readonly Series[] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => cellsOf(line)[0] === x);
  const names = cellsOf(lines[head] ?? '');
  const end = lines.findIndex((line, i) => i > head && !line.startsWith('|'));
  const rows = lines.slice(head + 2, end).map((line) => cellsOf(line).map(numberOf));
  return columns.map((name) => {
    const at = names.indexOf(name);
    if (head < 0 || at < 0) throw new Error(`docs/performance.md has no table of ${x} with "${name}".`);
    const points = rows.map((row) => [row[0] ?? Number.NaN, row[at] ?? Number.NaN] as const);
    return { name, points: points.filter(([px, py]) => px > 0 && py > 0) };
  });
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** `1,000`, `**1.2**`; of `18.7–23.3` the middle. */
function numberOf(cell: string): number {
  const parts = cell.replace(/[*,]/g, '').split('–').map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

/** Powers of ten from below the least to above the most. */
function powers(values: readonly number[]): { readonly from: number; readonly to: number } {
  const from = Math.floor(Math.log10(Math.min(...values)));
  return { from, to: Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values)))) };
}

function draw(plot: Plot, series: readonly Series[]): Markup {
  const points = series.flatMap((one) => one.points);
  const steps = [...new Set(points.map(([x]) => x))];
  const across = { from: Math.log10(Math.min(...steps)), to: Math.log10(Math.max(...steps)) };
  const up = powers(points.map(([, y]) => y));
  const part = (value: number, { from, to }: typeof up) => (Math.log10(value) - from) / (to - from);
  const px = (x: number) => BOX.left + part(x, across) * (BOX.right - BOX.left);
  const py = (y: number) => BOX.bottom - part(y, up) * (BOX.bottom - BOX.top);
  const ticks = Array.from({ length: up.to - up.from + 1 }, (_, i) => 10 ** (up.from + i));
  const bend = px(plot.bend.at);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}" font-family="DejaVu Sans, sans-serif" font-size="12" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${BOX.left}" y="26" font-size="17" font-weight="bold">${plot.title}</text><text x="${BOX.left}" y="46" fill="#555">${plot.unit}</text>
${ticks.map((y) => markup`<path d="M${BOX.left} ${py(y)}H${BOX.right}" stroke="#ddd"/><text x="${BOX.left - 8}" y="${py(y) + 4}" text-anchor="end">${shown(y)}</text>`)}
${steps.map((x) => markup`<path d="M${px(x)} ${BOX.top}V${BOX.bottom}" stroke="#eee"/><text x="${px(x)}" y="${BOX.bottom + 18}" text-anchor="middle">${shown(x)}</text>`)}
<text x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 38}" text-anchor="middle">${plot.x}</text>
<path d="M${bend} ${BOX.top}V${BOX.bottom}" stroke="#888" stroke-dasharray="4 4"/>
<text x="${BOX.left}" y="${SIZE.height - 12}" fill="#555">┊ ${shown(plot.bend.at)} ${plot.x}: ${plot.bend.why}</text>
${series.map((one, i) => line(one, COLOURS[i % COLOURS.length] ?? '#222', px, py))}
${labels(series, py)}
</svg>`;
}

function line(
  { points }: Series,
  colour: string,
  px: (x: number) => number,
  py: (y: number) => number,
): Markup {
  const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('');
  const dots = points.map(([x, y]) => markup`<circle cx="${px(x)}" cy="${py(y)}" r="3.5" fill="${colour}"/>`);
  return markup`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
}

/** Beside each line's end, none over another. */
function labels(series: readonly Series[], py: (y: number) => number): readonly Markup[] {
  const wanted = series.map(({ name, points }, i) => ({ name, i, y: py(points.at(-1)?.[1] ?? 1) }));
  let free = BOX.top;
  return wanted
    .sort((a, b) => a.y - b.y)
    .map(({ name, i, y }) => {
      const at = Math.max(y + 4, free);
      free = at + 16;
      return markup`<text x="${BOX.right + 12}" y="${at}" fill="${COLOURS[i % COLOURS.length] ?? '#222'}">${name}</text>`;
    });
}

function shown(value: number): string {
  return value >= 1 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(1)));
}

const text = readFileSync(path.join(import.meta.dirname, '../performance.md'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 1.5 });
for (const plot of PLOTS) {
  const picture = draw(plot, readTable(text, plot));
  await page.setContent(`<body style="margin:0">${picture}</body>`);
  await page.screenshot({ path: path.join(import.meta.dirname, `${plot.name}.png`) });
  process.stdout.write(`docs/pictures/${plot.name}.png\n`);
}
await browser.close();
