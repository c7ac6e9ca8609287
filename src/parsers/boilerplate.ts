import { type Element, isElement } from './page.ts';

/** Never text of the article, whatever they hold. */
export const SILENT_TAGS: ReadonlySet<string> = new Set(
  'script style noscript template svg iframe button select textarea input object embed audio video canvas map math head link meta'.split(
    ' ',
  ),
);

/** Not of the article's text unless they hold much of the page's. */
const ASIDE_TAGS: ReadonlySet<string> = new Set(
  'nav aside footer form figure figcaption time dialog menu label'.split(' '),
);

/** How surely an element is none of the article's, by its tag, class, id and role. */
export type Suspicion = 'none' | 'weak' | 'frame' | 'other-text';

/** Text of its own, but not the article's. Whole words of class names and ids, as in the two lists below. */
const OTHER_TEXT = words(`
  comment comments disqus discussion replies cookie cookies consent gdpr newsletter newsletters footer related recommended
  recommendation recommendations outbrain taboola signup
  advert adverts advertisement advertisements caption captions figcaption popular trending mostread
`);

/** The frame of a page; sites name layout after it too (`sidebar-grid`). */
const FRAME = words(`
  nav navigation navbar breadcrumb breadcrumbs sidebar share shares sharing sharebar sharedaddy social socials addthis ad ads advertising adsbygoogle
  sponsored promo promos subscribe modal popup overlay lightbox pagination pager byline tags taglist skip login copyright
  subscription
`);

const WEAK = words(`
  author authors bio biography meta metadata date dateline timestamp keyword keywords topic topics tag credit
  credits carousel slider slideshow gallery banner tool tools toolbar menu poll quiz player podcast register donate
  donation membership rating feedback toc widget widgets teaser teasers promotion recirc recirculation
  readmore also next previous prev hide hidden print noprint notification disclaimer
  factbox infobox reactions reaction follow sponsor
`);

/** Names of several words, where the words alone would not do. */
const JOINED =
  /(onetrust|didomi|usercentrics|cookiebot|qc-cmp|cmpbox|cmp-(wall|banner|box|modal|popup|overlay)|fc-consent|iubenda|cmplz|cookieyes|sr-only|visually-?hidden|screen-?reader|off-?screen|assistive|read-?more|most-?read|see-?also|also-?read|read-?also|read-?next|up-?next|more-?(from|on|stories|news)|sign-?up|call-?to-?action|print-?only|no-?print)/;

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

const RANK: Readonly<Record<Suspicion, number>> = { none: 0, weak: 1, frame: 2, 'other-text': 3 };

function worse(a: Suspicion, b: Suspicion): Suspicion {
  return RANK[b] > RANK[a] ? b : a;
}

/** What readers write: `comments`, `article-comments`, `comment-list`. */
const COMMENTS =
  /^(?:[a-z]+[-_]{1,2})?(?:comments?|replies|discussion|disqus|disqus_thread|responses)(?:[-_]{1,2}(?:list|area|section|wrapper|wrap|container|thread|block|feed|box|inner))?$/i;
/** What asks readers for consent, by the names that the tools for it give: `onetrust-banner-sdk`, `cookie-wall`. */
const CONSENT =
  /^(?:onetrust|didomi|usercentrics|cybotcookiebot|qc-cmp|cmpbox|fc-consent|iubenda|truste|klaro|borlabs|cmplz|cookieyes|sp_message)|^(?:cmp|cookies?|consent|gdpr|privacy)[-_]{1,2}(?:wall|banner|box|bar|modal|popup|overlay|notice|layer|dialog)$/i;
/** `no-comments`, `has-comments` say how the page is. */
const SAYS_WHETHER = /^(?:no|has|with|show|hide|allow)[-_]/i;

/** True for a part of the page that is never the article, though it may be longer. */
export function isApart({ attribs }: Element): boolean {
  return `${attribs.class ?? ''} ${attribs.id ?? ''}`
    .split(/\s+/)
    .some((name) => CONSENT.test(name) || (COMMENTS.test(name) && !SAYS_WHETHER.test(name)));
}

