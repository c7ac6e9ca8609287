import type { Instant } from './time.ts';

/** One page of news, read. */
export interface Article {
  /** `contentId('a', canonical URL)`. */
  readonly id: string;
  /** Canonical URL; for a file on disk its `file:` URL. */
  readonly url: string;
  readonly title: string;
  readonly standfirst?: string;
  /** The body, white space folded, no captions, no headline. */
  readonly paragraphs: readonly string[];
  readonly captions: readonly string[];
  readonly authors: readonly string[];
  /** ISO 8601 as the page gave it: a day, or an instant with its offset, whose first ten characters are the local day. Never a guess. */
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
  /** Primary language subtag, `en`. */
  readonly language?: string;
  /** The outlet as a reader knows it: the site's name, else the host. */
  readonly source: string;
  /** As the site names it: `Politics`. */
  readonly section?: string;
  /** The address of the picture the page shows with it. */
  readonly image?: string;
  /** The entries of a live blog, as the page states them in its data or shows them, newest or oldest first as there. */
  readonly entries?: readonly LiveEntry[];
  /** The agency credited for it (`Reuters`), when another than the outlet. */
  readonly origin?: string;
  /** When the poll that brought it ran, by the clock of jobs; missing for one that no poll brought. */
  readonly seenAt?: Instant;
  readonly via: 'page' | 'feed' | 'file';
  /** What a reader should know about how it was read: `page refused (403); text is the feed's own`. */
  readonly note?: string;
}

/** One entry of a live blog. */
export interface LiveEntry {
  readonly title?: string;
  /** An instant with its offset, or a day. */
  readonly publishedAt?: string;
  /** The time of day as shown, where the page gives neither its day nor its zone: `14:05`. */
  readonly shownTime?: string;
  readonly text: string;
}

/** The body as one string; the offsets of evidence count in it (UTF-16 units). */
export function articleText(article: Pick<Article, 'paragraphs'>): string {
  return article.paragraphs.join('\n\n');
}
