import type { Development, WithheldReason } from '../model/development.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Instant } from '../model/time.ts';
import { SENSITIVITIES, type Sensitivity, type Watch } from '../model/watch.ts';
import type { Labels } from './labels.ts';
import { lineOf, replaySteps } from './replay.ts';
import type { ReplayLine } from './replay-line.ts';
import { score } from './score.ts';
import type { StreamArticle } from './story.ts';

/** Past articles a watch is tried on. */
export interface Past {
  /** In order of publication. */
  readonly stream: readonly StreamArticle[];
  /** The truth about them, where somebody laid it down. */
  readonly labels: Labels | null;
}

/** One development that a backtest told. */
export interface Told {
  /** The article that told it. */
  readonly file: string;
  readonly at: Instant;
  readonly development: Development;
  /** By the labels: new and told once, told before, known before, or nothing of the story. */
  readonly verdict?: 'gain' | 'repeat' | 'known' | 'noise';
}

/** What was wrong with telling it; '' where nothing was. */
export const VERDICT_WORDS: Readonly<Record<NonNullable<Told['verdict']>, string>> = {
  gain: '',
  repeat: 'told before',
  known: 'known before',
  noise: 'not of the story',
};

/** What a watch would have told at one sensitivity. */
export interface BacktestRun {
  readonly sensitivity: Sensitivity;
  readonly told: readonly Told[];
  /** Sentences and articles not told, by reason. */
  readonly withheld: Readonly<Partial<Record<WithheldReason, number>>>;
  /** Developments by the labels that nothing told; null without labels. */
  readonly missed: readonly { readonly file: string; readonly gist: string }[] | null;
}

/** One article replayed at one sensitivity. */
export interface BacktestStep {
  readonly sensitivity: Sensitivity;
  /** Articles of this run so far. */
  readonly done: number;
}

/**
 * Replays past articles on a watch at every sensitivity, in order and without look-ahead.
 *
 * @param onStep called after each article of each run
 */
export function backtest(
  watch: Watch,
  past: Past,
  lexicon: Lexicon,
  onStep: (step: BacktestStep) => void = () => undefined,
): readonly BacktestRun[] {
  const steps = backtestSteps(watch, past, lexicon);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onStep(step.value);
  }
}

/** The same step by step, for who has other work to do in between. */
export function* backtestSteps(
  watch: Watch,
  past: Past,
  lexicon: Lexicon,
): Generator<BacktestStep, readonly BacktestRun[]> {
  const runs: BacktestRun[] = [];
  for (const sensitivity of SENSITIVITIES)
    runs.push(yield* runSteps({ ...watch, sensitivity }, past, lexicon));
  return runs;
}

function* runSteps(
  watch: Watch & { readonly sensitivity: Sensitivity },
  { stream, labels }: Past,
  lexicon: Lexicon,
): Generator<BacktestStep, BacktestRun> {
  const { sensitivity } = watch;
  // The dossiers of the steps are let go: each is a state of the whole ledger.
  const lines: ReplayLine[] = [];
  const found: Told[] = [];
  const withheld: Partial<Record<WithheldReason, number>> = {};
  for (const step of replaySteps({ watch, stream }, lexicon)) {
    const { file, at, comparison } = step;
    lines.push(lineOf(step));
    for (const development of comparison.developments) found.push({ file, at, development });
    for (const { reason } of comparison.withheld) withheld[reason] = (withheld[reason] ?? 0) + 1;
    yield { sensitivity, done: lines.length };
  }
  const scored = labels && score({ id: watch.id, watch, stream, labels }, lines);
  // Verdicts stand in the order of the alerts.
  const told = found.map((one, i): Told => {
    const verdict = scored?.verdicts[i]?.verdict;
    return verdict ? { ...one, verdict } : one;
  });
  const missed = scored ? scored.missed.map(({ article, gist }) => ({ file: article, gist })) : null;
  return { sensitivity, told, withheld, missed };
}

/** One fact that was told, and at which sensitivities. */
export interface ToldFact extends Told {
  readonly toldAt: readonly Sensitivity[];
}

/** What any of the runs told, each fact once, in the order of time. */
export function factsOf(runs: readonly BacktestRun[]): readonly ToldFact[] {
  const facts = new Map<string, ToldFact>();
  for (const { sensitivity, told } of runs) {
    for (const one of told) {
      const key = `${one.file}\n${one.development.evidence.start}\n${one.development.kind}`;
      const { toldAt = [] } = facts.get(key) ?? {};
      facts.set(key, { ...one, toldAt: [...toldAt, sensitivity] });
    }
  }
  return [...facts.values()].sort((a, b) => a.at.localeCompare(b.at));
}

/** What one run comes to, in numbers. */
export interface BacktestCounts {
  readonly alerts: number;
  readonly gains: number | null;
  readonly missed: number | null;
  /** Told again, by the labels; null without them. */
  readonly repeats: number | null;
  /** Told though known before, or not of the story; null without labels. */
  readonly wrong: number | null;
}

export function countsOf({ told, missed }: BacktestRun): BacktestCounts {
  if (missed === null) return { alerts: told.length, gains: null, missed: null, repeats: null, wrong: null };
  const count = (verdict: Told['verdict']) => told.filter((one) => one.verdict === verdict).length;
  return {
    alerts: told.length,
    gains: count('gain'),
    missed: missed.length,
    repeats: count('repeat'),
    wrong: count('known') + count('noise'),
  };
}
