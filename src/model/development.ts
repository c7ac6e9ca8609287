import type { EventType, Evidence, Figures, NewsEvent } from './event.ts';
import type { Instant } from './time.ts';

export type DevelopmentKind = 'new' | 'update' | 'confirmed' | 'denied' | 'corrected';

/** The article a verdict was reached on. */
export interface ArticleRef {
  readonly articleId: string;
  readonly url: string;
  readonly title: string;
  readonly source: string;
  readonly publishedAt?: string;
}

/** The dossier's own sentence that a development changes. */
export interface KnownBefore {
  readonly entryId: string;
  readonly sentence: string;
  readonly source: string;
  readonly publishedAt?: string;
  /** What the ledger held, so that a change can be told as `3 → 5`. */
  readonly figures?: Figures;
}

/** An event the ledger did not hold, or a change to one. Plain JSON. */
export interface Development {
  /** `contentId('v', watch, ledger entry, kind, what changed)`: the same fact gives the same id. */
  readonly id: string;
  readonly watchId: string;
  readonly kind: DevelopmentKind;
  readonly entryId: string;
  readonly event: NewsEvent;
  /** The fact in a few words, the verb and place first: `Talks resume in Geneva`. No full stop. */
  readonly headline: string;
  /** 0 to 1: 1 wakes, 0.5 is for the digest. */
  readonly weight: number;
  readonly evidence: Evidence;
  readonly article: ArticleRef;
  readonly before?: KnownBefore;
  readonly outlets: number;
  readonly origins: number;
  /** In words a reader understands, the weightiest first; never empty. */
  readonly why: readonly string[];
  /** When it was found. */
  readonly at: Instant;
}

export type WithheldReason = 'known' | 'background' | 'repeat' | 'off-story' | 'old' | 'duplicate';

/** An event not told, and the reason. */
export interface Withheld {
  readonly type: EventType;
  readonly reason: WithheldReason;
  /** The sentence; the title when the whole article is withheld. */
  readonly evidence: string;
  /** Never empty. */
  readonly why: readonly string[];
  /** The ledger's entry it met. */
  readonly entryId?: string;
}

/** Everything decided on one article for one watch, as kept for the page. */
export interface ArticleVerdict {
  readonly watchId: string;
  readonly article: ArticleRef;
  readonly relevant: boolean;
  /** Why it is on the story, or not; never empty. */
  readonly why: readonly string[];
  readonly developmentIds: readonly string[];
  readonly withheld: readonly Withheld[];
  readonly at: Instant;
}
