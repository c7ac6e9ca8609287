import type { Article } from './article.ts';
import type { EventType } from './event.ts';

export interface WatchFeed {
  readonly url: string;
  readonly title?: string;
}

/** A name the watch adds to what its dossier teaches. */
export interface WatchName {
  readonly name: string;
  readonly kind: 'actor' | 'place';
  readonly aliases: readonly string[];
}

/** What is worth a mail at once; the rest waits for the digest. */
export interface WakeRule {
  /** 0 to 1; a development of at least this weight wakes. */
  readonly minWeight: number;
  /** Only these types, when given. */
  readonly types?: readonly EventType[];
  /** Never these. */
  readonly mute: readonly EventType[];
}

/** How readily a sentence is told as news: `low` for fewer alerts, `high` for fewer misses. */
export const SENSITIVITIES = ['low', 'normal', 'high'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What one reader group follows. */
export interface Watch {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  /** One sentence on what its reader follows; '' when not given. */
  readonly follow: string;
  readonly language: string;
  readonly feeds: readonly WatchFeed[];
  readonly names: readonly WatchName[];
  readonly wake: WakeRule;
  /** `normal` when left out. */
  readonly sensitivity?: Sensitivity;
  /** Names of channels that are sent what wakes, besides the subscribers. */
  readonly notify?: readonly string[];
  /** The baseline documents of the dossier, oldest first. */
  readonly baseline: readonly Article[];
}
