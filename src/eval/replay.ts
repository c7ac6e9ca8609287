import { compare } from '../compare/compare.ts';
import { foundDossier } from '../compare/dossier.ts';
import type { Article } from '../model/article.ts';
import type { Development, Withheld } from '../model/development.ts';
import type { Figures } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Instant } from '../model/time.ts';
import type { ReplayAlert, ReplayLine, ReplayWithheld } from './replay-line.ts';
import type { Story } from './story.ts';

/** Founds the story's dossier and compares its stream with it, article by article: one line an article. */
export function replay(story: Story, lexicon: Lexicon): readonly ReplayLine[] {
  let dossier = foundDossier(story.watch, lexicon);
  const times = readingTimes(story);
  return story.stream.map(({ file, article }, index) => {
    const comparison = compare(dossier, article, times[index] ?? EPOCH);
    dossier = comparison.dossier;
    return {
      article: file,
      relevant: comparison.relevant,
      alerts: comparison.developments.map(alertOf),
      withheld: comparison.withheld.map(withheldOf),
    };
  });
}

const EPOCH: Instant = '1970-01-01T00:00:00.000Z';

/**
 * When each article of the stream is read: when it was published, or with the one before it (at first the dossier's
 * latest) where it has no date. One dated by its day alone is read at noon UTC, an hour of that day nearly everywhere.
 * Never earlier than the one before.
 */
export function readingTimes(story: Pick<Story, 'watch' | 'stream'>): readonly Instant[] {
  const later = (latest: number, { publishedAt }: Article) =>
    publishedAt === undefined ? latest : Math.max(latest, publicationMs(publishedAt));
  let latest = story.watch.baseline.reduce(later, Date.parse(EPOCH));
  return story.stream.map(({ article }) => {
    latest = later(latest, article);
    return new Date(latest).toISOString();
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
