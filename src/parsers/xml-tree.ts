import { decodeEntities } from './text.ts';
import { VOID, type XmlElement } from './xml-element.ts';

/** Namespaces by address (case and closing slash do not count), and the prefix they have here. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns#': 'atom',
  'http://purl.org/atom/ns': 'atom',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://search.yahoo.com/mrss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://purl.org/rss/1.0': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://backend.userland.com/rss2': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
};
const KNOWN_PREFIXES = new Set(Object.values(NAMESPACES));

/** Bounds: what is beyond them is left out, and the rest read. */
const MAX_DEPTH = 150;
const MAX_NODES = 400_000;
/** Entries of a feed; the newest come first. */
export const MAX_ENTRIES = 2000;
const MAX_ATTRIBUTES = 64;
const MAX_ENTITIES = 100;
const MAX_DTD = 20_000;
const MAX_MENDED = 5000;
/** An entity that stands for plain text. */
const ENTITY = /<!ENTITY\s+([\w.-]{1,60})\s+(?:"([^"&%<]{0,500})"|'([^'&%<]{0,500})')\s*>/g;

/** Holds text alone, so that any tag in it means its own closing was lost. */
const LEAVES = new Set(['guid', 'pubdate', 'id', 'updated', 'published', 'dc:date', 'lastbuilddate', 'ttl']);
/** Texts that may hold markup, but never these. */
const TEXTS = new Set([
  'title',
  'description',
  'link',
  'summary',
  'content',
  'content:encoded',
  'author',
  'category',
]);
const NEVER_IN_TEXT = new Set([
  'guid',
  'pubdate',
  'description',
  'updated',
  'published',
  'content:encoded',
  'channel',
]);
const ENTRIES = new Set(['item', 'entry']);
const ROOTS = new Set(['rss', 'feed']);

/** A tree out of the tags and texts of XML as it is found in the wild; what is lost or in the wrong order is made good. */
export class TreeBuilder {
  readonly root: XmlElement = { name: '', attributes: new Map(), children: [] };
  readonly #stack: XmlElement[] = [this.root];
  /** The prefix each declared prefix stands for; one table for the document. */
  readonly #prefixes = new Map<string, string>();
  readonly #entities = new Map<string, string>();
  #nodes = 0;
  #mended = 0;
  #entries = 0;
  #tooDeep = 0;

  get full(): boolean {
    return this.#nodes > MAX_NODES || this.#entries > MAX_ENTRIES;
  }

  /** Each section is looked into once more. */
  mayMend(): boolean {
    this.#mended += 1;
    return this.#mended <= MAX_MENDED;
  }

