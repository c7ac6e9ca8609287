import { absoluteLinks } from './feed-links.ts';
import { decodeEntities, escapeHtml } from './text.ts';
import { firstChild, innerXml, textOf, type XmlElement } from './xml-element.ts';

export function titleOf(element: XmlElement, isAtom: boolean): string {
  const title = firstChild(element, [
    'title',
    'dc:title',
    'dcterms:title',
    'atom:title',
    'media:title',
    'itunes:title',
  ]);
  if (!title) return '';
  return readableC1(isAtom || title.name === 'atom:title' ? atomText(title) : rssText(title));
}

export function htmlOf(element: XmlElement, base: string): string {
  const isAtom = /^(atom:)?(content|summary)$/.test(element.name) && element.attributes.size > 0;
  return readableC1(absoluteLinks(isAtom ? atomText(element) : rssText(element), base));
}

/** References to control characters as the windows-1252 characters they are meant for: parsers of HTML differ on them. */
function readableC1(html: string): string {
  return html.includes('&#') ? html.replace(/&#(?:1[2-5]\d|x[89][\da-f]);/gi, decodeEntities) : html;
}

/** RSS says nothing of markup in a text; it is read as HTML, which plain text mostly is. */
function rssText(element: XmlElement): string {
  const hasMarkup = element.children.some((child) => typeof child !== 'string');
  return hasMarkup ? innerXml(element, escapeHtml).trim() : withoutCdata(textOf(element).trim());
}

/** A section that was escaped with its text: `&lt;![CDATA[Talks]]&gt;`. */
function withoutCdata(text: string): string {
  return text.startsWith('<![CDATA[')
    ? text
        .slice(9)
        .replace(/\]\]>$/, '')
        .trim()
    : text;
}

/** RFC 4287, 3.1 and 4.1.3, and the `mode` of Atom 0.3. */
function atomText(element: XmlElement): string {
  const type = (element.attributes.get('type') ?? 'text').toLowerCase();
  const mode = element.attributes.get('mode');
  if (mode === 'base64' || (mode === undefined && type === 'application/octet-stream')) {
    return Buffer.from(textOf(element), 'base64').toString('utf8').trim();
  }
  if (element.children.some((child) => typeof child !== 'string'))
    return innerXml(element, escapeHtml).trim();
  const content = withoutCdata(textOf(element).trim());
  const isHtml = type.includes('html') || mode === 'escaped';
  return isHtml ? content : escapeHtml(content);
}
