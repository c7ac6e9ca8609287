import type { DateRange } from './time.ts';

/** Event types by root: PLOVER-like, as the labelled stories use them. */
export const EVENT_TYPES = {
  talks: [
    'talks_agreed',
    'talks_started',
    'talks_round_held',
    'talks_suspended',
    'talks_resumed',
    'talks_collapsed',
    'talks_concluded',
  ],
  agreement: [
    'agreement_reached',
    'agreement_signed',
    'agreement_rejected',
    'timetable_set',
    'ceasefire_declared',
    'ceasefire_extended',
    'ceasefire_broken',
    'offer_made',
  ],
  force: ['attack', 'strike', 'clash', 'attacks_halted', 'threat'],
  posture: [
    'withdrawal_announced',
    'withdrawal_started',
    'withdrawal_completed',
    'withdrawal_postponed',
    'deployment',
  ],
  politics: ['statement', 'legal_act', 'election', 'appointment', 'resignation'],
  people: ['release', 'arrest', 'protest', 'walkout', 'walkout_ended'],
  other: ['other'],
} as const;

export type EventRoot = keyof typeof EVENT_TYPES;
export type EventType = (typeof EVENT_TYPES)[EventRoot][number];

const ROOT_BY_TYPE: ReadonlyMap<string, EventRoot> = new Map(
  (Object.keys(EVENT_TYPES) as EventRoot[]).flatMap((root) =>
    EVENT_TYPES[root].map((type) => [type, root] as const),
  ),
);

export function rootOf(type: EventType): EventRoot {
  return ROOT_BY_TYPE.get(type) ?? 'other';
}

export type Certainty = 'happened' | 'planned' | 'denied' | 'claimed';

/** A number an article gives with an event. "At least one" is 1, `at-least`. */
export interface Figure {
  readonly value: number;
  readonly bound: 'exact' | 'about' | 'at-least' | 'at-most';
}

/** By name: `killed`, `wounded`, `attacks`, `troops`, … */
export type Figures = Readonly<Record<string, Figure>>;

/** A sentence as it stands in an article; offsets in `articleText`, end exclusive. */
export interface Evidence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Something an article says happened, is planned, or is denied. */
export interface NewsEvent {
  readonly type: EventType;
  /** Null where no report dates it. */
  readonly date: DateRange | null;
  readonly place: readonly string[];
  readonly actors: readonly string[];
  readonly figures: Figures;
  readonly certainty: Certainty;
}
