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

export type Weights = ReadonlyMap<AnyNode, Weight>;

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

/** Weighs every element of a page from the leaves up; what is dropped or empty weighs nothing and is left out. */
export function weigh(document: Document, isDropped: (element: Element) => boolean): Weights {
  const weights = new Map<AnyNode, Weight>();

  function weighElement(element: Element): Weight {
    if (!SILENT_TAGS.has(element.name) && !isDropped(element)) return weighNode(element);
    return NOTHING;
  }

  function weighNode(node: Document | Element): Weight {
    let text = 0;
    let link = 0;
    let para = 0;
    let run = 0;
    let long = 0;
    let ownText = 0;
    let ownLink = 0;
    for (const child of node.children) {
      if (child.type === 'text') ownText += trimmedLength(child.data);
      if (!isElement(child)) continue;
      const weight = weighElement(child);
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
    // Most elements hold no text: they are left out, and the map stays small.
    if (text + ownText === 0) return NOTHING;
    const total = { text: text + ownText, link: link + ownLink, para, run: Math.max(run, long) };
    weights.set(node, total);
    return total;
  }

  weighNode(document);
  return weights;
}
