import { SILENT_TAGS } from './boilerplate.ts';
import { type AnyNode, type Document, type Element, isElement } from './page.ts';

/** Elements whose text runs on with what is around them. */
export const INLINE: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strike ' +
    'strong sub sup tt u var wbr time label nobr'
  ).split(' '),
);
export const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** A block with this much text outside links counts as a paragraph. */
export const MIN_PARAGRAPH = 40;
/** Teasers are shorter. */
export const LONG_PARAGRAPH = 80;

/** A longer link was never closed. */
const LONG_LINK = 600;

/** What an element holds, in characters. */
export interface Weight {
  readonly text: number;
  /** Of it, inside links. */
  readonly link: number;
  /** Of it, in paragraphs and outside links. */
  readonly para: number;
  /** The most long paragraphs side by side in one place. */
  readonly run: number;
}

/** What the elements of a page weigh; those that weigh nothing are not in it. */
export class Weights {
  /** From the leaves up. */
  readonly nodes: (Document | Element)[] = [];
  /** By the node's number in its tree. */
  readonly #weights: (Weight | undefined)[];

  constructor({ endIndex }: Document) {
    this.#weights = new Array((endIndex ?? 0) + 1);
  }

  get(node: AnyNode): Weight | undefined {
    return node.startIndex === null ? undefined : this.#weights[node.startIndex];
  }

  has(node: AnyNode): boolean {
    return this.get(node) !== undefined;
  }

  set(node: Document | Element, weight: Weight): void {
    if (node.startIndex === null) return;
    this.#weights[node.startIndex] = weight;
    this.nodes.push(node);
  }
}

export const NOTHING: Weight = { text: 0, link: 0, para: 0, run: 0 };

/** True for a link with an address that was closed where it ends. */
export function isLink(element: Element, { text }: Weight): boolean {
  return element.name === 'a' && text < LONG_LINK && element.attribs.href !== undefined;
}

/** Of most texts, without a new one. */
export function trimmedLength(text: string): number {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return end - start;
}

function isSpace(code: number): boolean {
  return code === 32 || (code < 128 ? code >= 9 && code <= 13 : /\s/.test(String.fromCharCode(code)));
}

/** Weighs every element of a page from the leaves up; what is empty weighs nothing. */
export function weighAll(document: Document): Weights {
  const weights = new Weights(document);
  const visit = (node: Document | Element): void => {
    for (const child of node.children) if (isElement(child) && !SILENT_TAGS.has(child.name)) visit(child);
    const weight = weightOf(node, weights);
    // Most elements hold no text.
    if (weight.text > 0) weights.set(node, weight);
  };
  visit(document);
  return weights;
}

/** What is left of the weights when some elements are dropped. */
export function weighKept(
  document: Document,
  all: Weights,
  isDropped: (element: Element) => boolean,
): Weights {
  const kept = new Weights(document);
  const visit = (node: Document | Element, whole: Weight): void => {
    let isWhole = true;
    for (const child of node.children) {
      const weight = isElement(child) ? all.get(child) : undefined;
      if (weight === undefined || !isElement(child)) continue;
      if (!isDropped(child)) visit(child, weight);
      if (kept.get(child) !== weight) isWhole = false;
    }
    const weight = isWhole ? whole : weightOf(node, kept);
    if (weight.text > 0) kept.set(node, weight);
  };
  const whole = all.get(document);
  if (whole !== undefined) visit(document, whole);
  return kept;
}

/** The weight of a node whose children are weighed. */
function weightOf(node: Document | Element, weights: Weights): Weight {
  let text = 0;
  let link = 0;
  let para = 0;
  let run = 0;
  let long = 0;
  let ownText = 0;
  let ownLink = 0;
  for (const child of node.children) {
    if (child.type === 'text') ownText += trimmedLength(child.data);
    const weight = isElement(child) ? weights.get(child) : undefined;
    if (weight === undefined || !isElement(child)) continue;
    const linked = child.name === 'a' ? weight.text : weight.link;
    if (!isLink(child, weight)) {
      para += weight.para;
      run = Math.max(run, weight.run);
    }
    if (child.name === 'p' && weight.text - weight.link >= LONG_PARAGRAPH) long += 1;
    if (INLINE.has(child.name) && weight.para === 0) {
      ownText += weight.text;
      ownLink += linked;
    } else {
      text += weight.text;
      link += linked;
    }
  }
  const isBlock = !isElement(node) || (!INLINE.has(node.name) && !HEADINGS.has(node.name));
  if (isBlock && ownText - ownLink >= MIN_PARAGRAPH) para += ownText - ownLink;
  return { text: text + ownText, link: link + ownLink, para, run: Math.max(run, long) };
}
