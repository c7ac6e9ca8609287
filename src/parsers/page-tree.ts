import { Document, Element, Text } from 'domhandler';
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { type Handler, Parser } from 'htmlparser2';
import { ParseError } from '../model/errors.ts';
import { decodeLetters } from './charset.ts';
import { QuickTokenizer } from './quick-tokenizer.ts';
import { type Writable, writeWithoutSilent } from './silent-parts.ts';

/** Deeper pages are no pages: Cheerio's own walks are recursive, and htmlparser2's stack grows quadratically dear. */
const MAX_DEPTH = 1000;
const MAX_NODES = 500_000;

/** What is in these is never read; JSON-LD is. */
const SILENT = new Set(['script', 'style', 'svg', 'noscript', 'iframe']);
/** What is in these is no markup. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'xmp']);

/** White space after their start and end tags is none of the text. */
const BLOCKS = new Set(
  (
    'html head body div p section article aside header footer main nav ul ol li dl dt dd table thead tbody tfoot tr td th ' +
    'h1 h2 h3 h4 h5 h6 figure figcaption form fieldset blockquote hr meta link script style noscript template'
  ).split(' '),
);

const ASKED_FOR =
  'class id href rel role itemprop style hidden type name property content http-equiv datetime pubdate lang xml:lang media'.split(
    ' ',
  );
const LONGEST = Math.max(...ASKED_FOR.map(({ length }) => length));
/** Attributes that something here asks for, by their length. The others, half of a page's, are not kept. */
const ASKED_FOR_OF_LENGTH: readonly (readonly string[])[] = Array.from({ length: LONGEST + 1 }, (_, length) =>
  ASKED_FOR.filter((name) => name.length === length),
);

/** The name as it is written here, which is quicker to set; undefined for what nothing asks for. */
function askedFor(name: string): string | undefined {
  const names = ASKED_FOR_OF_LENGTH[name.length];
  if (names !== undefined) for (const each of names) if (each === name) return each;
  return undefined;
}

/** Elements that metadata is read from, noted as they are parsed: each query of Cheerio's goes through the whole page. */
const MARKS = new Set(['html', 'base', 'title', 'meta', 'h1']);

function isMark({ name, attribs }: Element): boolean {
  if (MARKS.has(name)) return true;
  if (name === 'time') return attribs.datetime !== undefined;
  if (name === 'abbr') return attribs.title !== undefined;
  if (name === 'link') return attribs.rel === 'canonical';
  if (name === 'script') return attribs.type?.includes('ld+json') ?? false;
  return attribs.itemprop === 'datePublished';
}

/** Unix time in an attribute of the page's own, which live blogs have; what an abbreviation stands for. */
function isOfUse(name: string, value: string, element: Element): boolean {
  if (name === 'title') return element.name === 'abbr';
  return (value.length === 10 || value.length === 13) && value[0] === '1' && name.startsWith('data-');
}

/** Of all elements without any. */
const NONE: Element['attribs'] = Object.freeze({}) as Element['attribs'];

/** What becomes of a page's markup. */
export interface Tree {
  /** Its elements have numbers, in the order of the page, as their `startIndex`; the last is its `endIndex`. */
  readonly document: Document;
  /** In the order of the page. */
  readonly marks: readonly Element[];
  /** The page was streamed: parts of it stand elsewhere than they belong. */
  readonly isStreamed: boolean;
}

/**
 * Builds the tree out of the parser's events, and stops it when a page is built to exhaust its reader. Character
 * references are decoded where there are any: the parser would look for them everywhere, for a fifth of its time.
 */
class TreeBuilder implements Partial<Handler>, Tree, Writable {
  readonly document = new Document([]);
  readonly marks: Element[] = [];
  isStreamed = false;
  readonly #isWhole: boolean;
  #at: Document | Element = this.document;
  #text: Text | null = null;
  /** The element whose start tag is being read. */
  #opening: Element | null = null;
  #depth = 0;
  #nodes = 0;
  /** The depth of a silent element that is open: what is in it is counted and not kept. 0: none is. */
  #silentAt = 0;

  constructor(isWhole: boolean) {
    this.document.startIndex = 0;
    this.#isWhole = isWhole;
  }

