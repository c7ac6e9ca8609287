import { type Insert, type Markup, markup } from '../model/markup.ts';
import { capital, counted, number } from '../model/words.ts';
import { shortDay } from './dates.ts';
import { developmentHref } from './development-view.ts';
import type { FigurePoint } from './figure-points.ts';
import { clip } from './words.ts';

const CHARTS_MOST = 4;
const SOURCES_MOST = 5;
const WIDTH = 340;
const HEIGHT = 110;
const EDGE = { left: 8, right: 8, top: 18, bottom: 18 };

/** The figures told most often, each as a chart of what was reported when, and by whom. */
export function figureCharts(watchId: string, figures: ReadonlyMap<string, readonly FigurePoint[]>): Insert {
  const charts = [...figures].sort(([, a], [, b]) => b.length - a.length).slice(0, CHARTS_MOST);
  if (charts.length === 0) return null;
  return markup`<section id="figures" aria-labelledby="figures-title"><h2 id="figures-title" class="rubric">Figures</h2>
<p class="meta">As reported, each by the day it was found. Reports of one event are joined; nothing is added up.</p>
<div class="charts">${charts.map(([name, points]) => chart(watchId, name, points))}</div></section>
`;
}

function chart(watchId: string, name: string, points: readonly FigurePoint[]): Markup {
  const title = capital(clip(name.replaceAll('_', ' '), 40));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return markup``;
  const range = `${shortDay(first.line.foundAt)} to ${shortDay(last.line.foundAt)}`;
  const told = `${title}: ${counted(points.length, 'report')}, ${range}; the latest ${last.words}, ${clip(last.line.source, 60)}.`;
  return markup`<figure class="picture chart"><figcaption><b>${title}</b> ${last.words}, ${clip(last.line.source, 60)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${told}">${draw(points)}</svg>
<details><summary>${counted(points.length, 'report')}, with their sources</summary><ul class="plain">${points
    .slice(-SOURCES_MOST)
    .reverse()
    .map(
      ({ line, words }) =>
        markup`<li><b>${words}</b> <span class="outlet"><bdi>${clip(line.source, 60)}</bdi></span>, ${shortDay(line.foundAt)}: <a href="${developmentHref({ id: line.id, watchId })}"><bdi>${clip(line.headline, 90)}</bdi></a></li>`,
    )}</ul>${points.length > SOURCES_MOST && markup`<p class="meta">and ${counted(points.length - SOURCES_MOST, 'earlier one')}, among the developments</p>`}</details>
</figure>
`;
}

function draw(points: readonly FigurePoint[]): Markup {
  const times = points.map(({ line }) => line.foundAt);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...points.map(({ value }) => value));
  const across = WIDTH - EDGE.left - EDGE.right;
  const up = HEIGHT - EDGE.top - EDGE.bottom;
  const x = (at: number) =>
    Math.round(EDGE.left + (end === start ? 0.5 : (at - start) / (end - start)) * across);
  const y = (value: number) => Math.round(EDGE.top + up - (Math.max(0, value) / most) * up);
  const base = HEIGHT - EDGE.bottom;
  const byEvent = Map.groupBy(points, ({ line }) => line.entryId);
  const joined = [...byEvent.values()].filter((told) => told.length > 1);
  return markup`<line class="base" x1="0" x2="${WIDTH}" y1="${base}" y2="${base}"/>
<text x="0" y="12">${number(most)}</text><text x="0" y="${HEIGHT - 4}">${shortDay(start)}</text>${end > start && markup`<text class="end" x="${WIDTH}" y="${HEIGHT - 4}">${shortDay(end)}</text>`}
${joined.map((told) => markup`<polyline points="${told.map(({ line, value }) => `${x(line.foundAt)},${y(value)}`).join(' ')}"/>`)}
${points.map(({ line, value, words }) => markup`<circle cx="${x(line.foundAt)}" cy="${y(value)}" r="3"><title>${words}</title></circle>`)}`;
}