  declareEntities(declaration: string): void {
    for (const match of declaration.slice(0, MAX_DTD).matchAll(ENTITY)) {
      if (this.#entities.size < MAX_ENTITIES) this.#entities.set(match[1] ?? '', match[2] ?? match[3] ?? '');
    }
  }

  decode(text: string): string {
    if (this.#entities.size === 0 || !text.includes('&')) return decodeEntities(text);
    return decodeEntities(
      text.replace(/&([\w.-]{1,60});/g, (whole, name) => this.#entities.get(name) ?? whole),
    );
  }

  text(data: string): void {
    if (data !== '') this.#top().children.push(data);
  }

  open(inside: string, selfClosing: boolean): void {
    const rawName = /^[^\s/=]+/.exec(inside)?.[0] ?? '';
    const attributes = readAttributes(inside.slice(rawName.length));
    for (const [key, value] of attributes) this.#declare(key, value);
    this.#nameResource(attributes);
    const name = this.#canonicalName(rawName);
    this.#closeWhatCannotHold(name);
    if (this.#stack.length > MAX_DEPTH) {
      if (!selfClosing) this.#tooDeep += 1;
      return;
    }
    const element: XmlElement = { name, attributes, children: [] };
    this.#top().children.push(element);
    this.#nodes += 1;
    if (!selfClosing && !VOID.has(name)) this.#stack.push(element);
  }

  close(rawName: string): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    const name = this.#canonicalName(/^[^\s/]*/.exec(rawName)?.[0] ?? '');
    for (let i = this.#stack.length - 1; i > 0; i -= 1) {
      if (this.#stack[i]?.name === name) {
        this.#stack.length = i;
        return;
      }
      // A closing tag that belongs to nothing inside an entry does not close what is around the entry.
      if (ENTRIES.has(this.#stack[i]?.name ?? '') && !isFrame(name)) return;
    }
  }

  /** An entry that the end of the document cut off, where there are others: half an address leads elsewhere. */
  dropCutEntry(): void {
    const at = this.#stack.findIndex((element) => ENTRIES.has(element.name));
    const siblings = this.#stack[at - 1]?.children;
    const isEntry = (child: XmlElement | string) => typeof child !== 'string' && ENTRIES.has(child.name);
    if (siblings && siblings.filter(isEntry).length > 1) siblings.pop();
  }

  #top(): XmlElement {
    return this.#stack.at(-1) ?? this.root;
  }

  #declare(attribute: string, uri: string): void {
    if (!attribute.startsWith('xmlns:')) return;
    const known = NAMESPACES[uri.trim().toLowerCase().replace(/\/$/, '')];
    if (known !== undefined) this.#prefixes.set(attribute.slice(6), known);
  }

  /** `rdf:about`, whatever prefix RDF has there. */
  #nameResource(attributes: Map<string, string>): void {
    for (const [key, value] of attributes) {
      if (key.endsWith(':about') && this.#prefixes.get(key.slice(0, -6)) === 'rdf')
        attributes.set('rdf:about', value);
    }
  }

  #canonicalName(rawName: string): string {
    const lower = rawName.toLowerCase();
    const colon = lower.indexOf(':');
    if (colon === -1) return lower;
    const written = lower.slice(0, colon);
    const prefix = this.#prefixes.get(written) ?? (KNOWN_PREFIXES.has(written) ? written : `?${written}`);
    const local = lower.slice(colon + 1);
    if (prefix.startsWith('?') && this.#stack.length === 1 && ROOTS.has(local)) {
      // A prefix that nobody declared, or for an address nobody knows, is the feed's own when its root bears it.
      this.#prefixes.set(written, '');
      return local;
    }
    if (prefix === '' || (prefix === 'atom' && this.#isAtomName(local))) return local;
    return `${prefix.replace('?', '')}:${local}`;
  }

  /** In an Atom feed the Atom namespace is the feed's own. */
  #isAtomName(local: string): boolean {
    if (this.#stack.length === 1) return local === 'feed' || local === 'entry';
    return this.#stack[1]?.name === 'feed' || this.#stack[1]?.name === 'entry';
  }

  #closeWhatCannotHold(name: string): void {
    if (ENTRIES.has(name)) {
      this.#entries += 1;
      const open = this.#stack.findIndex((element) => ENTRIES.has(element.name));
      if (open > 0) this.#stack.length = open;
      return;
    }
    const top = this.#top().name;
    const lost =
      LEAVES.has(top) ||
      (TEXTS.has(top) && (NEVER_IN_TEXT.has(name) || (top === 'title' && name === 'link')));
    if (lost) this.#stack.length -= 1;
  }
}

function isFrame(name: string): boolean {
  return name === 'channel' || name === 'rss' || name === 'feed' || name === 'rdf:rdf' || name === 'items';
}

const ATTRIBUTE = /([^\s=/"']+)\s*(?:=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s"'>]+)))?/g;

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  if (text.length === 0) return attributes;
  for (const match of text.matchAll(ATTRIBUTE)) {
    if (attributes.size >= MAX_ATTRIBUTES) break;
    const name = (match[1] ?? '').toLowerCase();
    if (!attributes.has(name)) attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''));
  }
  return attributes;
}
