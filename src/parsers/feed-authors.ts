import { childrenOf, trimmedText, type XmlElement } from './xml-element.ts';

const MAX_AUTHORS = 20;
const AUTHORS = ['author', 'dc:creator', 'atom:author', 'itunes:author', 'creator', 'dc:author'];

/** Who wrote an entry, or a whole feed: each once. */
export function authorsOf(element: XmlElement): string[] {
  const names = AUTHORS.flatMap((name) => childrenOf(element).filter((child) => child.name === name))
    .map(authorName)
    .filter((name) => name !== '');
  return [...new Set(names)].slice(0, MAX_AUTHORS);
}

const AUTHOR_CHARS_MOST = 300;

/** A person construct, or `mail@example.org (Name)` as RSS has it, or `Name <mail@example.org>`, or a name. */
function authorName(author: XmlElement): string {
  const name = childrenOf(author).find((child) => child.name === 'name' || child.name === 'atom:name');
  // Longer is no name, takes the patterns below long, and a feed's author is each entry's.
  const written = trimmedText(name ?? author).slice(0, AUTHOR_CHARS_MOST);
  if (name) return written;
  if (childrenOf(author).length > 0) return '';
  const named =
    /^[^\s@]+@[^\s@(]+\s*\((.+)\)$/.exec(written)?.[1] ??
    /^([^<(]+?)\s*[<(][^\s@]+@[^\s@]+[>)]$/.exec(written)?.[1] ??
    written;
  return /^[^\s@]+@[^\s@]+$/.test(named) ? '' : named;
}
