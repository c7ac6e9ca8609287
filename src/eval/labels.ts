import { z } from 'zod';
import { isDay } from '../config/dates.ts';
import { type Certainty, EVENT_TYPES, type EventType } from '../model/event.ts';
import type { DateRange } from '../model/time.ts';

/** The truth about one event of a story. */
export interface LabelledEvent {
  readonly id: string;
  readonly type: EventType;
  readonly gist: string;
  /** Null where no report dates it. */
  readonly date: DateRange | null;
  readonly place: readonly string[];
  readonly actors: readonly string[];
  readonly certainty: Certainty;
  readonly figures: Readonly<Record<string, number>>;
  /** The dossier holds it already. */
  readonly held: boolean;
  readonly weight: number;
}

export type MarkedChange = 'update' | 'confirmed' | 'denied' | 'corrected';

/** One event told in one article as news. */
export interface LabelledReport {
  readonly event: string;
  /** Sentences as they stand in the article; never empty. */
  readonly evidence: readonly string[];
  /** Null for a first report and for a repeat. */
  readonly change: MarkedChange | null;
  /** What this article gives, where it changes what was given before. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface LabelledArticle {
  readonly relevant: boolean;
  readonly reports: readonly LabelledReport[];
  /** Events told as known history. */
  readonly background: readonly string[];
}

export interface Labels {
  readonly events: ReadonlyMap<string, LabelledEvent>;
  /** By file name, as in the stream. */
  readonly articles: ReadonlyMap<string, LabelledArticle>;
}

const ALL_TYPES = Object.values(EVENT_TYPES).flat() as [EventType, ...EventType[]];

const day = z.string().refine(isDay, {
  error: (issue) => `"${String(issue.input)}" is not a day like 2024-02-11`,
});

const range = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }): boolean => from <= to, { error: 'ends before it begins' });

const dayOrRange = z
  .preprocess((value) => (typeof value === 'string' ? { from: value, to: value } : value), range)
  .nullish()
  .transform((value) => value ?? null);

const names = z.array(z.string().min(1)).default([]);
const figures = z.record(z.string().min(1), z.number()).default({});

const labelledEvent = z.strictObject({
  type: z.enum(ALL_TYPES),
  gist: z.string().min(1),
  date: dayOrRange,
  place: names,
  actors: names,
  certainty: z.enum(['happened', 'planned', 'denied', 'claimed']),
  figures,
  held: z.boolean(),
  weight: z.number().min(0).max(1),
});

const labelledReport = z.strictObject({
  event: z.string(),
  evidence: z.array(z.string().min(1)).min(1),
  change: z
    .enum(['new', 'update', 'confirmed', 'denied', 'corrected'])
    .optional()
    .transform((change): MarkedChange | null => (change === undefined || change === 'new' ? null : change)),
  figures,
});

const labelledArticle = z.strictObject({
  relevant: z.boolean(),
  reports: z.array(labelledReport).default([]),
  background: z.array(z.string()).default([]),
});

/** `labels.yaml`, as `docs/stories.md` lays it out. */
export const labelsSchema = z
  .strictObject({
    events: z.record(z.string(), labelledEvent),
    articles: z.record(z.string(), labelledArticle),
  })
  .transform(
    ({ events, articles }): Labels => ({
      events: new Map(Object.entries(events).map(([id, event]) => [id, { id, ...event }])),
      articles: new Map(Object.entries(articles)),
    }),
  );
