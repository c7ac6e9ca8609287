import { ParseError } from '../model/errors.ts';
import { decodeText } from './charset.ts';
import { binaryKind } from './not-a-page.ts';
import { escapeHtml, foldSpace } from './text.ts';
import { readXml } from './xml.ts';
import { childrenOf, type XmlElement } from './xml-element.ts';

/** A feed as a list names it. */
export interface ListedFeed {
  /** `line 3`, or `outline 3 (“BBC”)`. */
  readonly where: string;
  /** As written; not checked. */
  readonly url: string;
  readonly title?: string;
  /** The folders it lies in, outermost first. */
  readonly folders: readonly string[];
}

const MAX_LISTED = 5000;
const MAX_DEPTH = 20;

/**
 * Reads a list of feeds: OPML 1.0 or 2.0 (opml.org), or an address a line with its title after it, `#` before a comment.
 *
 * @throws ParseError when it is neither
 */
export function readFeedList(body: Uint8Array): readonly ListedFeed[] {
  const binary = binaryKind(body);
  if (binary) throw new ParseError(`this is ${binary}, not a list of feeds`);
  const text = decodeText(body, undefined);
  const listed = /^\s*<|<opml[\s>]/i.test(text) ? readOpml(text) : readLines(text);
  if (listed.length === 0) throw new ParseError('it names no feed');
  if (listed.length > MAX_LISTED) throw new ParseError(`it names more than ${MAX_LISTED} feeds`);
  return listed;
}

function readOpml(text: string): readonly ListedFeed[] {
  const opml = childrenOf(readXml(text)).find(({ name }) => name === 'opml');
  if (!opml) throw new ParseError('it is XML, but no OPML: there is no <opml> in it');
  const found: ListedFeed[] = [];
  let count = 0;
  const visit = (element: XmlElement, folders: readonly string[]): void => {
    for (const child of childrenOf(element)) {
      if (child.name !== 'outline') {
        visit(child, folders);
        continue;
      }
      count += 1;
      const title = foldSpace(child.attributes.get('title') || child.attributes.get('text') || '');
      const isTyped = /^(?:rss|atom|feed)$/i.test(child.attributes.get('type') ?? '');
      // OPML 1.0 and some who write it say `url`.
      const url = (
        child.attributes.get('xmlurl') ?? (isTyped ? child.attributes.get('url') : undefined)
      )?.trim();
      const isFeed = url !== undefined || isTyped;
      const where = `outline ${count}${title ? ` (“${title}”)` : ''}`;
      if (isFeed) found.push({ where, url: url ?? '', folders, ...(title && { title }) });
      // What lies in a feed stands beside it: its outline was never closed.
      if (folders.length < MAX_DEPTH) visit(child, isFeed ? folders : [...folders, title]);
    }
  };
  visit(opml, []);
  return found;
}

function readLines(text: string): readonly ListedFeed[] {
  return text.split(/\r\n?|\n/).flatMap((line, i) => {
    const [url = '', ...words] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (url === '') return [];
    const title = words.join(' ');
    return [{ where: `line ${i + 1}`, url, folders: [], ...(title && { title }) }];
  });
}

/** Feeds to be written as OPML, a folder each. */
export interface FeedFolder {
  readonly title: string;
  readonly feeds: readonly { readonly url: string; readonly title: string }[];
}

/** OPML 2.0 (opml.org/spec2), a folder an outline. */
export function writeOpml(title: string, folders: readonly FeedFolder[]): string {
  const lines = folders.flatMap((folder) => [
    `    <outline text="${attribute(folder.title)}">`,
    ...folder.feeds.map(
      (feed) =>
        `      <outline type="rss" text="${attribute(feed.title)}" title="${attribute(feed.title)}" xmlUrl="${attribute(feed.url)}"/>`,
    ),
    '    </outline>',
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>${escapeHtml(title)}</title></head>
  <body>
${lines.join('\n')}
  </body>
</opml>
`;
}

function attribute(text: string): string {
  return escapeHtml(text).replace(/"/g, '&quot;');
}
