import type { Article } from './article.ts';
import type { Certainty, EventType } from './event.ts';
import type { DateRange, Instant } from './time.ts';
import type { Sensitivity, Watch, WatchFeed } from './watch.ts';

/** A baseline document of a draft. */
export interface DraftDocument {
  readonly article: Article;
  /** The day it came out as a person wrote it, right or not: `2024-02-11`, an instant, or ''. */
  readonly day: string;
  /** Its file in the dossier; left out where it is in none yet. */
  readonly file?: string;
}

/** A watch that is being set up or edited on the page, before anything of it is written. */
export interface WatchDraft {
  readonly id: string;
  /** Grows with each change; 0 before the first is kept. */
  readonly version: number;
  /** The watch that is edited, as it was opened; left out for a new one. */
  readonly opened?: OpenedWatch;
  /** As wished; '' for one made from the title. */
  readonly watchId: string;
  readonly title: string;
  readonly follow: string;
  /** As written, one a line: `actor Harbour Union = HU, the union`. */
  readonly names: string;
  readonly sensitivity: Sensitivity;
  /** Kinds that wake; null for all. */
  readonly types: readonly EventType[] | null;
  readonly documents: readonly DraftDocument[];
  readonly feeds: readonly WatchFeed[];
  /** What could not be read or found at the last change, a sentence each. */
  readonly notes: readonly string[];
  /** What the documents and names teach. */
  readonly learnt: DraftLearnt;
  readonly trial?: Trial;
}

export interface DraftLearnt {
  /** The most central first. */
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly events: readonly {
    readonly type: EventType;
    readonly certainty: Certainty;
    readonly date: DateRange | null;
    readonly sentence: string;
  }[];
  /** Events left out of the list. */
  readonly further: number;
  /** Kinds worth being woken for. */
  readonly suggested: readonly EventType[];
}

export interface OpenedWatch {
  readonly watch: Watch;
  /** The dossier's documents by their files. */
  readonly documents: readonly DraftDocument[];
  /** Names the content of its files as they were. */
  readonly basis: string;
}

/** What stands in the way of writing a draft. */
export interface DraftMistake {
  /** The field of the form it is about. */
  readonly field: DraftField;
  readonly message: string;
}

export type DraftField = 'title' | 'id' | 'follow' | 'names' | 'documents' | 'feeds' | 'types';

/** What a draft would have told of past articles. */
export interface Trial {
  /** Of the draft it was made with. */
  readonly version: number;
  readonly at: Instant;
  /** What was replayed: a feed's address, the names of files. */
  readonly from: string;
  readonly articles: number;
  /** `7 alerts, 1 missed, 0 repeats` a sensitivity. */
  readonly counts: readonly { readonly sensitivity: Sensitivity; readonly words: string }[];
  readonly told: readonly TrialLine[];
  /** Told, and left out of the lines. */
  readonly further: number;
  readonly missed: readonly string[];
  /** Articles that were left out, and why. */
  readonly skipped: readonly string[];
  /** SVG. */
  readonly picture: string;
}

/** One development that a trial told. */
export interface TrialLine {
  readonly at: Instant;
  readonly headline: string;
  readonly sentence: string;
  readonly source: string;
  /** The sensitivities that tell it. */
  readonly toldAt: readonly Sensitivity[];
  /** By the labels, where there are some: `told before`. */
  readonly verdict?: string;
}
