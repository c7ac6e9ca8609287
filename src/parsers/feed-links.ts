import { escapeHtml } from './text.ts';
import { childrenOf, firstChild, trimmedText, type XmlElement } from './xml-element.ts';

/** Longer ones lead nowhere; and a base stands before every address of a feed, which must not multiply it. */
const MAX_ADDRESS = 4000;
const MAX_BASE = 1000;

const LINK_ATTRIBUTE = /(\s(?:href|src|cite|poster)\s*=\s*)(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')/gi;

export function absoluteLinks(html: string, base: string): string {
  if (!html.includes('=')) return html;
  return html.replace(LINK_ATTRIBUTE, (whole, before: string, double?: string, single?: string) => {
    const href = double ?? single ?? '';
    if (href === '' || /^(https?:|#|data:|mailto:|javascript:)/i.test(href)) return whole;
    const url = absolute(href.replaceAll('&amp;', '&'), base);
    return url ? `${before}"${escapeHtml(url)}"` : whole;
  });
}

/**
 * What relative addresses in a feed begin at when it does not say: its site, where that is on another host than the
 * feed, as with a feed service; else where the feed was found.
 */
export function siteBase(channel: XmlElement, found: string, isAtom: boolean): string {
  const site = URL.parse(channelAddress(channel, found, isAtom));
  return site && site.host !== URL.parse(found)?.host ? shortOr(site, found) : found;
}

/** An Atom id is an IRI (RFC 4287, 4.2.6); one that is a path says nothing without its site. */
export function entryId(id: XmlElement, base: string): string {
  const written = trimmedText(id);
  return written.startsWith('/') ? absolute(written, base) || written : written;
}

/** xml:base (W3C XML Base) around an element. */
export function baseOf(element: XmlElement, around: string): string {
  const own =
    element.attributes.get('xml:base') ??
    (element.name === 'channel' ? element.attributes.get('base') : undefined);
  return own === undefined ? around : shortOr(URL.parse(own.trim(), around), around);
}

function shortOr(base: URL | null, other: string): string {
  return base && base.href.length <= MAX_BASE ? base.href : other;
}

/** A path from the root that resolving leaves as it is: no segments of dots, nothing to be escaped. */
const PLAIN_PATH = /^\/(?!\/)(?!(?:[^?]*\/)?\.\.?(?:[/?]|$))[\w\-./~?=&+,:@!$;()*]*$/;

let lastBase = { base: '', origin: '' };

/** Kept for the next one: the links of an entry begin at one address. '' when it is no web address. */
function originOf(base: string): string {
  if (lastBase.base !== base) {
    const root = URL.parse('/', base);
    lastBase = {
      base,
      origin: /^https?:$/.test(root?.protocol ?? '') ? (root?.href.slice(0, -1) ?? '') : '',
    };
  }
  return lastBase.origin;
}

/** `www.example.org/1`, or a path that begins with the name of the site. */
function withScheme(address: string, base: string): string {
  const host = /^[\w-]+(?:\.[\w-]+)+(?=[:/?#]|$)/.exec(address)?.[0].toLowerCase();
  if (host === undefined) return address;
  const site = URL.parse(base)?.hostname.replace(/^www\./, '');
  return host.startsWith('www.') || host === site ? `https://${address}` : address;
}

/** Absolute, and as written where it was absolute already; `&amp;` is never part of an address. */
function absolute(href: string, base: string): string {
  const trimmed = href.trim();
  if (trimmed.length > MAX_ADDRESS) return '';
  const written = withScheme(trimmed.replaceAll('&amp;', '&'), base);
  if (/^https?:\/\/[^/?#\s]+[/?#]/i.test(written) && !/\s/.test(written)) return written;
  const origin = PLAIN_PATH.test(written) ? originOf(base) : '';
  if (origin) return `${origin}${written}`;
  const url = URL.parse(written.replace(/\s+/g, '%20'), base);
  if (!url || !/^https?:$/.test(url.protocol)) return '';
  // A bare host keeps its form: `http://example.org`.
  return /^https?:\/\/[^/?#\s]+$/i.test(written) ? written : url.href;
}

export function rssLink(item: XmlElement, guid: XmlElement | undefined, base: string): string {
  const candidates = [
    // FeedBurner's own links, and those of others like it, only lead on.
    { href: originalLink(item), base },
    ...childrenOf(item)
      .filter((child) => child.name === 'link')
      .map((link) => ({ href: trimmedText(link), base: baseOf(link, base) })),
    ...[...alternates(item, 'link'), ...alternates(item, 'atom:link')].map((link) => ({
      href: link.attributes.get('href'),
      base: baseOf(link, base),
    })),
    { href: item.attributes.get('href'), base },
    { href: guidLink(guid), base },
    { href: item.attributes.get('rdf:about'), base },
    { href: textOfChild(item, 'url'), base },
    { href: strayAddress(item), base },
  ];
  for (const candidate of candidates) {
    const url = candidate.href ? absolute(candidate.href, candidate.base) : '';
    if (url) return url;
  }
  return '';
}

function originalLink(item: XmlElement): string {
  const link = childrenOf(item).find(({ name }) => name.endsWith(':origlink'));
  return link ? trimmedText(link) : '';
}

/** `<link/>https://…`: what HTML makes of a link. */
function strayAddress(item: XmlElement): string | undefined {
  const texts = item.children.filter((child) => typeof child === 'string');
  return texts.map((text) => text.trim()).find((text) => /^https?:\/\/\S+$/i.test(text));
}

function textOfChild(element: XmlElement, name: string): string {
  const child = firstChild(element, [name]);
  return child ? trimmedText(child) : '';
}

/** RSS 2.0: a guid is the page's address unless it says otherwise. */
function guidLink(guid: XmlElement | undefined): string | undefined {
  if (!guid || guid.attributes.get('ispermalink')?.toLowerCase() === 'false') return undefined;
  const value = trimmedText(guid);
  const isPath = guid.attributes.has('ispermalink') && /^\/\S+$/.test(value);
  return isPath || /^https?:\/\/\S+$/i.test(value) ? value : undefined;
}

export function permalink(id: XmlElement | undefined, base: string): string {
  const url = guidLink(id);
  return url ? `<link rel="alternate" href="${attribute(absolute(url, base))}"/>` : '';
}

function alternates(element: XmlElement, name: string): XmlElement[] {
  const links = childrenOf(element).filter((child) => child.name === name && child.attributes.get('href'));
  const wanted = links.filter(
    // RFC 4287, 4.2.7.2: a registered relation may be written as the address of its registration.
    (link) =>
      /^(?:http:\/\/www\.iana\.org\/assignments\/relation\/)?alternate$/i.test(
        link.attributes.get('rel') ?? 'alternate',
      ),
  );
  const isPage = (link: XmlElement) => /html|^$/.test(link.attributes.get('type') ?? '');
  return [...wanted.filter(isPage), ...wanted.filter((link) => !isPage(link))];
}

/** One `link` element for rss-parser, which takes the first of them, whatever it is. */
export function atomLink(element: XmlElement, base: string, isEntry: boolean): string | undefined {
  const url = atomAddress(element, base, isEntry);
  return url && `<link rel="alternate" href="${attribute(url)}"/>`;
}

function atomAddress(element: XmlElement, base: string, isEntry: boolean): string | undefined {
  const withText = childrenOf(element).filter((child) => child.name === 'link' && trimmedText(child) !== '');
  const candidates = [
    ...alternates(element, 'link').map((link) => ({ href: link.attributes.get('href') ?? '', link })),
    ...withText.map((link) => ({ href: trimmedText(link), link })),
    ...childrenOf(element)
      .filter(
        (child) => isEntry && child.name === 'content' && /html/.test(child.attributes.get('type') ?? ''),
      )
      .map((link) => ({ href: link.attributes.get('src') ?? '', link })),
    ...childrenOf(element)
      .filter(
        (child) =>
          isEntry && child.name === 'link' && /^(self|related|via)$/.test(child.attributes.get('rel') ?? ''),
      )
      .map((link) => ({ href: link.attributes.get('href') ?? '', link })),
  ];
  for (const { href, link } of candidates) {
    const url = absolute(href, baseOf(link, base));
    if (url) return url;
  }
  return undefined;
}

export function channelLink(channel: XmlElement, base: string, isAtom: boolean): string {
  if (isAtom) return atomLink(channel, base, false) ?? '';
  const url = channelAddress(channel, base, false);
  return url && `<link>${escapeHtml(url)}</link>`;
}

function channelAddress(channel: XmlElement, base: string, isAtom: boolean): string {
  if (isAtom) return atomAddress(channel, base, false) ?? '';
  const link = firstChild(channel, ['link']);
  const href = link ? trimmedText(link) : alternates(channel, 'link')[0]?.attributes.get('href');
  const other =
    href || alternates(channel, 'atom:link')[0]?.attributes.get('href') || channel.attributes.get('href');
  return other ? absolute(other, base) : '';
}

function attribute(value: string): string {
  return escapeHtml(value).replace(/"/g, '&quot;');
}
