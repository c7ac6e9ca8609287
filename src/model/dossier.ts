import type { Certainty, Evidence, NewsEvent } from './event.ts';
import type { Later } from './later.ts';
import type { Day, Instant } from './time.ts';

/** One article's report of an event. */
export interface Observation {
  readonly articleId: string;
  readonly source: string;
  /** The article's own date, see `Article.publishedAt`. */
  readonly publishedAt?: string;
  readonly evidence: Evidence;
  readonly certainty: Certainty;
  /** Its article was taken for the story's by what the ledger held alone: no other is taken for what it says. */
  readonly doubtful?: true;
}

/** An event of the ledger: the fold of all its observations. Plain JSON. */
export interface LedgerEntry {
  readonly id: string;
  readonly event: NewsEvent;
  /** Its date was said where it was told, not taken over from around it. */
  readonly dateIsOwn?: true;
  /** First, latest and those that changed it; capped by compare, so that an entry stays small. */
  readonly observations: readonly Observation[];
  /** True when a baseline document holds it. */
  readonly held: boolean;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly outlets: readonly string[];
  /** Independent origins: copies of one agency report count once. */
  readonly origins: readonly string[];
}

/** What is kept of an article to know its copies. Plain JSON. */
export interface ArticlePrint {
  readonly articleId: string;
  readonly title: string;
  readonly source: string;
  readonly publishedAt?: string;
  /** Who it came from, when another than its outlet: copies of it come from there too. */
  readonly origin?: string;
  /** Sketch of its shingles; compare alone reads it. */
  readonly sketch: readonly number[];
}

/** What one article changed in a dossier: entries and prints to put in place of those with the same id. */
export interface DossierChange {
  readonly entries: readonly LedgerEntry[];
  readonly prints: readonly ArticlePrint[];
}

/** A ledger's records as they are kept, in two parts; each of the first is read when it is asked for. */
export interface LedgerRecords {
  /** What the second part is reached with. */
  readonly version: number;
  /** Last changed at a version before or at the one asked for; undefined where a record is damaged. */
  readonly entries: ReadonlyMap<string, Later<LedgerEntry | undefined>>;
  readonly prints: ReadonlyMap<string, Later<ArticlePrint | undefined>>;
  /** What changed after it. */
  readonly change: DossierChange;
}

/** Some of a ledger's records. */
export interface LedgerIds {
  readonly entries: readonly string[];
  readonly prints: readonly string[];
}

/** The same, read; those there are not are left out. */
export interface LedgerPart extends DossierChange {
  readonly version: number;
}

/** What a baseline taught, kept so that its documents need not be read anew. Plain JSON; compare alone reads it. */
export interface Founding {
  /** Those that are not built in. */
  readonly names: readonly {
    readonly name: string;
    readonly alias: string;
    readonly kind: 'actor' | 'place' | 'both';
  }[];
  readonly actors: readonly (readonly [name: string, central: number])[];
  readonly words: readonly (readonly [term: string, count: number])[];
  readonly documents: readonly (readonly (readonly [term: string, count: number])[])[];
  readonly self: number;
  readonly bar: number;
  readonly entries: readonly LedgerEntry[];
  readonly prints: readonly ArticlePrint[];
}

/** A founding as kept. */
export interface KeptFounding {
  /** Of the watch, the lexicon and the program that founded it: of another it is worth nothing. */
  readonly mark: string;
  readonly founding: Founding;
}

/** What is derived of a whole dossier, kept so that it need not be derived anew. Plain JSON; compare alone reads it. */
export interface DerivedIndex {
  /** In the order they came: id, how many sentences are indexed by their words, first and last day of the event. */
  readonly entries: readonly (readonly [id: string, sentences: number, from?: Day, to?: Day])[];
  /** By key: how many entries it has and, by their numbers, those it finds. */
  readonly holders: readonly (readonly [key: string, count: number, ...entries: readonly number[]])[];
  readonly prints: readonly string[];
  /** A hash and the number of the print that first had it, alternating. */
  readonly copies: readonly number[];
  readonly days: readonly Day[];
}

/** A derived index as kept. */
export interface KeptIndex {
  /** Of the ledger it was derived from. */
  readonly version: number;
  /** Of the baseline, and of the program that derived it: of another it is worth nothing. */
  readonly mark: string;
  readonly index: DerivedIndex;
}