  get readsMarkup(): boolean {
    return this.#silentAt === 0 && !('name' in this.#at && RAW.has(this.#at.name));
  }

  onend(): void {
    this.document.endIndex = this.#nodes;
  }

  partText(): void {
    this.#text = null;
  }

  onopentagname(name: string): void {
    this.#endStartTag();
    this.#depth += 1;
    this.#nodes += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ParseError(
        `its elements lie more than ${MAX_DEPTH} deep in one another; that is no news page`,
      );
    }
    if (this.#nodes > MAX_NODES) {
      throw new ParseError(`it has more than ${MAX_NODES} elements; that is no news page`);
    }
    if (this.#silentAt > 0) return;
    const element = new Element(name, NONE);
    element.startIndex = this.#nodes;
    this.#add(element);
    this.#at = element;
    this.#text = null;
    this.#opening = element;
  }

  onattribute(name: string, value: string): void {
    const element = this.#opening;
    if (element === null) return;
    const key = askedFor(name) ?? (this.#isWhole || isOfUse(name, value, element) ? name : undefined);
    // The first of two attributes of one name counts (HTML standard, 13.2.5.33).
    if (key === undefined || element.attribs[key] !== undefined) return;
    const decoded = decodeLetters(value);
    if (element.attribs === NONE) element.attribs = {};
    element.attribs[key] = decoded.includes('&') ? decodeHTMLAttribute(decoded) : decoded;
  }

  ontext(data: string): void {
    this.#endStartTag();
    if (this.#silentAt > 0) return;
    const isRaw = 'name' in this.#at && (this.#at.name === 'script' || this.#at.name === 'style');
    const text = decodeLetters(data);
    const decoded = !isRaw && text.includes('&') ? decodeHTML(text) : text;
    if (this.#text !== null) {
      this.#text.data += decoded;
      return;
    }
    if (this.#isBlankBetweenBlocks(decoded)) return;
    this.#text = new Text(decoded);
    this.#add(this.#text);
  }

  onclosetag(): void {
    this.#endStartTag();
    const isSilent = this.#silentAt > 0 && this.#depth > this.#silentAt;
    if (this.#depth === this.#silentAt) this.#silentAt = 0;
    this.#depth -= 1;
    if (isSilent) return;
    this.#text = null;
    this.#at = (this.#at.parent as Document | Element | null) ?? this.document;
  }

  #endStartTag(): void {
    const element = this.#opening;
    if (element === null) return;
    this.#opening = null;
    if (isMark(element)) this.marks.push(element);
    if (element.name === 'template' && /^[BP]:/.test(element.attribs.id ?? '')) this.isStreamed = true;
    if (SILENT.has(element.name) && !element.attribs.type?.includes('ld+json')) this.#silentAt = this.#depth;
  }

  /** Two of three texts are the indentation of markup. */
  #isBlankBetweenBlocks(text: string): boolean {
    if (this.#isWhole || text.trimStart() !== '') return false;
    const before = this.#at.children.at(-1) ?? this.#at;
    return !('name' in before) || BLOCKS.has(before.name);
  }

  #add(node: Element | Text): void {
    const { children } = this.#at;
    const before = children.at(-1);
    if (before !== undefined) {
      before.next = node;
      node.prev = before;
    }
    node.parent = this.#at;
    // An array made by a push is made for sixteen more.
    if (before === undefined) this.#at.children = [node];
    else children.push(node);
  }
}

/**
 * A page's markup as a tree.
 *
 * @param page in UTF-8
 * @param isWhole with every attribute and the empty shells of scripts, as selectors may ask for them
 * @throws ParseError for a page that is built to exhaust its reader
 */
export function buildTree(page: Buffer, isWhole: boolean): Tree {
  const builder = new TreeBuilder(isWhole);
  const parser = new Parser(builder, { decodeEntities: false, Tokenizer: QuickTokenizer });
  // Silent elements that end in capital letters are left to the parser.
  if (isWhole || page.includes('</S') || page.includes('</N')) parser.write(page.toString('latin1'));
  else writeWithoutSilent(page, parser, builder);
  parser.end();
  return builder;
}
