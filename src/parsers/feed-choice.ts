import type { FeedCandidate } from './feed-candidates.ts';

/** Where comments on what a site publishes lie, as WordPress, Movable Type, Drupal and others have them. */
const COMMENTS = /(?:^|[/.?&=_-])(?:comments?|responses|replies)(?:[/.?&=_-]|$)/i;
/** What only says how a feed is written. */
const FORMAT =
  /(?<![a-z\d])(?:(?:alt|format|type|output)=)?(?:rss ?(?:2\.0|1\.0|0\.9\d|[12])?|atom ?(?:1\.0|0\.3)?|rdf|xml|json|feeds?)(?![a-z\d])/gi;

/**
 * Those of a page's feeds that a person may want: no comments where there is something else, and one format of each.
 *
 * @param page the page's own address
 */
export function worthChoosing(candidates: readonly FeedCandidate[], page: string): readonly FeedCandidate[] {
  const news = candidates.filter((candidate) => !isComments(candidate, page));
  const seen: { readonly place: string; readonly title: string }[] = [];
  return (news.length > 0 ? news : candidates).filter(({ url, title }) => {
    const own = { place: withoutFormat(url), title: withoutFormat(title) };
    const known = seen.some(
      ({ place, title: other }) => place === own.place && (own.title === other || !own.title || !other),
    );
    if (!known) seen.push(own);
    return !known;
  });
}

/** The comments on a page lie beneath it. */
function isComments({ url }: FeedCandidate, page: string): boolean {
  const { pathname, search } = new URL(url);
  const beneath = URL.parse(page)?.pathname.replace(/\/?$/, '/') ?? '/';
  const ofPage = beneath.split('/').length > 3 && pathname.startsWith(beneath);
  return COMMENTS.test(pathname + search) || (ofPage && /\/(?:feed|rss|atom)\/?$/.test(pathname));
}

function withoutFormat(text: string): string {
  return text
    .toLowerCase()
    .replace(FORMAT, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
