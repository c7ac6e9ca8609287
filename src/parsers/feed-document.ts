import type { FeedHub } from '../model/feed.ts';
import { escapeHtml, plainText } from './text.ts';

/** A feed as it is, before it becomes items. Texts are HTML. */
export interface FeedDocument {
  readonly title: string;
  readonly link?: string;
  readonly ttlMs?: number;
  readonly hub?: FeedHub;
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** As the feed gives it. */
  readonly id?: string;
  /** Absolute. */
  readonly link?: string;
  readonly title: string;
  readonly summary?: string;
  readonly content?: string;
  readonly authors: readonly string[];
  /** UTC instants. */
  readonly published?: string;
  readonly updated?: string;
}

/** A title made from the text, for entries that have none. */
const SHORT_TITLE = 100;

/** With a title in any case. */
export function titled(entry: FeedEntry): FeedEntry {
  if (entry.title.trim() !== '') return entry;
  const text = plainText((entry.summary ?? entry.content ?? '').slice(0, SHORT_TITLE * 20));
  const cut = text.length <= SHORT_TITLE ? text : `${text.slice(0, SHORT_TITLE).replace(/\s+\S*$/, '')}…`;
  return { ...entry, title: escapeHtml(cut) };
}

/** A property where there is something to say. */
export function given<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}
