import { Parser } from 'htmlparser2';
import { withoutFeedScheme } from '../model/web-address.ts';
import { worthChoosing } from './feed-choice.ts';

/** A feed that a page names. */
export interface FeedCandidate {
  readonly url: string;
  /** What the page calls it; '' when it does not say. */
  readonly title: string;
}

/** Beyond this a page lists more than a person can choose from. */
const MAX_CANDIDATES = 50;
const MAX_TITLE = 200;
/** Nothing that lies deeper is looked at: htmlparser2's stack grows quadratically dear. */
const MAX_DEPTH = 1000;
const CHUNK = 16_384;
const FEED_TYPE = /^application\/(?:x-)?(?:rss|atom|rdf|feed)\+(?:xml|json)\b/i;
/** May be a feed as well as anything else: counts where no tag says more. */
const VAGUE_TYPE = /^(?:application|text)\/(?:x-)?(?:xml|json|rss|atom)\s*(?:;|$)/i;
/** A link of the text that looks like one to a feed: `/rss`, `news.xml`, `/feeds/world`. */
const FEED_PATH = /(?:^|[/.])(?:rss|atom|feeds?|rdf)(?:[/.?]|$)|\.(?:rss|atom|rdf)$/i;

/**
 * The feeds a page names, each once, in its order: its `<link rel="alternate">` tags (HTML standard, 4.6.7.1); where
 * it has none, the links in its text that look like feeds, as on a page that lists an outlet's feeds. Comments, and
 * other formats of a feed, are left out.
 *
 * @param base the page's own address
 */
export function feedCandidates(html: string, base: string): readonly FeedCandidate[] {
  const linked = new Map<string, FeedCandidate>();
  const vague = new Map<string, FeedCandidate>();
  const written = new Map<string, FeedCandidate>();
  let around = base;
  let depth = 0;
  let anchor: { readonly url: string; text: string } | null = null;
  const note = (into: Map<string, FeedCandidate>, url: string, title: string) => {
    if (into.size < MAX_CANDIDATES && !into.has(url)) into.set(url, { url, title: cleaned(title) });
  };
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href, title = '' }) {
      depth += 1;
      const url = href === undefined ? null : feedUrl(href, around);
      if (name === 'base' && around === base && href) around = URL.parse(href, base)?.href ?? base;
      if (name === 'link' && url && /\b(?:alternate|feed)\b/i.test(rel)) {
        if (isFeed(rel, type.trim())) note(linked, url, title);
        else if (VAGUE_TYPE.test(type.trim())) note(vague, url, title);
      }
      if (name === 'a' && url && FEED_PATH.test(new URL(url).pathname)) anchor = { url, text: title };
    },
    ontext(text) {
      if (anchor && anchor.text.length < MAX_TITLE) anchor.text += text;
    },
    onclosetag(name) {
      depth -= 1;
      if (name !== 'a' || !anchor) return;
      note(written, anchor.url, anchor.text);
      anchor = null;
    },
  });
  for (let at = 0; at < html.length && depth < MAX_DEPTH; at += CHUNK)
    parser.write(html.slice(at, at + CHUNK));
  const found = [linked, vague, written]
    .map((each) => [...each.values()].filter(({ url }) => url !== base))
    .find((each) => each.length > 0);
  return worthChoosing(found ?? [], base);
}

/** `rel="feed"` needs no type; of an alternate only the type tells a feed from a translation. */
function isFeed(rel: string, type: string): boolean {
  return FEED_TYPE.test(type) || (type === '' && /\bfeed\b/i.test(rel));
}

function feedUrl(href: string, base: string): string | null {
  const url = URL.parse(withoutFeedScheme(href), base);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  url.hash = '';
  return url.href;
}

function cleaned(title: string): string {
  return title.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE);
}
