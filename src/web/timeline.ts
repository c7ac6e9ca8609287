import { EVENT_TYPES, type EventRoot, rootOf } from '../model/event.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { capital, counted, number } from '../model/words.ts';
import { DAY_MS, dayInWords, shortDay } from './dates.ts';
import type { StoryLine } from './story-index.ts';
import { type Buckets, bucketOf, bucketStart, countedOnce, type Volume } from './volume.ts';
import { queryOf } from './wanted.ts';

export const ROOT_WORDS: Readonly<Record<EventRoot, string>> = {
  talks: 'talks',
  agreement: 'agreements',
  force: 'force',
  posture: 'troops',
  politics: 'politics',
  people: 'people',
  other: 'other',
};

const WIDTH = 720;
const LEFT = 118;
const RIGHT = 8;
const TOP = 8;
const LANE = 30;
const FOOT = 30;

export interface Timeline {
  readonly watchId: string;
  readonly now: Date;
  readonly buckets: Buckets;
  readonly lines: readonly StoryLine[];
  readonly volume: Volume;
}

/** Developments by type over time, with what was read and withheld behind them; null when there is nothing to draw. */
export function timelineFigure(timeline: Timeline): Markup | null {
  const { lines, volume } = timeline;
  if (lines.length === 0 && volume.articles.every((count) => count === 0)) return null;
  const lanes = lanesOf(lines, timeline.buckets);
  const most = Math.max(1, ...lanes.flatMap(({ counts }) => counts));
  const summary = summaryOf(timeline);
  return markup`<figure class="picture">
<svg class="timeline" viewBox="0 0 ${WIDTH} ${TOP + Math.max(1, lanes.length) * LANE + FOOT}" role="img" aria-label="${summary}">
${bars(timeline, lanes.length)}
${lanes.map((lane, at) => drawLane(lane, at, timeline.buckets, most))}
${axis(timeline.buckets, lanes.length)}
</svg>
<figcaption>${summary} <span class="key read">articles read</span> <span class="key kept">events withheld</span></figcaption>
<details><summary>The picture as a table</summary>${table(timeline, lanes)}</details>
</figure>
`;
}

interface Lane {
  readonly root: EventRoot;
  /** Developments in each bucket. */
  readonly counts: readonly number[];
}

/** Counting all lines takes longer than drawing them. */
const lanesOf = countedOnce(countLanes);

function countLanes(lines: readonly StoryLine[], buckets: Buckets): readonly Lane[] {
  const counts = new Map<EventRoot, number[]>();
  for (const { type, foundAt } of lines) {
    const root = rootOf(type);
    const mine = counts.get(root) ?? Array.from({ length: buckets.count }, () => 0);
    counts.set(root, mine);
    const index = bucketOf(buckets, foundAt);
    mine[index] = (mine[index] ?? 0) + 1;
  }
  const roots = Object.keys(EVENT_TYPES) as EventRoot[];
  return roots.flatMap((root) => {
    const mine = counts.get(root);
    return mine ? [{ root, counts: mine }] : [];
  });
}

function summaryOf({ lines, volume, buckets, now }: Timeline): string {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const from = shortDay(bucketStart(buckets, 0));
  const to = shortDay(now.getTime());
  const when = from === to ? `On ${from}` : `From ${from} to ${to}`;
  return `${when}: ${counted(lines.length, 'development')}, out of ${counted(sum(volume.articles), 'article')} read; ${counted(sum(volume.withheld), 'event')} withheld.`;
}

const step = ({ count }: Buckets) => (WIDTH - LEFT - RIGHT) / count;
const left = (buckets: Buckets, index: number) => LEFT + index * step(buckets);
const round = (value: number) => Math.round(value * 10) / 10;

