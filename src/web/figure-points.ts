import { figureInWords } from '../model/words.ts';
import type { StoryLine } from './story-index.ts';

/** Of each figure the latest reports are kept: a chart shows no more. */
const POINTS_MOST = 60;

/** What one report gives for a figure. */
export interface FigurePoint {
  readonly line: StoryLine;
  readonly value: number;
  /** `at least 3`. */
  readonly words: string;
}

/** The latest reports of each figure, oldest first, by its name; the figure told last comes last. */
export function figurePoints(lines: readonly StoryLine[]): ReadonlyMap<string, readonly FigurePoint[]> {
  const byName = new Map<string, FigurePoint[]>();
  for (const line of lines.toReversed()) {
    for (const [name, figure] of Object.entries(line.figures)) {
      const points = byName.get(name) ?? [];
      if (points.length < POINTS_MOST)
        points.push({ line, value: figure.value, words: figureInWords(figure) });
      byName.set(name, points);
    }
  }
  return new Map([...byName].map(([name, points]) => [name, points.toReversed()]));
}
