import Parser from 'rss-parser';
import { ParseError } from '../model/errors.ts';
import { decodeText } from './charset.ts';
import { type FeedDocument, given, titled } from './feed-document.ts';
import { readJsonFeed } from './feed-json.ts';
import { tidyFeed } from './feed-tidy.ts';
import { beginning, binaryKind } from './not-a-page.ts';
import { plainText } from './text.ts';
import { readXml } from './xml.ts';
import { childrenOf, textOf, type XmlElement } from './xml-element.ts';

export interface FeedInput {
  readonly body: Uint8Array;
  readonly contentType?: string;
  /** The feed's own address, by which it is known. */
  readonly url: string;
  /** What relative addresses in it begin at: where it was found, after redirects. Default: `url`. */
  readonly base?: string;
}

/** Larger feeds are refused: the longest real ones are a few megabytes. */
const MAX_BYTES = 16_000_000;

/**
 * Reads RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF and JSON Feed. The bytes are decoded and repaired here;
 * rss-parser reads the fields of the tidied XML, feedsmith those of JSON.
 *
 * @throws ParseError that says what came in place of a feed
 */
export async function readFeed(input: FeedInput): Promise<FeedDocument> {
  if (input.body.length > MAX_BYTES) {
    throw new ParseError(
      `a feed of ${Math.round(input.body.length / 1_000_000)} MB is not read (16 MB at most)`,
    );
  }
  const binary = binaryKind(input.body);
  if (binary) throw new ParseError(`${binary} came in place of a feed`);
  const text = decodeText(input.body, input.contentType);
  if (text.trim() === '') throw new ParseError('the answer was empty; a feed was expected');
  const base = input.base ?? input.url;
  if (/^\s*(?:[\w$.]+\()?\{/.test(text)) return await readJsonFeed(text, base);
  const root = readXml(text);
  const tidy = tidyFeed(root, base);
  if (tidy === null || (isWebPage(root) && !tidy.isWhole)) throw notAFeed(root, text, base);
  const fields = await readFields(tidy.xml);
  const textAt = (place: string | undefined) => (place === undefined ? undefined : tidy.texts[Number(place)]);
  // A feed that names no page of its own is its own.
  const link = fields.link ?? input.url;
  const ttl = tidy.ttlMs === undefined ? {} : { ttlMs: tidy.ttlMs };
  return {
    title: textAt(fields.title) || link,
    link,
    ...ttl,
    ...(tidy.hub && { hub: tidy.hub }),
    entries: fields.items.map((item) =>
      titled({
        title: textAt(item.title) ?? '',
        authors: (item.creators ?? []).map((place) => plainText(textAt(place) ?? '')),
        ...given('id', item.guid ?? item.id),
        ...given('link', item.link),
        ...given('summary', textAt(item.summary)),
        ...given('content', textAt(item['content:encoded'] ?? item.content)),
        ...description(textAt(item.content), item),
        ...given('published', item.published ?? item.pubDate),
        ...given('updated', item.updated),
      }),
    ),
  };
}

interface Fields {
  readonly creators?: readonly string[];
  readonly published?: string;
  readonly updated?: string;
  readonly id?: string;
  readonly 'content:encoded'?: string;
}

/** A new parser each time: a shared one leaks the state of a failure into the next feed. */
async function readFields(xml: string) {
  const parser = new Parser<object, Fields>({
    customFields: { item: [['dc:creator', 'creators', { keepArray: true }], 'updated', 'published'] },
  });
  try {
    return await parser.parseString(xml);
  } catch (error) {
    throw new ParseError('the feed could not be read', { cause: error });
  }
}

/** Of RSS, `description` is the summary where `content:encoded` holds the text. */
function description(html: string | undefined, item: Fields & { summary?: string }): { summary?: string } {
  return item['content:encoded'] !== undefined && html ? { summary: html } : {};
}

function isWebPage(root: XmlElement): boolean {
  return childrenOf(root).find((child) => child.name !== '!doctype')?.name === 'html';
}

function notAFeed(root: XmlElement, text: string, url: string): ParseError {
  const page = find(root, (element) => ['html', 'head', 'body', 'title'].includes(element.name));
  if (!page) return new ParseError(`this is no feed; it begins with “${beginning(text)}”`);
  const title = find(root, (element) => element.name === 'title');
  const named = title ? ` (“${beginning(textOf(title))}”)` : '';
  const link = find(root, isFeedLink)?.attributes.get('href');
  const address = link ? URL.parse(link, url)?.href : undefined;
  const hint = address ? `; it names its feed: ${address}` : '';
  return new ParseError(`an HTML page${named} came in place of a feed${hint}`);
}

function isFeedLink(element: XmlElement): boolean {
  const { attributes, name } = element;
  return (
    name === 'link' &&
    /\balternate\b/i.test(attributes.get('rel') ?? '') &&
    /^application\/(rss|atom|rdf|feed)\+(xml|json)/i.test(attributes.get('type') ?? '')
  );
}

function find(root: XmlElement, wanted: (element: XmlElement) => boolean): XmlElement | undefined {
  const queue = childrenOf(root);
  for (let i = 0; i < queue.length && i < 20_000; i += 1) {
    const element = queue[i];
    if (!element) continue;
    if (wanted(element)) return element;
    for (const child of childrenOf(element)) queue.push(child);
  }
  return undefined;
}