/** On one scale: articles read as wide bars, events withheld as narrow ones before them. */
function bars({ buckets, volume }: Timeline, lanes: number): Insert {
  const height = Math.max(1, lanes) * LANE;
  const most = Math.max(1, ...volume.articles, ...volume.withheld);
  const bar = (name: string, counts: readonly number[], width: number) =>
    counts.map((count, index) => {
      const tall = round((count / most) * height);
      const x = round(left(buckets, index) + (step(buckets) * (1 - width)) / 2);
      return count > 0
        ? markup`<rect class="${name}" x="${x}" y="${round(TOP + height - tall)}" width="${round(step(buckets) * width)}" height="${tall}"/>`
        : null;
    });
  return [bar('read', volume.articles, 0.9), bar('kept', volume.withheld, 0.45)];
}

/** Dots by area, the largest as wide as its bucket or its lane. @param most developments in one dot of the picture */
function drawLane({ root, counts }: Lane, at: number, buckets: Buckets, most: number): Markup {
  const largest = Math.min(LANE / 2 - 3, Math.max(4, step(buckets) / 2));
  const y = TOP + at * LANE + LANE / 2;
  const dots = counts.map((count, index) => {
    const x = round(left(buckets, index) + step(buckets) / 2);
    const size = round(Math.max(3, largest * Math.sqrt(count / Math.max(most, 4))));
    return count > 0
      ? markup`<circle cx="${x}" cy="${y}" r="${size}"><title>${shortDay(bucketStart(buckets, index))}: ${number(count)} ${ROOT_WORDS[root]}</title></circle>`
      : null;
  });
  return markup`<g class="${root}"><line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="0" y="${y + 4}">${capital(ROOT_WORDS[root])}</text>${dots}</g>
`;
}

/** Five days at most, so that their names have room. */
function axis(buckets: Buckets, lanes: number): Markup {
  const y = TOP + Math.max(1, lanes) * LANE + FOOT - 8;
  const every = Math.max(1, Math.ceil(buckets.count / 4));
  const marks = Array.from({ length: Math.ceil(buckets.count / every) }, (_, at) => at * every);
  const seen = new Set<string>();
  return markup`<g class="axis">${marks.map((index) => {
    const words = dayInWords(new Date(bucketStart(buckets, index)).toISOString().slice(0, 10));
    if (seen.has(words)) return null;
    seen.add(words);
    return markup`<text x="${round(left(buckets, index))}" y="${y}">${words}</text>`;
  })}</g>`;
}

function table({ watchId, buckets, volume }: Timeline, lanes: readonly Lane[]): Markup {
  const rows = Array.from({ length: buckets.count }, (_, index) => index)
    .filter(
      (index) => (volume.articles[index] ?? 0) > 0 || lanes.some(({ counts }) => (counts[index] ?? 0) > 0),
    )
    .reverse();
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Developments over time">
<table><thead><tr><th scope="col">${buckets.stepMs < DAY_MS ? 'Hours from' : 'From'}</th>${lanes.map(({ root }) => markup`<th scope="col">${capital(ROOT_WORDS[root])}</th>`)}<th scope="col">Read</th><th scope="col">Withheld</th></tr></thead>
<tbody>${rows.map((index) => tableRow(watchId, buckets, lanes, volume, index))}</tbody></table></div>`;
}

function tableRow(
  watchId: string,
  buckets: Buckets,
  lanes: readonly Lane[],
  volume: Volume,
  index: number,
): Markup {
  const from = new Date(bucketStart(buckets, index)).toISOString();
  const to = new Date(bucketStart(buckets, index + 1) - 1).toISOString();
  const hours = buckets.stepMs < DAY_MS ? ` ${from.slice(11, 16)}` : '';
  const href = `/watches/${encodeURIComponent(watchId)}${queryOf({ from: from.slice(0, 10), to: to.slice(0, 10) })}#developments`;
  const some = lanes.some(({ counts }) => (counts[index] ?? 0) > 0);
  const day = `${dayInWords(from.slice(0, 10))}${hours}`;
  return markup`<tr><th scope="row">${some ? markup`<a href="${href}">${day}</a>` : day}</th>${lanes.map(({ counts }) => markup`<td>${number(counts[index] ?? 0)}</td>`)}<td>${number(volume.articles[index] ?? 0)}</td><td>${number(volume.withheld[index] ?? 0)}</td></tr>
`;
}
