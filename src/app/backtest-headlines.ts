import type { BacktestRun, Told } from '../eval/backtest.ts';
import { withHeadlines } from '../jobs/headlines.ts';

/** Runs with the headlines that a reader would meet: two facts of one article do not share one. */
export function withReadersHeadlines(runs: readonly BacktestRun[]): readonly BacktestRun[] {
  return runs.map((run) => ({
    ...run,
    told: [...Map.groupBy(run.told, ({ file }) => file).values()].flatMap(ofArticle),
  }));
}

function ofArticle(told: readonly Told[]): readonly Told[] {
  const named = withHeadlines(told.map(({ development }) => development));
  return told.map((one, at) => ({ ...one, development: named[at] ?? one.development }));
}
