import { type CheerioAPI, load } from 'cheerio/slim';
import type { AnyNode, ChildNode, Document, Element } from 'domhandler';
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { DomHandler, DomUtils, Parser } from 'htmlparser2';
import { ParseError } from '../model/errors.ts';
import { foldSpace } from './text.ts';

/** Deeper pages are no pages: Cheerio's own walks are recursive, and htmlparser2's stack grows quadratically dear. */
const MAX_DEPTH = 1000;
const MAX_NODES = 500_000;

/** How Cheerio reads HTML here: over htmlparser2, eight times as fast as its default and as good on news pages. */
const CHEERIO_OPTIONS = { xml: { xmlMode: false, decodeEntities: true } } as const;

/** Elements that metadata is read from, noted as they are parsed: each query of Cheerio's goes through the whole page. */
const MARKS = new Set(['html', 'base', 'title', 'meta', 'h1']);

function isMark({ name, attribs }: Element): boolean {
  if (MARKS.has(name)) return true;
  if (name === 'time') return attribs.datetime !== undefined;
  if (name === 'link') return attribs.rel === 'canonical';
  if (name === 'script') return attribs.type?.includes('ld+json') ?? false;
  return attribs.itemprop === 'datePublished';
}

/** What is in these is never read; JSON-LD is. */
const SILENT = new Set(['script', 'style', 'svg', 'noscript', 'iframe']);

/** A page's tree. */
export interface Page {
  /** The tree in Cheerio's hands, for selectors; made when first asked for. */
  readonly $: CheerioAPI;
  readonly document: Document;
  /** The elements metadata is read from, by name, in the order of the page. */
  readonly marks: ReadonlyMap<string, readonly Element[]>;
}

/**
 * Stops the parser when a page is built to exhaust it. Character references are decoded where there are any: the parser
 * would look for them everywhere, for a fifth of its time.
 */
class BoundedHandler extends DomHandler {
  #depth = 0;
  #nodes = 0;
  /** The depth of a silent element that is open: what is in it is counted and not kept. 0: none is. */
  #silentAt = 0;
  /** In JSON-LD, whose references are no markup's. */
  #isRaw = false;
  readonly marks: Element[] = [];

  override onopentag(name: string, attributes: Record<string, string>): void {
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
    for (const each in attributes) {
      const value = attributes[each] ?? '';
      if (value.includes('&')) attributes[each] = decodeHTMLAttribute(value);
    }
    super.onopentag(name, attributes);
    this.#isRaw = name === 'script' || name === 'style';
    if (SILENT.has(name) && !attributes.type?.includes('ld+json')) this.#silentAt = this.#depth;
  }

  override ontext(data: string): void {
    if (this.#silentAt === 0) super.ontext(!this.#isRaw && data.includes('&') ? decodeHTML(data) : data);
  }

  override oncomment(): void {}
  override oncommentend(): void {}

  protected override addNode(node: ChildNode): void {
    super.addNode(node);
    if (isElement(node) && isMark(node)) this.marks.push(node);
  }

  override onclosetag(): void {
    const isSilent = this.#silentAt > 0 && this.#depth > this.#silentAt;
    if (this.#depth === this.#silentAt) this.#silentAt = 0;
    this.#depth -= 1;
    this.#isRaw = false;
    if (!isSilent) super.onclosetag();
  }
}

/** Builds the tree of a page in bounded time. Throws ParseError for one that is built to exhaust its reader. */
export function readPage(html: string): Page {
  const handler = new BoundedHandler();
  const parser = new Parser(handler, { decodeEntities: false });
  parser.end(html);
  const document = handler.root;
  if (html.includes('<template id="B:') || html.includes('<template id="P:')) placeStreamed(document);
  let $: CheerioAPI | undefined;
  return {
    get $() {
      $ ??= load(document, CHEERIO_OPTIONS);
      return $;
    },
    document,
    marks: Map.groupBy(handler.marks, (element) => element.name),
  };
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
    for (const element of elementsIn(child, MAX_NODES)) {
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

/** All text inside an element, scripts and styles aside; blocks are not parted. */
export function textIn(element: Element): string {
  const parts: string[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'text') parts.push(node.data);
    else if (isElement(node) && node.name === 'br') parts.push(' ');
    else if (isElement(node) && node.name !== 'script' && node.name !== 'style') node.children.forEach(visit);
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
