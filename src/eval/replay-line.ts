import type { DevelopmentKind, WithheldReason } from '../model/development.ts';
import type { Certainty, EventType } from '../model/event.ts';
import type { DateRange } from '../model/time.ts';

/** A development as a replay prints it. */
export interface ReplayAlert {
  readonly kind: DevelopmentKind;
  readonly type: EventType;
  readonly date: DateRange | null;
  readonly certainty: Certainty;
  readonly place: readonly string[];
  readonly actors: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  readonly weight: number;
  readonly evidence: string;
  readonly why: readonly string[];
}

export interface ReplayWithheld {
  readonly type: EventType;
  readonly reason: WithheldReason;
  readonly evidence: string;
}

/** What was decided on one article of the stream; JSON lines of `newswatch replay --json`. */
export interface ReplayLine {
  /** The article's file name. */
  readonly article: string;
  readonly relevant: boolean;
  readonly alerts: readonly ReplayAlert[];
  readonly withheld: readonly ReplayWithheld[];
}
