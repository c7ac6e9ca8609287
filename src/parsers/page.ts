import { type CheerioAPI, load } from 'cheerio/slim';
import type { AnyNode, Document, Element } from 'domhandler';
import { DomUtils } from 'htmlparser2';
import { buildTree } from './page-tree.ts';
import { foldSpace } from './text.ts';

/** More elements than a page may have. */
const ALL = 500_000;

/** How Cheerio reads HTML here: over htmlparser2, eight times as fast as its default and as good on news pages. */
const CHEERIO_OPTIONS = { xml: { xmlMode: false, decodeEntities: true } } as const;

/** A page's tree. */
export class Page {
  readonly document: Document;
  /** The elements metadata is read from, by name, in the order of the page. */
  readonly marks: ReadonlyMap<string, readonly Element[]>;
  // A getter in an object literal makes a hidden class of its own each time, which keeps the whole page until the next
  // full collection of garbage.
  #loaded: CheerioAPI | undefined;

  constructor(document: Document, marks: readonly Element[]) {
    this.document = document;
    this.marks = Map.groupBy(marks, (element) => element.name);
  }

  /** The tree in Cheerio's hands, for selectors; made when first asked for. */
  get $(): CheerioAPI {
    this.#loaded ??= load(this.document, CHEERIO_OPTIONS);
    return this.#loaded;
  }
}

/**
 * Builds the tree of a page in bounded time.
 *
 * @param markup text, or UTF-8
 * @param isWhole for a site's selectors: with every attribute; else with those alone that the parsers ask for
 * @throws ParseError for a page that is built to exhaust its reader
 */
export function readPage(markup: string | Buffer, isWhole = false): Page {
  const page = typeof markup === 'string' ? Buffer.from(markup) : markup;
  const { document, marks, isStreamed } = buildTree(page, isWhole);
  if (isStreamed) placeStreamed(document);
  return new Page(document, marks);
}

/**
 * React's streamed pages: what arrives late stands at the end, hidden as `S:1`, and a script moves it to where
 * `<template id="B:1">` or `P:1` holds its place.
 */
function placeStreamed(document: Document): void {
  const places = new Map<string, Element>();
  const parts: [id: string, element: Element][] = [];
  for (const child of document.children) {
    if (!isElement(child)) continue;
    for (const element of elementsIn(child, ALL)) {
      const { id } = element.attribs;
      if (element.name === 'template' && /^[BP]:/.test(id ?? '')) places.set((id ?? '').slice(2), element);
      else if (id?.startsWith('S:') && element.attribs.hidden !== undefined)
        parts.push([id.slice(2), element]);
    }
  }
  for (const [id, part] of parts) {
    const place = places.get(id);
    if (place === undefined || isWithin(place, part)) continue;
    DomUtils.removeElement(part);
    delete part.attribs.hidden;
    DomUtils.replaceElement(place, part);
  }
}

function isWithin(node: AnyNode, outer: AnyNode): boolean {
  for (let at: AnyNode | null = node; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** What is in these is no one word with what stands beside it. */
const PARTED = new Set(
  'br p div section li dt dd td th tr h1 h2 h3 h4 h5 h6 blockquote figcaption'.split(' '),
);

const PART = ' ';

/** All text inside an element, scripts and styles aside. */
export function textIn(element: Element): string {
  const parts: string[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'text') {
      if (parts.at(-1) === PART && /^[:,.;!?]/.test(node.data)) parts.pop();
      parts.push(node.data);
    }
    if (isElement(node) && node.name !== 'script' && node.name !== 'style') {
      const isParted = node.name === 'br' || PARTED.has(node.name);
      if (isParted) parts.push(PART);
      node.children.forEach(visit);
      if (isParted) parts.push(PART);
    }
  };
  visit(element);
  return foldSpace(parts.join(''));
}

/** Elements inside `scope`, in the order of the page; no more than `limit`. */
export function elementsIn(scope: Element, limit: number): Element[] {
  const found: Element[] = [];
  const visit = (node: AnyNode): void => {
    if (!isElement(node) || found.length >= limit) return;
    if (node !== scope) found.push(node);
    for (const child of node.children) visit(child);
  };
  visit(scope);
  return found;
}

export type { AnyNode, Document, Element };

export function isElement(node: AnyNode | null | undefined): node is Element {
  return node !== null && node !== undefined && 'attribs' in node;
}
