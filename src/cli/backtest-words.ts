import type { PastArticles } from '../app/past-articles.ts';
import { type BacktestRun, countsOf, factsOf, type Told, VERDICT_WORDS } from '../eval/backtest.ts';
import { countsText } from '../eval/backtest-picture.ts';
import type { Watch } from '../model/watch.ts';
import { counted, REASON_WORDS } from '../model/words.ts';
import { bad, bold, dim, good, table, warm } from './print.ts';

const BAR_WIDTH = 40;
/** What was told, line by line; more stands in --json. */
const SHOWN = 60;

/** A backtest for the terminal: a line and a bar a sensitivity, then what each would have told. */
export function backtestText(watch: Watch, past: PastArticles, runs: readonly BacktestRun[]): string {
  const own = watch.sensitivity ?? 'normal';
  const title = `${watch.title}: ${counted(past.stream.length, 'article')}${spanText(past)}`;
  const lines = [bold(title), ...knownText(watch, past), ''];
  const rows = runs.map((run) => [
    run.sensitivity === own ? `${run.sensitivity} ←` : run.sensitivity,
    countsText(run),
    barOf(run, runs),
  ]);
  lines.push(
    table(rows),
    past.labels ? LEGEND : withheldText(runs.find((run) => run.sensitivity === own)),
    '',
  );
  lines.push(bold(`Told at ${runs.map(({ sensitivity }) => sensitivity).join(', ')}`), ...toldLines(runs));
  const missed = runs.find(({ sensitivity }) => sensitivity === own)?.missed ?? [];
  if (missed.length > 0) {
    lines.push('', bold(`Missed at ${own}`));
    lines.push(...missed.slice(0, SHOWN).map(({ file, gist }) => `  ${bad('○')} ${gist} ${dim(file)}`));
  }
  if (!past.labels) lines.push('', dim(NO_LABELS));
  return lines.join('\n');
}

const LEGEND = dim('█ told and right  ▓ told again, known before or not of the story  ░ missed');
const NO_LABELS =
  'What was missed, only labels can tell: docs/stories.md has the layout of a labelled folder.';

function spanText({ stream }: PastArticles): string {
  const days = stream.flatMap(({ article }) => article.publishedAt?.slice(0, 10) ?? []);
  const [first] = days;
  return first ? `, ${first} to ${days.at(-1)}` : ', in the order of their names';
}

/** A dossier that knows what came later would make the past look silent. */
function knownText({ baseline }: Watch, { stream }: PastArticles): readonly string[] {
  const newest =
    baseline
      .map(({ publishedAt = '' }) => publishedAt.slice(0, 10))
      .sort()
      .at(-1) ?? '';
  const older = stream.filter(({ article }) => (article.publishedAt ?? newest).slice(0, 10) < newest).length;
  if (older === 0) return [];
  const what = `${counted(older, 'article is', 'articles are')} older than the dossier's newest document (${newest})`;
  return [warm(`${what}; what it tells counts as known`)];
}

function barOf(run: BacktestRun, runs: readonly BacktestRun[]): string {
  const sizeOf = (one: BacktestRun) => one.told.length + (one.missed?.length ?? 0);
  const most = Math.max(1, ...runs.map(sizeOf));
  const part = (count: number, mark: string) => mark.repeat(Math.round((count / most) * BAR_WIDTH));
  const { alerts, gains, missed } = countsOf(run);
  const right = gains ?? alerts;
  return `${good(part(right, '█'))}${warm(part(alerts - right, '▓'))}${dim(part(missed ?? 0, '░'))}`;
}

function withheldText(run: BacktestRun | undefined): string {
  const reasons = Object.entries(run?.withheld ?? {}).map(
    ([reason, count]) => `${count} ${REASON_WORDS[reason as keyof typeof REASON_WORDS]}`,
  );
  return dim(`Withheld at ${run?.sensitivity}: ${reasons.join(', ') || 'nothing'}`);
}

/** One line a development, with a mark for each sensitivity that tells it, in the order of time. */
function toldLines(runs: readonly BacktestRun[]): readonly string[] {
  const facts = factsOf(runs);
  if (facts.length === 0) return ['  nothing'];
  const lines = facts.slice(0, SHOWN).map((told) => {
    const marks = runs.map((run) => (told.toldAt.includes(run.sensitivity) ? good('●') : dim('·')));
    const { headline, article } = told.development;
    return `  ${marks.join(' ')}  ${told.at.slice(0, 10)}  ${headline}${verdictText(told)} ${dim(article.source)}`;
  });
  return facts.length > SHOWN ? [...lines, dim(`  and ${facts.length - SHOWN} more; --json has all`)] : lines;
}

function verdictText({ verdict }: Told): string {
  const words = verdict && VERDICT_WORDS[verdict];
  return words ? warm(` (${words})`) : '';
}
