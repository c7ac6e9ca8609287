import type { FeedHub } from '../model/feed.ts';
import { authorsOf } from './feed-authors.ts';
import { feedInstant } from './feed-dates.ts';
import { hubOfChannel } from './feed-hub.ts';
import { atomLink, baseOf, channelLink, entryId, permalink, rssLink, siteBase } from './feed-links.ts';
import { htmlOf, titleOf } from './feed-texts.ts';
import { escapeHtml } from './text.ts';
import { childrenOf, firstChild, trimmedText, type XmlElement } from './xml-element.ts';
import { MAX_ENTRIES } from './xml-tree.ts';

/** No list of entries lies deeper (`rdf:RDF > items > item`). */
const ENTRY_DEPTH = 6;

/** A feed made fit for rss-parser. */
export interface TidyFeed {
  /** Well-formed RSS 2.0 or Atom 1.0 with only what is read of it; texts are replaced by their place in `texts`. */
  readonly xml: string;
  /** As HTML. rss-parser never sees them: its snippet pattern is quadratic, and it gives markup back as objects. */
  readonly texts: readonly string[];
  /** It has a feed's own outermost element, and entries. */
  readonly isWhole: boolean;
  readonly ttlMs?: number;
  readonly hub?: FeedHub;
}

/**
 * Rewrites any dialect of feed into the part of RSS 2.0 or Atom that rss-parser reads rightly: names and
 * prefixes, permalink guids, addresses made absolute (xml:base), dates as UTC instants, marked-up texts.
 *
 * @param root of `readXml`
 * @param base the feed's own address
 * @returns null when there is no feed in it
 */
export function tidyFeed(root: XmlElement, base: string): TidyFeed | null {
  const top = feedElement(root);
  if (!top) return null;
  const texts: string[] = [];
  const put = (html: string): string => `${texts.push(html) - 1}`;
  const channel = childrenOf(top).find((child) => child.name === 'channel') ?? top;
  const here = baseOf(channel, baseOf(top, base));
  const isAtom = top.name === 'feed' || top.name === 'entry';
  // An xml:base of its own says it all.
  const around = here === base ? siteBase(channel, base, isAtom) : baseOf(top, base);
  const entries = entriesOf(top, around);
  const ttlMs = ttlOf(channel);
  const write = isAtom ? atomEntry : rssItem;
  const context = { put, authors: isAtom ? authorsOf(channel) : [] };
  const body = entries.map((entry) => write(entry.element, entry.base, context)).join('\n');
  const head = `<title>${put(titleOf(channel, isAtom))}</title>${channelLink(channel, here, isAtom)}`;
  const xml = isAtom
    ? `<feed xmlns="http://www.w3.org/2005/Atom">${head}\n${body}</feed>`
    : `<rss version="2.0"><channel>${head}\n${body}</channel></rss>`;
  const hub = hubOfChannel(channel, base);
  const isWhole = ROOTS.has(top.name) && entries.length > 0;
  return { xml, texts, isWhole, ...(ttlMs !== undefined && { ttlMs }), ...(hub && { hub }) };
}

/** Where a whole feed begins. */
const ROOTS = new Set(['rss', 'feed', 'rdf:rdf']);
const FEED_NAMES = new Set([...ROOTS, 'channel', 'rdf', 'entry', 'item']);

/** The feed's outermost element; it may lie in junk, or an entry may stand alone. */
function feedElement(root: XmlElement): XmlElement | null {
  let level: XmlElement[] = [root];
  for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
    const next = level.flatMap(childrenOf).slice(0, 1000);
    const found = next.find((element) => FEED_NAMES.has(element.name));
    if (found) return wrapped(found, next);
    level = next;
  }
  return null;
}

function wrapped(found: XmlElement, siblings: XmlElement[]): XmlElement {
  // Entries without a feed around them.
  if (found.name === 'entry' || found.name === 'item')
    return { name: found.name, attributes: new Map(), children: siblings };
  // Written twice, one after the other.
  const others = siblings.filter(
    (other) => other !== found && other.name === found.name && ROOTS.has(other.name),
  );
  return others.length === 0
    ? found
    : { ...found, children: [found, ...others].flatMap(({ children }) => children) };
}

interface FoundEntry {
  readonly element: XmlElement;
  readonly base: string;
}

/** Entries in their order, wherever the feed holds them. */
function entriesOf(top: XmlElement, base: string): FoundEntry[] {
  const found: FoundEntry[] = [];
  const visit = (element: XmlElement, around: string, depth: number): void => {
    for (const child of childrenOf(element)) {
      if (found.length >= MAX_ENTRIES) return;
      const here = baseOf(child, around);
      if (child.name === 'item' || child.name === 'entry') found.push({ element: child, base: here });
      else if (depth < ENTRY_DEPTH) visit(child, here, depth + 1);
    }
  };
  visit(top, base, 0);
  return found;
}

