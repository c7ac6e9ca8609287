import { words } from './alike.ts';
import { isByline } from './authors.ts';
import { SILENT_TAGS } from './boilerplate.ts';
import { type Chatter, isAboutAuthor, isChatter, isCredit, isDateLine, leadsElsewhere } from './chatter.ts';
import type { TextPlace } from './container.ts';
import { type AnyNode, type Element, isElement, textIn } from './page.ts';
import { withoutCopies, withoutPullQuotes } from './repeats.ts';
import { foldSpace } from './text.ts';
import { HEADINGS, INLINE, isLink, LONG_PARAGRAPH, NOTHING, trimmedLength, type Weights } from './weight.ts';

const LISTS = new Set(['ul', 'ol', 'dl', 'table']);
/** Blocks and lists that are mostly links point away from the article. */
const LINK_BLOCK = 0.75;
const LINK_LIST = 0.6;
/** A box with other stories holds no more than this share of the text. */
const BOX_SHARE = 0.2;
/** Pages hold some texts twice, for wide and narrow screens; short lines may well be said twice. */
const TWICE = 60;
const MAX_LEAD = 60;
/** The headline may stand once more before the text, with a few words before it. */
const MAX_HEADLINE = 4;
const KICKER = 60;
/** Who wrote is presented before or after the text. */
const MAX_CLOSING = 8;

/** What stands over the text. */
export interface Headlined {
  readonly title: string;
  readonly authors: readonly string[];
}

/** A run of text that stands by itself. */
export interface Block {
  readonly kind: 'text' | 'heading' | 'item' | 'cell' | 'aside';
  readonly text: string;
  readonly linkShare: number;
  readonly element: Element;
}

/** The text of a node as blocks, in order, with only what was kept. */
export function blocksIn(node: AnyNode, kept: Weights): Block[] {
  const blocks: Block[] = [];
  flow(node, kept, blocks, false);
  return blocks;
}

function flow(node: AnyNode, kept: Weights, blocks: Block[], isLinked: boolean): void {
  const element = isElement(node) ? node : null;
  let text = '';
  let link = 0;
  let isAfterBreak = false;
  const flush = (): void => {
    const folded = foldSpace(text);
    if (folded !== '' && element) {
      blocks.push({ kind: kindOf(element), text: folded, linkShare: link / folded.length, element });
    }
    text = '';
    link = 0;
    isAfterBreak = false;
  };
  const add = (child: AnyNode, inLink: boolean): void => {
    if (child.type === 'text') {
      const length = trimmedLength(child.data);
      text += child.data;
      if (inLink) link += length;
      if (length > 0) isAfterBreak = false;
      return;
    }
    if (!isElement(child)) return;
    if (child.name === 'br') {
      // Two breaks part paragraphs.
      if (isAfterBreak) flush();
      else text += '\n';
      isAfterBreak = true;
      return;
    }
    const weight = kept.get(child) ?? NOTHING;
    if (weight === NOTHING) return;
    if (INLINE.has(child.name) && weight.para === 0) {
      for (const each of child.children) add(each, inLink || child.name === 'a');
      return;
    }
    flush();
    if (LISTS.has(child.name) && weight.link > LINK_LIST * weight.text) return;
    flow(child, kept, blocks, inLink || isLink(child, weight));
  };
  if ('children' in node) for (const child of node.children) add(child, isLinked);
  flush();
}

function kindOf(element: Element): Block['kind'] {
  if (HEADINGS.has(element.name)) return 'heading';
  if (element.name === 'li' || element.name === 'dd' || element.name === 'dt') return 'item';
  return element.name === 'td' || element.name === 'th' ? 'cell' : 'text';
}

/** The blocks that are the article's text: no boxes with other stories, no chatter, nothing twice, no heading at the end. */
export function articleBlocks(
  blocks: readonly Block[],
  place: TextPlace,
  chatter: Chatter,
  { title, authors }: Headlined,
): Block[] {
  const headline = words(title);
  const isHeadline = ({ text }: Block, index: number) =>
    index < MAX_HEADLINE &&
    text.length < title.length + KICKER &&
    (saysHeadline(words(text), headline) ||
      (title !== '' && text.startsWith(title) && isDateLine(text.slice(title.length).trim())));
  const seen = new Set<string>();
  const own = withoutPullQuotes(withoutCopies(withoutBoxes(blocks, place, chatter)));
  const subheads = linkedSubheads(own);
  const start = own.findIndex(({ element }) => element.name === 'h1');
  const isEdge = (index: number) => index < MAX_HEADLINE || index >= own.length - MAX_CLOSING;
  const found = own.filter((block, index) => {
    const isAgain = block.text.length >= TWICE && seen.has(block.text);
    seen.add(block.text);
    if (isAgain || isHeadline(block, index) || isCredit(chatter, block.text) || authors.includes(block.text))
      return false;
    if (isEdge(index) && (isAboutAuthor(chatter, block.text, authors) || isByline(block.text, authors)))
      return false;
    if (index < MAX_HEADLINE && block.kind === 'text' && isDateLine(block.text)) return false;
    if (block.element.name === 'h1') return false;
    if (index < start && start < MAX_HEADLINE && block.text.length < KICKER) return false;
    if (block.linkShare >= LINK_BLOCK && !subheads.has(block)) return false;
    // A cell that is a date alone is a row's name.
    return block.kind === 'cell' || !isChatter(chatter, block.text);
  });
  while (isBareHeading(found.at(-1))) found.pop();
  return found;
}

