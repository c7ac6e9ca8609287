import type { Instant } from './time.ts';

/** One feed of one or more watches, as configured. */
export interface Feed {
  /** `contentId('f', url)`. */
  readonly id: string;
  readonly url: string;
  readonly title?: string;
  readonly watchIds: readonly string[];
}

/** One entry of a feed. */
export interface Item {
  /** `contentId('i', feed URL, the entry's own id, else its link)`. */
  readonly id: string;
  /** Absolute http(s) URL of the page; missing when the entry has none. */
  readonly url?: string;
  readonly title: string;
  /** Plain text; '' when there is none, or none but `contentHtml`. */
  readonly summary: string;
  /** The full text as HTML, where the feed carries it. */
  readonly contentHtml?: string;
  readonly authors: readonly string[];
  readonly publishedAt?: Instant;
  readonly updatedAt?: Instant;
}

/** An item that could not be read. */
export interface Unreadable {
  readonly itemId: string;
  readonly feedId: string;
  readonly url?: string;
  readonly title: string;
  /** In words. */
  readonly error: string;
  readonly at: Instant;
}

/** How long a feed and its server want to be left alone, as last said. */
export interface FeedAsks {
  /** Cache-Control max-age or Expires (RFC 9111). */
  readonly freshMs?: number;
  /** RSS ttl, or the syndication module's period. */
  readonly ttlMs?: number;
  /** RSS skipHours: 0 to 23, UTC. */
  readonly skipHours?: readonly number[];
  /** RSS skipDays: 0 is Sunday, UTC. */
  readonly skipDays?: readonly number[];
}

/** A host that answered 429, or 503 with a Retry-After, to one of its feeds. */
export interface HostRefusal {
  readonly feedId: string;
  readonly until: Instant;
}

/** Where a feed's news can be had pushed (WebSub). */
export interface FeedHub {
  readonly hub: string;
  /** The address the feed is known by there. */
  readonly topic: string;
}

/** How it stands with the hub of a feed. */
export interface FeedPush extends FeedHub {
  /** When the hub was asked last. */
  readonly askedAt: Instant;
  readonly confirmedAt?: Instant;
  /** The end of its promise. */
  readonly until?: Instant;
  /** When it told last, rightly signed. */
  readonly pushedAt?: Instant;
  /** When a poll found what it had not told. */
  readonly missedAt?: Instant;
  /** Why it does not tell, in words. */
  readonly error?: string;
}

/** Why a feed is not asked yet: it asked for it, it fails, it publishes seldom, its hub tells of news. */
export type WaitReason = 'asked' | 'failing' | 'seldom' | 'pushed';

/** What polling has learnt about a feed. */
export interface FeedState {
  /** Sent back as they came; replaced together on every 200. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** SHA-256 of the last body, for servers that never answer 304. */
  readonly bodyHash?: string;
  /** No request before this, and why. */
  readonly notBefore?: Instant;
  readonly waitsFor?: WaitReason;
  readonly asks?: FeedAsks;
  /** Between two of its items, as it usually publishes. */
  readonly habitMs?: number;
  /** Where it moved for good (301, 308), and answered as a feed. */
  readonly movedTo?: string;
  readonly lastPollAt?: Instant;
  readonly lastSuccessAt?: Instant;
  readonly lastItemAt?: Instant;
  /** The feed's own title. */
  readonly title?: string;
  /** The watches that were handed what it carries. */
  readonly servedTo?: readonly string[];
  /** Failed polls in a row. */
  readonly failures: number;
  /** In words, while failing. */
  readonly error?: string;
  /** 410: asked to stop. */
  readonly gone?: boolean;
}
