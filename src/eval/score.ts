import type { DevelopmentKind } from '../model/development.ts';
import { AppError } from '../model/errors.ts';
import { type LabelledDevelopment, labelOf } from './developments.ts';
import type { ReplayLine } from './replay-line.ts';
import type { Story } from './story.ts';
import { type AlertVerdict, judge } from './verdicts.ts';

/** Shares from 0 to 1; null where there is nothing to take a share of. */
export interface Rates {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Of the alerts: told again, known before, matching nothing. */
  readonly repeatRate: number | null;
  readonly knownLeak: number | null;
  readonly noise: number | null;
  /** Articles with nothing to tell that raised nothing, of all such. */
  readonly silence: number | null;
  /** `relevant` as a yes-or-no. */
  readonly gateF1: number | null;
  /** Of the gains. */
  readonly typeRight: number | null;
  readonly dateRight: number | null;
  readonly certaintyRight: number | null;
  readonly figuresEqual: number | null;
  /** Alerts whose evidence stands in the article word for word, of all. It has to be 1. */
  readonly grounded: number | null;
}

export interface Counts {
  readonly articles: number;
  readonly developments: number;
  readonly alerts: number;
  readonly gains: number;
  readonly repeats: number;
  readonly known: number;
  readonly noise: number;
}

/** A development that no alert told. */
export interface Missed {
  /** The article that tells it first. */
  readonly article: string;
  readonly event: string;
  readonly kind: DevelopmentKind;
  readonly gist: string;
}

export interface Score {
  readonly story: string;
  readonly rates: Rates;
  readonly counts: Counts;
  readonly verdicts: readonly AlertVerdict[];
  readonly missed: readonly Missed[];
}

/**
 * Scores a replay by the rules of "Scoring a replay" in `docs/stories.md`.
 * @throws AppError when the lines are not those of the story's stream, one an article
 */
export function score(story: Story, lines: readonly ReplayLine[]): Score {
  const byArticle = linesByArticle(story, lines);
  const { verdicts, developments, missed } = judge(story, byArticle);
  const gains = verdicts.filter((verdict) => verdict.verdict === 'gain');
  const count = (kind: AlertVerdict['verdict']) => verdicts.filter(({ verdict }) => verdict === kind).length;
  const counts: Counts = {
    articles: story.stream.length,
    developments: developments.length,
    alerts: verdicts.length,
    gains: gains.length,
    repeats: count('repeat'),
    known: count('known'),
    noise: count('noise'),
  };
  return {
    story: story.id,
    rates: {
      precision: share(counts.gains, counts.alerts),
      recall: share(counts.gains, counts.developments),
      f1: share(2 * counts.gains, counts.alerts + counts.developments),
      repeatRate: share(counts.repeats, counts.alerts),
      knownLeak: share(counts.known, counts.alerts),
      noise: share(counts.noise, counts.alerts),
      silence: silenceOf(story, byArticle, developments),
      gateF1: gateOf(story, byArticle),
      typeRight: share(gains.filter(({ type }) => type).length, gains.length),
      dateRight: share(gains.filter(({ date }) => date).length, gains.length),
      certaintyRight: share(gains.filter(({ certainty }) => certainty).length, gains.length),
      figuresEqual: share(gains.filter(({ figures }) => figures).length, gains.length),
      grounded: share(verdicts.filter(({ grounded }) => grounded).length, verdicts.length),
    },
    counts,
    verdicts,
    missed: missed.map(({ file, event, kind }) => ({
      article: file,
      event: event.id,
      kind,
      gist: event.gist,
    })),
  };
}

function linesByArticle(story: Story, lines: readonly ReplayLine[]): ReadonlyMap<string, ReplayLine> {
  const byArticle = new Map(lines.map((line) => [line.article, line]));
  const missing = story.stream.find(({ file }) => !byArticle.has(file));
  if (!missing && lines.length === story.stream.length) return byArticle;
  const fault = missing ? `none for ${missing.file}` : 'more than one an article';
  throw new AppError(`a replay of ${story.id} has one line an article of its stream; here is ${fault}`);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function silenceOf(
  story: Story,
  lines: ReadonlyMap<string, ReplayLine>,
  developments: readonly LabelledDevelopment[],
): number | null {
  const telling = new Set(developments.map(({ file }) => file));
  const quiet = story.stream.filter(({ file }) => !telling.has(file));
  return share(quiet.filter(({ file }) => lines.get(file)?.alerts.length === 0).length, quiet.length);
}

/** F1 of `relevant`: twice the agreed, by the sum of those called and those that are. */
function gateOf(story: Story, lines: ReadonlyMap<string, ReplayLine>): number | null {
  const called = story.stream.filter(({ file }) => lines.get(file)?.relevant);
  const truly = story.stream.filter(({ file }) => labelOf(story, file).relevant);
  const agreed = called.filter(({ file }) => labelOf(story, file).relevant);
  return share(2 * agreed.length, called.length + truly.length);
}