/** What an entry needs of its feed. */
interface Context {
  /** Gives the place of a text. */
  readonly put: (html: string) => string;
  /** Of the feed: whose its entries are that name nobody (RFC 4287, 4.2.1). */
  readonly authors: readonly string[];
}

function rssItem(item: XmlElement, base: string, { put }: Context): string {
  const guid = firstChild(item, ['guid', 'id', 'atom:id']);
  const id = guid ? trimmedText(guid) : (item.attributes.get('rdf:about') ?? '');
  const published = dateOf(item, [
    'pubdate',
    'dc:date',
    'dcterms:issued',
    'dcterms:created',
    'atom:published',
    'published',
    'date',
    'dcterms:date',
  ]);
  const updated =
    dateOf(item, ['dcterms:modified', 'atom:updated', 'updated', 'lastmod', 'modified']) ??
    feedInstant(item.attributes.get('lastmod') ?? '');
  return [
    '<item>',
    tag('title', put(titleOf(item, false))),
    tag('link', escapeHtml(rssLink(item, guid, base))),
    tag('guid', escapeHtml(id)),
    tag('pubDate', published),
    tag('updated', updated),
    text('description', firstChild(item, ['description', 'abstract', 'dc:description']), base, put),
    text(
      'summary',
      firstChild(item, [
        'summary',
        'itunes:summary',
        'atom:summary',
        'media:description',
        'dcterms:abstract',
      ]) ??
        inMedia(item) ??
        firstChild(item, ['itunes:subtitle']),
      base,
      put,
    ),
    text(
      'content:encoded',
      firstChild(item, [
        'content:encoded',
        'fullitem',
        'xhtml:body',
        'body',
        'xhtml:div',
        'atom:content',
        'content',
        'encoded',
      ]),
      base,
      put,
    ),
    authorsOf(item)
      .map((name) => tag('dc:creator', put(escapeHtml(name))))
      .join(''),
    '</item>',
  ].join('');
}

function atomEntry(entry: XmlElement, base: string, { put, authors }: Context): string {
  const own = authorsOf(entry);
  const id = firstChild(entry, ['id', 'guid']);
  return [
    '<entry>',
    tag('title', put(titleOf(entry, true))),
    atomLink(entry, base, true) ?? permalink(id, base),
    tag('id', id && escapeHtml(entryId(id, base))),
    tag(
      'published',
      dateOf(entry, [
        'published',
        'issued',
        'created',
        'dc:date',
        'dcterms:issued',
        'dcterms:created',
        'pubdate',
      ]),
    ),
    tag('updated', dateOf(entry, ['updated', 'modified', 'dcterms:modified'])),
    text(
      'summary',
      firstChild(entry, ['summary', 'media:description', 'description', 'dc:description']) ?? inMedia(entry),
      base,
      put,
    ),
    text('content', firstChild(entry, ['content', 'content:encoded']), base, put),
    (own.length > 0 ? own : authors).map((name) => tag('dc:creator', put(escapeHtml(name)))).join(''),
    '</entry>',
  ].join('');
}

/** The description of what an entry shows, where it stands with that. */
function inMedia(entry: XmlElement): XmlElement | undefined {
  const group = firstChild(entry, ['media:group', 'media:content']);
  return group && (firstChild(group, ['media:description']) ?? inMedia(group));
}

function tag(name: string, content: string | undefined): string {
  return content ? `<${name}>${content}</${name}>` : '';
}

function text(
  name: string,
  element: XmlElement | undefined,
  base: string,
  put: (html: string) => string,
): string {
  const html = element && htmlOf(element, baseOf(element, base));
  return html ? tag(name, put(html)) : '';
}

/** Of the first name that has a date, the last, as most readers take it. */
function dateOf(element: XmlElement, names: readonly string[]): string | undefined {
  const children = childrenOf(element);
  for (const name of names) {
    for (const child of children.toReversed()) {
      const date = child.name === name ? feedInstant(trimmedText(child)) : undefined;
      if (date) return date;
    }
  }
  return undefined;
}

const PERIODS_MS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 604_800_000,
  monthly: 2_592_000_000,
  yearly: 31_536_000_000,
};

/** RSS `ttl` in minutes, or the syndication module's period divided by its frequency. */
function ttlOf(channel: XmlElement): number | undefined {
  const number = (name: string) => {
    const element = firstChild(channel, [name]);
    const value = element ? Number(trimmedText(element)) : Number.NaN;
    return value > 0 ? value : undefined;
  };
  const minutes = number('ttl');
  if (minutes !== undefined) return minutes * 60_000;
  const period = firstChild(channel, ['sy:updateperiod']);
  const periodMs = period && PERIODS_MS[trimmedText(period).toLowerCase()];
  return periodMs && Math.round(periodMs / (number('sy:updatefrequency') ?? 1));
}
