import { type Comparison, compare } from '../compare/compare.ts';
import { foundDossier } from '../compare/dossier.ts';
import type { Article } from '../model/article.ts';
import type { Development, Withheld } from '../model/development.ts';
import type { Figures } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Instant } from '../model/time.ts';
import type { ReplayAlert, ReplayLine, ReplayWithheld } from './replay-line.ts';
import type { Story } from './story.ts';

/** One step of a replay. */
export interface ReplayStep {
  readonly file: string;
  readonly article: Article;
  /** When it is read. */
  readonly at: Instant;
  readonly comparison: Comparison;
}

/** Founds a watch's dossier and compares a stream with it, article by article, none knowing of a later one. */
export function* replaySteps(
  { watch, stream }: Pick<Story, 'watch' | 'stream'>,
  lexicon: Lexicon,
): Generator<ReplayStep> {
  let dossier = foundDossier(watch, lexicon);
  const times = readingTimes({ watch, stream });
  for (const [index, { file, article }] of stream.entries()) {
    const at = times[index] ?? EPOCH;
    const comparison = compare(dossier, article, at);
    dossier = comparison.dossier;
    yield { file, article, at, comparison };
  }
}

/** One line an article of the story's stream. */
export function replay(story: Story, lexicon: Lexicon): readonly ReplayLine[] {
  return [...replaySteps(story, lexicon)].map(lineOf);
}

/** A step as it is printed and scored. */
export function lineOf({ file, comparison }: ReplayStep): ReplayLine {
  return {
    article: file,
    relevant: comparison.relevant,
    alerts: comparison.developments.map(alertOf),
    withheld: comparison.withheld.map(withheldOf),
  };
}

const EPOCH: Instant = '1970-01-01T00:00:00.000Z';

/**
 * When each article of the stream is read: when it was published, or with the one before it (at first the dossier's
 * latest) where it has no date. One dated by its day alone is read at noon UTC, an hour of that day nearly everywhere.
 * Never earlier than the one before.
 */
export function readingTimes(story: Pick<Story, 'watch' | 'stream'>): readonly Instant[] {
  const published = ({ publishedAt }: Article) =>
    publishedAt === undefined ? Number.NEGATIVE_INFINITY : publicationMs(publishedAt);
  let latest = Math.max(...story.watch.baseline.map(published), Number.NEGATIVE_INFINITY);
  return story.stream.map(({ article }) => {
    latest = Math.max(latest, published(article));
    return Number.isFinite(latest) ? new Date(latest).toISOString() : EPOCH;
  });
}

function publicationMs(publishedAt: string): number {
  return Date.parse(publishedAt.length === 10 ? `${publishedAt}T12:00:00Z` : publishedAt);
}

function alertOf({ kind, event, weight, evidence, why }: Development): ReplayAlert {
  return {
    kind,
    type: event.type,
    date: event.date,
    certainty: event.certainty,
    place: event.place,
    actors: event.actors,
    figures: valuesOf(event.figures),
    weight,
    evidence: evidence.text,
    why,
  };
}

function withheldOf({ type, reason, evidence }: Withheld): ReplayWithheld {
  return { type, reason, evidence };
}

function valuesOf(figures: Figures): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
}