export function suspicionOf(element: Element): Suspicion {
  const { attribs } = element;
  let found: Suspicion = ASIDE_TAGS.has(element.name) && !isTextFigure(element) ? 'frame' : 'none';
  if (isHidden(attribs)) found = 'frame';
  const id = isSlug(attribs.id) ? undefined : attribs.id;
  const names = id === undefined ? (attribs.class ?? '') : `${attribs.class ?? ''} ${id}`;
  if (names.length > 1) found = worse(found, ofNames(names));
  const role = attribs.role;
  if (role !== undefined && ROLES.has(role)) found = worse(found, 'frame');
  return found;
}

/** A table with its caption is a figure too, and text; so is what somebody said. */
function isTextFigure({ name, children }: Element): boolean {
  return (
    name === 'figure' &&
    children.some((child) => isElement(child) && (child.name === 'table' || child.name === 'blockquote'))
  );
}

/** Ids made of a heading's words say nothing of what the element is for: `more-ways-to-save-on-tools`. */
function isSlug(id: string | undefined): boolean {
  return id !== undefined && id.length > 20 && id.split(/[-_\s]/).length > 4;
}

const ROLES = words(
  'navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar form',
);

function isHidden(attribs: Readonly<Record<string, string>>): boolean {
  if (attribs.hidden !== undefined) return attribs.hidden !== 'until-found';
  const style = attribs.style;
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}

/** Words of names are longer on average than what lies between the digits and capitals of a random one. */
const RANDOM_LENGTH = 3;

const KNOWN = new Map<string, Suspicion>();
const MAX_KNOWN = 20_000;
const MAX_NAMES = 500;

/** Class names repeat, on a page and from page to page. */
function ofNames(names: string): Suspicion {
  if (names.length > MAX_NAMES) return judge(names.slice(0, MAX_NAMES));
  const known = KNOWN.get(names);
  if (known !== undefined) return known;
  if (KNOWN.size > MAX_KNOWN) KNOWN.clear();
  const found = judge(names);
  // A copy: a slice of the page would keep the page.
  KNOWN.set(Buffer.from(names).toString(), found);
  return found;
}

function judge(names: string): Suspicion {
  let found: Suspicion = 'none';
  for (const token of names.split(/\s+/)) {
    // Utility classes: `print:hidden`, `w-[10px]`, `w-1/2`.
    // An embedded post is a quotation, whatever network it comes from.
    if (token === '' || /[:[/]|embed/i.test(token)) continue;
    if (JOINED.test(token.toLowerCase())) found = worse(found, 'other-text');
    for (const word of wordsOf(token)) {
      if (OTHER_TEXT.has(word)) found = worse(found, 'other-text');
      else if (FRAME.has(word)) found = worse(found, 'frame');
      else if (WEAK.has(word)) found = worse(found, 'weak');
    }
  }
  return found;
}

/** `articleRelatedBox`, `article__related-box` → article, related, box. */
function wordsOf(token: string): string[] {
  return token.split(/[-_.]+/).flatMap((part) => {
    const found = part
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word !== '');
    return isRandom(part, found) ? [] : found;
  });
}

/** Ids made by chance hold `ad` now and then: `1ad269af0d`, `n1AuAdJlVL`, `77ad`. */
function isRandom(part: string, found: readonly string[]): boolean {
  const least = /^\d/.test(part) ? 1 : /\d/.test(part) ? 2 : 4;
  return found.length >= least && found.join('').length < RANDOM_LENGTH * found.length;
}

/** Names that authors of sites give to what holds the text and nothing else. */
const BODY_NAMES =
  /^(?:js-|c-|o-|m-|l-)?(?:(?:article|story|entry|post|news|single|blog|detail|content|page|main|rich)[-_]{0,2})?(?:article|story|entry|post|main)?[-_]{0,2}(?:body|content|text|copy|bodytext|fulltext|richtext)(?:[-_]{1,2}(?:content|text|body|inner|wrapper|container|main))?$/;

/** True where the page itself says: here is the article's text. */
export function isNamedBody(element: Element): boolean {
  const { attribs } = element;
  if (attribs.itemprop === 'articleBody') return true;
  if (attribs.class === undefined && attribs.id === undefined) return false;
  const names = `${attribs.class ?? ''} ${attribs.id ?? ''}`.toLowerCase();
  return (
    /article|story|entry|post|body/.test(names) && names.split(/\s+/).some((name) => BODY_NAMES.test(name))
  );
}