/** A heading that is a sentence, as a correction may be, stands for itself. */
function isBareHeading(block: Block | undefined): boolean {
  return block?.kind === 'heading' && !(block.text.length >= LONG_PARAGRAPH / 2 && block.text.endsWith('.'));
}

/** Round-ups link the heading of each item; a heading that is a link and alone is a card's. */
function linkedSubheads(blocks: readonly Block[]): ReadonlySet<Block> {
  const found = blocks.filter(({ kind, linkShare, element: { parent } }, index) => {
    const next = blocks[index + 1];
    if (kind !== 'heading' || linkShare < LINK_BLOCK || next?.kind !== 'text' || parent === null)
      return false;
    return next.text.length >= LONG_PARAGRAPH && next.linkShare < 0.5 && contains(parent, next.element);
  });
  return new Set(found.length > 1 ? found : []);
}

function saysHeadline(text: string, headline: string): boolean {
  return headline !== '' && (text === headline || (headline.includes(' ') && text.endsWith(` ${headline}`)));
}

/** Leaves out boxes with other stories, known by their heading. */
function withoutBoxes(blocks: readonly Block[], { container, kept }: TextPlace, chatter: Chatter): Block[] {
  const most = BOX_SHARE * (kept.get(container)?.para ?? 0);
  let box: AnyNode | null = null;
  let isList = false;
  return blocks.filter((block) => {
    if (leadsElsewhere(chatter, block.text)) {
      const { parent } = block.element;
      box = parent !== null && (kept.get(parent)?.para ?? 0) <= most ? parent : null;
      isList = true;
      return false;
    }
    isList = isList && block.kind === 'item';
    return !isList && !(box !== null && contains(box, block.element));
  });
}

function contains(outer: AnyNode, inner: AnyNode): boolean {
  for (let at: AnyNode | null = inner; at; at = at.parent) if (at === outer) return true;
  return false;
}

/**
 * Blocks from the headline to the first paragraph of the text, also those left out for their names: `text` where
 * it is a paragraph that was kept, else `aside`.
 *
 * @param start the headline; where none was found, the article around the text
 */
export function leadBlocks(start: Element, blocks: readonly Block[], place: TextPlace): Block[] {
  const paragraphs = new Set(
    blocks.filter((block) => block.text.length >= LONG_PARAGRAPH).map((block) => block.element),
  );
  const found: Block[] = [];
  let started = contains(start, place.container);
  /** False to stop. */
  const visit = (node: AnyNode): boolean => {
    if (!isElement(node) || SILENT_TAGS.has(node.name)) return true;
    if (node === start && !started) {
      started = true;
      return true;
    }
    if (started && (node === place.container || paragraphs.has(node) || found.length >= MAX_LEAD))
      return false;
    if (
      started &&
      node.children.every((child) => !isElement(child) || child.name === 'br' || INLINE.has(child.name))
    ) {
      const text = textIn(node);
      if (text !== '') found.push(leadBlock(node, text, place));
      return true;
    }
    return node.children.every(visit);
  };
  visit(commonAncestor(start, place.container));
  return found;
}

function leadBlock(element: Element, text: string, { all, kept }: TextPlace): Block {
  const { link, text: length } = all.get(element) ?? NOTHING;
  const isText = element.name === 'p' && text.length >= LONG_PARAGRAPH && (kept.get(element)?.para ?? 0) > 0;
  return { kind: isText ? 'text' : 'aside', text, linkShare: length > 0 ? link / length : 0, element };
}

function commonAncestor(a: AnyNode, b: AnyNode): AnyNode {
  const around = new Set<AnyNode>();
  for (let at: AnyNode | null = a; at; at = at.parent) around.add(at);
  let at: AnyNode = b;
  while (!around.has(at) && at.parent) at = at.parent;
  return at;
}
