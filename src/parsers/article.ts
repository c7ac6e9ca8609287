import type { Article, LiveEntry } from '../model/article.ts';
import { ParseError } from '../model/errors.ts';
import type { Item } from '../model/feed.ts';
import { contentId } from '../model/id.ts';
import type { PageWords, SiteRules } from '../model/site.ts';
import type { Instant } from '../model/time.ts';
import { signedAuthors } from './authors.ts';
import { type Body, readBody } from './body.ts';
import { decodeToUtf8 } from './charset.ts';
import { type Chatter, chatterOf, isChatter } from './chatter.ts';
import type { NumericOrder } from './dates.ts';
import { heldText } from './held-text.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { beginning, binaryKind } from './not-a-page.ts';
import { obstacleIn } from './obstacles.ts';
import { agenciesOf, creditedOrigin } from './origin.ts';
import { readPage } from './page.ts';
import { pageDate, readDates } from './page-dates.ts';
import { type RuledParts, ruledBody, ruledParts, rulesFor } from './site-rules.ts';
import { findStandfirst } from './standfirst.ts';
import { summaryOf } from './summary.ts';
import { lengthOf } from './text.ts';
import { canonicalUrl } from './url.ts';

export interface PageInput {
  readonly body: Uint8Array;
  /** The HTTP header. */
  readonly contentType?: string;
  /** The page's address, after redirects. */
  readonly url: string;
  /** The feed's entry that led here. */
  readonly item?: Item;
  readonly fetchedAt: Instant;
  /** `config/sites`. */
  readonly sites?: readonly SiteRules[];
  /** `config/pages`. */
  readonly words: PageWords;
}

/** Larger pages are refused. */
const MAX_BYTES = 20_000_000;
/** Less than this is no article: a breaking line has some forty characters. */
const MIN_TEXT = 40;
/** JSON-LD's own text is taken when the page shows less than this share of it. */
const SHOWN_SHARE = 0.5;
/** A paywalled page that shows less is a teaser. */
const TEASER = 1200;
const MAX_PARAGRAPHS = 2000;
/** Where markup begins later, after anything but white space, it is none; in bytes. */
const MAX_PLAIN = 10_000;

/**
 * Bytes of a news page → the article.
 *
 * @throws ParseError that says what came, when it is no article: a PDF, a captcha, a page without text
 */
export function parseArticle(input: PageInput): Article {
  const markup = markupOf(input);
  const rules = rulesFor(input.sites ?? [], input.url);
  const page = readPage(markup, rules !== undefined);
  const metadata = readMetadata(page, input.url);
  const order = numericOrder(metadata.language, input.url);
  const ruled: RuledParts = rules ? ruledParts(page, rules, order) : {};
  const title = ruled.title ?? metadata.title;
  const over = { title, authors: ruled.authors ?? metadata.authors };
  const chatter = chatterOf(input.words);
  const found = () => readBody(page.document, metadata.headline, chatter, over);
  const body = rules ? ruledBody(page, rules, found, chatter, over) : found();
  const standfirst = ruled.standfirst ?? findStandfirst(body, metadata, chatter);
  const opening = openingParagraphs(body, standfirst, chatter);
  const { paragraphs, note } = chosenText(body, opening, metadata, () => heldText(markup, title, chatter));
  refuseUnread(title, paragraphs, markup);
  const dates = readDates(page, metadata.metas, metadata.data, metadata.headline, {
    words: input.words.dates,
    fetchedAt: input.fetchedAt,
    ...(order && { order }),
  });
  const publishedAt =
    notAfter(ruled.publishedAt, input.fetchedAt) ??
    dates.publishedAt ??
    notAfter(input.item?.publishedAt, input.fetchedAt);
  const named = over.authors.length > 0 ? over.authors : (input.item?.authors ?? []);
  const authors = signedAuthors(named, paragraphs, metadata.siteName);
  const agencies = agenciesOf(input.words.agencies);
  const origin = creditedOrigin(
    agencies,
    chatter,
    authors,
    [...paragraphs, ...body.credits],
    metadata.siteName,
  );
  const entries = liveEntries(metadata, body, input.fetchedAt);
  return {
    id: contentId('a', metadata.canonical),
    url: metadata.canonical,
    title: title || input.item?.title || beginning(paragraphs[0] ?? ''),
    paragraphs,
    captions: body.captions,
    authors,
    source: metadata.siteName,
    via: 'page',
    ...(standfirst && { standfirst }),
    ...(publishedAt && { publishedAt }),
    ...(dates.modifiedAt && { modifiedAt: dates.modifiedAt }),
    ...(metadata.language && { language: metadata.language }),
    ...(metadata.section && { section: metadata.section }),
    ...(metadata.image && { image: metadata.image }),
    ...(entries.length > 0 && { entries }),
    ...(origin && { origin }),
    ...(note && { note }),
  };
}

/** Throws a ParseError where no article was found, or something else in its place. */
function refuseUnread(title: string, paragraphs: readonly string[], markup: Buffer): void {
  const obstacle = obstacleIn(title, paragraphs, markup);
  if (obstacle) throw new ParseError(`${obstacle} came in place of the article`);
  if (lengthOf(paragraphs) >= MIN_TEXT) return;
  const named = title ? ` (“${beginning(title)}”)` : '';
  throw new ParseError(
    `no article text was found on the page${named}; it may be made by scripts in the browser`,
  );
}

/** Those the page states in its data, else those it shows. */
function liveEntries({ data }: Metadata, body: Body, fetchedAt: Instant): LiveEntry[] {
  if (data.entries.length === 0) {
    return body.entries.filter(({ publishedAt }) => !publishedAt || notAfter(publishedAt, fetchedAt));
  }
  return data.entries.map(({ title, date, text }) => {
    const publishedAt = date && notAfter(pageDate(date), fetchedAt);
    return { ...(title && { title }), ...(publishedAt && { publishedAt }), text };
  });
}

