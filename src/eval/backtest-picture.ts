import { type Markup, markup } from '../model/markup.ts';
import type { Sensitivity } from '../model/watch.ts';
import { counted } from '../model/words.ts';
import { type BacktestRun, countsOf, type Past, type Told } from './backtest.ts';

const WIDTH = 860;
const LEFT = 90;
const RIGHT = 30;
const INNER = WIDTH - LEFT - RIGHT;
const BAR = 22;
const ROW = 34;
const TOP = 70;
const CHART = 150;
const SLOTS = 60;

/** What a part of a bar stands for, with its class in the style. */
const PARTS = [
  ['right', 'told, and right'],
  ['told', 'told'],
  ['repeat', 'told again'],
  ['wrong', 'told though known, or not of the story'],
  ['missed', 'missed'],
] as const;

/**
 * A backtest as a picture (SVG 1.1, light and dark): a bar a sensitivity, and below it when articles came in and what
 * was told of them at the watch's own.
 *
 * @param title of the watch
 */
export function backtestPicture(
  title: string,
  past: Past,
  runs: readonly BacktestRun[],
  own: Sensitivity,
): string {
  const bars = barsOf(runs, own);
  const timeline = timelineOf(past, runs.find(({ sensitivity }) => sensitivity === own)?.told ?? []);
  const height = TOP + runs.length * ROW + 60 + CHART + 50;
  const picture = markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${summary(runs)}">
${STYLE}
<rect class="paper" width="${WIDTH}" height="${height}"/>
<text class="title" x="20" y="32">${title}</text>
<text class="note" x="20" y="52">${counted(past.stream.length, 'article')} replayed in order, each known only with those before it</text>
${bars}
<g transform="translate(0 ${TOP + runs.length * ROW + 60})">${timeline}</g>
</svg>
`;
  return picture.toString();
}

const STYLE = markup`<style>
text{font:13px system-ui,sans-serif;fill:#1c2024}.title{font-weight:600;font-size:17px}.note{fill:#5b646d}.paper{fill:#fff}
.right{fill:#1a7f4b}.told{fill:#2563a8}.repeat{fill:#c98a00}.wrong{fill:#b3412e}.missed{fill:none;stroke:#5b646d;stroke-dasharray:3 2}
.volume{fill:#d5dade}.axis{stroke:#8a939b}.own{font-weight:600}
@media (prefers-color-scheme:dark){text{fill:#e6e9ec}.note{fill:#9aa4ad}.paper{fill:#14181b}.volume{fill:#30383f}.right{fill:#3fb27a}.told{fill:#5b9be0}.wrong{fill:#e0705c}}
</style>`;

type Part = (typeof PARTS)[number][0];

function partsOf(run: BacktestRun): readonly (readonly [Part, number])[] {
  const { alerts, gains, missed, repeats, wrong } = countsOf(run);
  if (gains === null) return [['told', alerts]];
  return [
    ['right', gains],
    ['repeat', repeats ?? 0],
    ['wrong', wrong ?? 0],
    ['missed', missed ?? 0],
  ];
}

function barsOf(runs: readonly BacktestRun[], own: Sensitivity): Markup {
  const most = Math.max(1, ...runs.map((run) => partsOf(run).reduce((sum, [, count]) => sum + count, 0)));
  const shown = new Set(runs.flatMap(partsOf).map(([part]) => part));
  const rows = runs.map((run, i) => {
    let x = LEFT;
    const y = TOP + i * ROW;
    const boxes = partsOf(run).map(([part, count]) => {
      const width = (count / most) * (INNER - 30);
      const box =
        count > 0 &&
        markup`<rect class="${part}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}"><title>${wordsOf(part)}: ${count}</title></rect>${width > 14 && markup`<text x="${(x + width / 2).toFixed(1)}" y="${y + 16}" text-anchor="middle"${part !== 'missed' && markup` style="fill:#fff"`}>${count}</text>`}`;
      x += width;
      return box;
    });
    return markup`<text${run.sensitivity === own && markup` class="own"`} x="20" y="${y + 16}">${run.sensitivity}</text>${boxes}\n`;
  });
  let x = LEFT;
  const legend = PARTS.filter(([part]) => shown.has(part)).map(([part, words]) => {
    const at = x;
    x += 40 + words.length * 6.6;
    const y = TOP + runs.length * ROW;
    return markup`<rect class="${part}" x="${at.toFixed(0)}" y="${y}" width="12" height="12"/><text class="note" x="${(at + 18).toFixed(0)}" y="${y + 11}">${words}</text>`;
  });
  return markup`${rows}${legend}`;
}

function wordsOf(part: Part): string {
  return PARTS.find(([one]) => one === part)?.[1] ?? part;
}

function timelineOf({ stream }: Past, told: readonly Told[]): Markup {
  const times = stream.flatMap(({ article }) =>
    article.publishedAt ? [Date.parse(article.publishedAt)] : [],
  );
  const from = Math.min(...times);
  const to = Math.max(...times, from + 1);
  if (times.length === 0)
    return markup`<text class="note" x="${LEFT}" y="20">The articles have no dates.</text>`;
  const slot = (ms: number) =>
    Math.min(SLOTS - 1, Math.max(0, Math.floor(((ms - from) / (to - from)) * SLOTS)));
  const volume = countBy(times.map(slot));
  const most = Math.max(1, ...volume.values());
  const width = INNER / SLOTS;
  const columns = [...volume].map(([at, count]) => {
    const high = (count / most) * (CHART - 30);
    return markup`<rect class="volume" x="${(LEFT + at * width).toFixed(1)}" y="${(CHART - high).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${high.toFixed(1)}"><title>${counted(count, 'article')}</title></rect>`;
  });
  const stacked = new Map<number, number>();
  const dots = told.map(({ at, development, verdict }) => {
    const place = slot(Date.parse(at));
    const above = stacked.get(place) ?? 0;
    stacked.set(place, above + 1);
    const look =
      verdict === undefined
        ? 'told'
        : verdict === 'gain'
          ? 'right'
          : verdict === 'repeat'
            ? 'repeat'
            : 'wrong';
    return markup`<circle class="${look}" cx="${(LEFT + (place + 0.5) * width).toFixed(1)}" cy="${(CHART - 8 - above * 11).toFixed(1)}" r="4.5"><title>${at.slice(0, 10)}: ${development.headline}</title></circle>`;
  });
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return markup`${columns}
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${CHART}" y2="${CHART}"/>
${dots}
<text class="note" x="20" y="${CHART - 4}">told</text>
<text class="note" x="${LEFT}" y="${CHART + 20}">${day(from)}</text><text class="note" x="${WIDTH - RIGHT}" y="${CHART + 20}" text-anchor="end">${day(to)}</text>
<text class="note" x="${LEFT + INNER / 2}" y="${CHART + 20}" text-anchor="middle">bars: articles read, ${most} at most · dots: what was told</text>`;
}

function countBy(slots: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const slot of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  return counts;
}

/** `low: 4 alerts; normal: 7 alerts, 1 missed, 0 repeats` */
function summary(runs: readonly BacktestRun[]): string {
  return runs.map((run) => `${run.sensitivity}: ${countsText(run)}`).join('; ');
}

/** `7 alerts, 1 missed, 0 repeats`; without labels the alerts alone. */
export function countsText(run: BacktestRun): string {
  const { alerts, missed, repeats } = countsOf(run);
  const told = counted(alerts, 'alert');
  return missed === null ? told : `${told}, ${missed} missed, ${counted(repeats ?? 0, 'repeat')}`;
}
