import type { ConfigMistake } from './errors.ts';
import type { Instant } from './time.ts';

/** What one running process goes by, as it says itself. Plain JSON. Times are real ones, not those of the news. */
export interface ProcessReport {
  /** `host/123`: its machine and its number there. */
  readonly process: string;
  /** When it was last heard of. */
  readonly at: Instant;
  /** Watch id → a hash of all its files say. */
  readonly watches: Readonly<Record<string, string>>;
  /** Ids of the feeds of those watches. */
  readonly feeds: readonly string[];
  /** Why an edit was not taken; it goes by what stood there before. */
  readonly mistakes: readonly ConfigMistake[];
}