/** The page's markup in UTF-8, or a ParseError for what is none. */
function markupOf(input: PageInput): Buffer {
  if (input.body.length > MAX_BYTES) {
    throw new ParseError(
      `a page of ${Math.round(input.body.length / 1_000_000)} MB is not read (20 MB at most)`,
    );
  }
  const type = /^[^;\s]+/.exec(input.contentType ?? '')?.[0]?.toLowerCase() ?? '';
  const kind = binaryKind(input.body) ?? mediaKind(type);
  if (kind) throw new ParseError(`${kind} came in place of an article`);
  const markup = decodeToUtf8(input.body, input.contentType);
  const text = markup.toString('latin1', 0, MAX_PLAIN).trimStart() || markup.toString('latin1').trimStart();
  if (text === '') throw new ParseError('the answer was empty; an article was expected');
  if (type.includes('json') || /^[[{]/.test(text)) throw new ParseError('JSON came in place of an article');
  if (/^<\?xml[^>]*>\s*<(rss|feed|rdf:RDF)\b|^<(rss|feed)\b/i.test(text.slice(0, 2000))) {
    throw new ParseError('a feed came in place of an article');
  }
  if (!/<[a-z!]/i.test(text)) throw new ParseError('plain text came in place of an article');
  return markup;
}

/** Paragraphs shown before the part that holds the text: paywalls cut pages there. */
function openingParagraphs(body: Body, standfirst: string | undefined, chatter: Chatter): string[] {
  const known = new Set(body.paragraphs);
  return body.lead
    .filter((block) => block.kind === 'text' && block.linkShare < 0.5 && !isChatter(chatter, block.text))
    .map((block) => block.text)
    .filter((text) => !standfirst?.includes(text) && !known.has(text));
}

function mediaKind(type: string): string | null {
  if (type === 'application/pdf') return 'a PDF';
  const family = /^(image|video|audio)\//.exec(type)?.[1];
  if (family === undefined) return null;
  return family === 'image' ? 'an image' : `${family === 'audio' ? 'an audio' : 'a video'} file`;
}

/** The text shown, or the page's own JSON-LD where it shows far less; and what a reader should know of it. */
function chosenText(
  body: Body,
  opening: readonly string[],
  metadata: Metadata,
  held: () => readonly string[],
): { paragraphs: string[]; note?: string } {
  const shown = [...opening, ...body.paragraphs].slice(0, MAX_PARAGRAPHS);
  const length = lengthOf(shown);
  const stated = metadata.data.body?.split('\n') ?? [];
  if (length < SHOWN_SHARE * lengthOf(stated)) {
    return { paragraphs: stated.slice(0, MAX_PARAGRAPHS), note: 'text is the page’s structured data' };
  }
  if (length < MIN_TEXT) {
    const paragraphs = held().slice(0, MAX_PARAGRAPHS);
    if (paragraphs.length > 0) return { paragraphs, note: 'text is the page’s data for its scripts' };
  }
  const isLocked = metadata.data.isFree === false || metadata.metas.get('article:content_tier') === 'locked';
  const isTeaser = isLocked && length < TEASER;
  return {
    paragraphs: [...shown],
    ...(isTeaser && { note: 'text is a teaser; the rest is behind a paywall' }),
  };
}

/** `03/04/2024` has the month first in the United States and the day first elsewhere; English alone does not tell. */
function numericOrder(language: string | undefined, url: string): NumericOrder | undefined {
  const domain = URL.parse(url)?.hostname.split('.').at(-1) ?? '';
  if (language !== undefined && language !== 'en') return 'day-first';
  return /^(uk|au|nz|ie|in|za|iq|eu)$/.test(domain) ? 'day-first' : undefined;
}

function notAfter(date: Instant | undefined, latest: Instant): Instant | undefined {
  return date !== undefined && Date.parse(date) <= Date.parse(latest) ? date : undefined;
}

/**
 * The article as its feed gives it, for a page that cannot be read.
 *
 * @param input the outlet's name, `config/pages`, and what a reader should know: `page refused (403); text is the feed's own`
 * @returns null when the feed has no text or no address for it
 */
export function articleFromItem(
  item: Item,
  input: { readonly source: string; readonly note: string; readonly words: PageWords },
): Article | null {
  if (item.url === undefined) return null;
  const chatter = chatterOf(input.words);
  const paragraphs = feedParagraphs(item, chatter);
  if (paragraphs.length === 0) return null;
  const url = canonicalUrl(item.url);
  const origin = creditedOrigin(
    agenciesOf(input.words.agencies),
    chatter,
    item.authors,
    paragraphs,
    input.source,
  );
  return {
    id: contentId('a', url),
    url,
    title: item.title,
    paragraphs,
    captions: [],
    authors: item.authors,
    source: input.source,
    via: 'feed',
    note: input.note,
    ...(item.publishedAt && { publishedAt: item.publishedAt }),
    ...(item.updatedAt && item.updatedAt !== item.publishedAt && { modifiedAt: item.updatedAt }),
    ...(origin && { origin }),
  };
}

function feedParagraphs(item: Item, chatter: Chatter): readonly string[] {
  const summary = item.summary || summaryOf(item.contentHtml ?? '');
  if (item.contentHtml !== undefined) {
    const { document } = readPage(`<div>${item.contentHtml}</div>`);
    const { paragraphs } = readBody(document, null, chatter);
    if (paragraphs.join(' ').length >= summary.length * SHOWN_SHARE) return paragraphs;
  }
  return summary === '' ? [] : [summary];
}
