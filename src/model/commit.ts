import type { ArticleVerdict, Development } from './development.ts';
import type { DossierChange } from './dossier.ts';
import type { Instant } from './time.ts';

/** An article waiting to be compared for a watch. */
export interface PendingCompare {
  readonly watchId: string;
  readonly articleId: string;
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
