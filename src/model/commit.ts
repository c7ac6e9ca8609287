import type { Article } from './article.ts';
import type { ArticleVerdict, Development } from './development.ts';
import type { DossierChange } from './dossier.ts';
import type { Instant } from './time.ts';

/** An article waiting to be compared for a watch. */
export interface PendingCompare {
  readonly watchId: string;
  readonly articleId: string;
}

/** One that several watches wait for. */
export interface PendingCompares {
  readonly watchIds: readonly string[];
  readonly articleId: string;
}

/** What became of an article that was to be stored. */
export interface SavedArticle {
  /** False: it was there already, and that text stays. */
  readonly isNew: boolean;
  /** Watches that have yet to compare it. */
  readonly waiting: readonly string[];
}

/** What a comparison begins with. */
export interface ComparisonStart {
  readonly isCompared: boolean;
  /** Of the watch's dossier, now. */
  readonly version: number;
  /** Null where its text is gone, or is not needed because it was compared. */
  readonly article: Article | null;
}

/** What looking at an article for several watches begins with. */
export interface SiftStart {
  /** Null where its text is gone. */
  readonly article: Article | null;
  /** Of the watches' dossiers, in their order. */
  readonly versions: readonly number[];
}

/** A development whose alert has yet to be handed on. */
export interface OutboxEntry {
  readonly watchId: string;
  readonly developmentId: string;
}

/** Everything decided on one article for one watch. */
export interface CompareCommit {
  readonly watchId: string;
  readonly articleId: string;
  /** The version the decision was computed on. */
  readonly version: number;
  readonly change: DossierChange;
  readonly developments: readonly Development[];
  readonly verdict: ArticleVerdict;
  /** Developments to be alerted at once. */
  readonly outbox: readonly OutboxEntry[];
  readonly at: Instant;
}

/** `stale`: the dossier went on meanwhile; compute again on the newer one. */
export type CommitOutcome = 'committed' | 'stale' | 'already-compared';
