import type { DevelopmentKind } from '../model/development.ts';
import type { Certainty } from '../model/event.ts';
import type { LabelledArticle, LabelledEvent, LabelledReport } from './labels.ts';
import type { Story } from './story.ts';

/** A development of the stream, by its labels: what there is to be told, once. */
export interface LabelledDevelopment {
  readonly event: LabelledEvent;
  readonly kind: DevelopmentKind;
  /** Index in the stream of the article that tells it first. */
  readonly index: number;
  readonly file: string;
  readonly certainty: Certainty;
}

const CERTAINTY_OF_CHANGE: Partial<Record<DevelopmentKind, Certainty>> = {
  confirmed: 'happened',
  denied: 'denied',
};

/**
 * The developments of a stream, in its order: an event that the dossier does not hold where it is reported first, and
 * every marked change.
 */
export function labelledDevelopments(story: Story): readonly LabelledDevelopment[] {
  const reported = new Set<string>();
  return reportsOf(story).flatMap(({ report, event, index, file }) => {
    const first = !reported.has(event.id);
    reported.add(event.id);
    const kind = report.change ?? (first && !event.held ? 'new' : null);
    if (kind === null) return [];
    return [{ event, kind, index, file, certainty: CERTAINTY_OF_CHANGE[kind] ?? event.certainty }];
  });
}

interface PlacedReport {
  readonly report: LabelledReport;
  readonly event: LabelledEvent;
  readonly index: number;
  readonly file: string;
}

function reportsOf(story: Story): readonly PlacedReport[] {
  return story.stream.flatMap(({ file }, index) =>
    labelOf(story, file).reports.flatMap((report) => {
      const event = story.labels.events.get(report.event);
      return event ? [{ report, event, index, file }] : [];
    }),
  );
}

/** An event's figures as the stream has told them up to an article: those of its first report, then every change. */
export function figuresUpTo(
  story: Story,
  event: LabelledEvent,
  index: number,
): Readonly<Record<string, number>> {
  const changes = reportsOf(story).filter((placed) => placed.event.id === event.id && placed.index <= index);
  return Object.assign({}, event.figures, ...changes.map(({ report }) => report.figures));
}

export function labelOf(story: Story, file: string): LabelledArticle {
  return story.labels.articles.get(file) ?? { relevant: false, reports: [], background: [] };
}
