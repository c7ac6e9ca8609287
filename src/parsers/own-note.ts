import { type AnyNode, type Element, isElement } from './page.ts';
import { MIN_PARAGRAPH, type Weights } from './weight.ts';

/** Fewer are no list. */
const LEAST = 3;
const MOST = 0.8;
const TEASER_MOST = 400;

/**
 * A note of a line or two may have less text than the list of other stories beside it.
 *
 * @param container where most paragraphs of the page are
 * @returns what stands with the headline, where the container is a list of links to other stories; else null
 */
export function ownNote(container: AnyNode, headline: Element | null, kept: Weights): AnyNode | null {
  if (headline === null) return null;
  const around = new Set<AnyNode>();
  for (let at: AnyNode | null = container; at; at = at.parent) around.add(at);
  let own: AnyNode = headline;
  while (own.parent !== null && !around.has(own.parent)) own = own.parent;
  const isBeside = own !== headline && own.parent !== null && !around.has(own);
  if (!isBeside || (kept.get(own)?.para ?? 0) < MIN_PARAGRAPH) return null;
  return isListOfStories(container, kept) ? own : null;
}

function isListOfStories(container: AnyNode, kept: Weights): boolean {
  const parts = 'children' in container ? container.children.filter((child) => kept.has(child)) : [];
  const stories = parts.filter(
    (part) => (kept.get(part)?.para ?? 0) <= TEASER_MOST && firstText(part)?.isLinked === true,
  );
  return stories.length >= LEAST && stories.length >= MOST * parts.length;
}

/** The first text in a node: is it a link? */
function firstText(node: AnyNode, isLinked = false): { readonly isLinked: boolean } | undefined {
  if (node.type === 'text') return node.data.trim() === '' ? undefined : { isLinked };
  if (!isElement(node)) return undefined;
  const isInLink = isLinked || (node.name === 'a' && node.attribs.href !== undefined);
  for (const child of node.children) {
    const found = firstText(child, isInLink);
    if (found !== undefined) return found;
  }
  return undefined;
}
