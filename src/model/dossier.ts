import type { Certainty, Evidence, NewsEvent } from './event.ts';
import type { Instant } from './time.ts';

/** One article's report of an event. */
export interface Observation {
  readonly articleId: string;
  readonly source: string;
  /** The article's own date, see `Article.publishedAt`. */
  readonly publishedAt?: string;
  readonly evidence: Evidence;
  readonly certainty: Certainty;
}

/** An event of the ledger: the fold of all its observations. Plain JSON. */
export interface LedgerEntry {
  readonly id: string;
  readonly event: NewsEvent;
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
