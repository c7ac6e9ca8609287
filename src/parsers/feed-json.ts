import { ParseError } from '../model/errors.ts';
import { feedInstant } from './feed-dates.ts';
import { type FeedDocument, given, titled } from './feed-document.ts';
import { hubFrom } from './feed-hub.ts';
import { beginning } from './not-a-page.ts';
import { escapeHtml } from './text.ts';

/**
 * JSON Feed 1.0 and 1.1 (jsonfeed.org), also in a callback, cut off, or with a comma too many.
 *
 * @param base what its relative addresses begin at
 * @throws ParseError for other JSON
 */
export async function readJsonFeed(text: string, base: string): Promise<FeedDocument> {
  const feed = await parse(text);
  const hub = hubFrom(feed.hubs?.find(({ type }) => /^websub$/i.test(type ?? ''))?.url, feed.feed_url, base);
  const absolute = (url: string | undefined) => (url ? URL.parse(url, base)?.href : undefined);
  const namesOf = (authors: readonly { name?: string }[] | undefined) =>
    (authors ?? []).map((author) => author.name ?? '').filter((name) => name !== '');
  const ofFeed = namesOf(feed.authors);
  return {
    title: escapeHtml(feed.title ?? ''),
    ...given('link', absolute(feed.home_page_url)),
    ...(hub && { hub }),
    entries: (feed.items ?? []).map((item) => {
      const own = namesOf(item.authors);
      return titled({
        title: escapeHtml(item.title ?? ''),
        // The authors of a feed are those of its items that name none.
        authors: own.length > 0 ? own : ofFeed,
        ...given('id', item.id),
        ...given('link', absolute(item.url) ?? absolute(item.external_url)),
        ...given('summary', item.summary && escapeHtml(item.summary)),
        ...given('content', item.content_html ?? (item.content_text && escapeHtml(item.content_text))),
        ...given('published', feedInstant(String(item.date_published ?? ''))),
        ...given('updated', feedInstant(String(item.date_modified ?? ''))),
      });
    }),
  };
}

async function parse(text: string) {
  // Loaded when it is needed: it is large, and JSON feeds are few.
  const { parseJsonFeed } = await import('feedsmith');
  try {
    return parseJsonFeed(isJson(text) ? text : mended(text));
  } catch (error) {
    throw new ParseError(`JSON came that is no JSON Feed; it begins with “${beginning(text)}”`, {
      cause: error,
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A string, or a character that JSON is built of. */
const PART = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|$)|[{}[\]]/gs;

/** Out of its callback, without commas before what closes, and ended after its last whole item. */
function mended(text: string): string {
  const start = text.indexOf('{');
  const open: string[] = [];
  let whole = 0;
  let closes = '';
  for (const { 0: part, index } of text.slice(start).matchAll(PART)) {
    if (part === '{' || part === '[') open.push(part === '{' ? '}' : ']');
    else if (part === '}' || part === ']') {
      open.pop();
      if (open.length > 2) continue;
      whole = start + index + 1;
      closes = open.toReversed().join('');
      if (open.length === 0) break;
    }
  }
  const json = text.slice(start, whole) + closes;
  return json.replace(/("[^"\\]*(?:\\.[^"\\]*)*(?:"|$))|,(?=\s*[}\]])/gs, '$1');
}
