import { isNamedBody, type Suspicion, suspicionOf } from './boilerplate.ts';
import { type AnyNode, type Document, type Element, isElement } from './page.ts';
import { INLINE, LONG_PARAGRAPH, NOTHING, type Weights, weigh } from './weight.ts';

/** What an element must hold to be kept although it looks foreign: a share of the page's paragraphs, or a run of them. */
const KEPT: Readonly<Record<Exclude<Suspicion, 'none'>, { share: number; run: number; runShare: number }>> = {
  weak: { share: 0.2, run: 2, runShare: 0.05 },
  frame: { share: 0.4, run: 3, runShare: 0.1 },
  'other-text': { share: 0.6, run: 1000, runShare: 1 },
};

/** What is left out, the strictest reading first. */
const LEVELS: readonly [ReadonlySet<Suspicion>, ...ReadonlySet<Suspicion>[]] = [
  new Set(['weak', 'frame', 'other-text']),
  new Set(['frame', 'other-text']),
  new Set(['other-text']),
];
/** A reading that keeps this share of the page's paragraphs has lost nothing. */
const ENOUGH_KEPT = 0.6;
/** A laxer reading is taken when the stricter finds less than this share of it. */
const LAXER_SHARE = 0.5;
/** The text goes down into a child that holds this share of its paragraphs. */
const DESCEND_SHARE = 0.8;
/** A part named for the article's text is believed when it holds this share of the page's paragraphs. */
const START_SHARE = 0.4;

/** Never boxes of their own: a link to a topic is part of its sentence. */
const RUNNING = new Set(['a', 'b', 'strong', 'em', 'i', 'u', 'mark', 'font', 'abbr', 'q', 'sub', 'sup']);

/** Where the article's text lies, and what of the page was kept to find it. */
export interface TextPlace {
  readonly container: AnyNode;
  readonly kept: Weights;
  readonly all: Weights;
}

/**
 * Finds the element that holds the article's text: the strictest reading of the page, unless a laxer one finds
 * more than twice as much. Losing an article costs more than all fine points.
 */
export function findText(document: Document, headline: Element | null): TextPlace {
  const all = weigh(document, () => false);
  const untouchable = protectedIn(all, headline);
  const paraOf = (weights: Weights, node: AnyNode) => weights.get(node)?.para ?? 0;
  const allPara = paraOf(all, document);
  const read = (dropped: ReadonlySet<Suspicion>): TextPlace => {
    const kept = weigh(
      document,
      (element) => !untouchable.has(element) && isForeign(element, dropped, all, allPara),
    );
    return { container: containerIn(document, kept), kept, all };
  };
  let place = read(LEVELS[0]);
  for (const level of LEVELS.slice(1)) {
    if (paraOf(place.kept, document) > ENOUGH_KEPT * allPara) return place;
    const laxer = read(level);
    if (paraOf(place.kept, place.container) >= LAXER_SHARE * paraOf(laxer.kept, laxer.container))
      return place;
    place = laxer;
  }
  return place;
}

/** What lies around the headline, the main part and the largest article is never left out for its name. */
function protectedIn(all: Weights, headline: Element | null): ReadonlySet<AnyNode> {
  const found = new Set<AnyNode>();
  const protect = (node: AnyNode | null) => {
    for (let at = node; at && !found.has(at); at = at.parent) found.add(at);
  };
  let largest: AnyNode | null = null;
  let most = 0;
  for (const [node, weight] of all) {
    if (!isElement(node)) continue;
    if (node.name === 'main' && weight.para > 0) protect(node);
    if (node.name === 'article' && weight.para > most) {
      most = weight.para;
      largest = node;
    }
  }
  protect(largest);
  protect(headline);
  return found;
}

function isForeign(
  element: Element,
  dropped: ReadonlySet<Suspicion>,
  all: Weights,
  allPara: number,
): boolean {
  const suspicion = suspicionOf(element);
  if (suspicion === 'none' || !dropped.has(suspicion)) return false;
  const { para, run } = all.get(element) ?? NOTHING;
  if (suspicion === 'weak' && element.name === 'p' && para >= LONG_PARAGRAPH) return false;
  if (suspicion !== 'other-text' && RUNNING.has(element.name) && element.attribs.hidden === undefined)
    return false;
  const kept = KEPT[suspicion];
  return para <= kept.share * allPara && (run < kept.run || para <= kept.runShare * allPara);
}

/** From the part that is named for the text, or the document, down to where most paragraphs are. */
function containerIn(document: Document, kept: Weights): AnyNode {
  const paraOf = (node: AnyNode) => kept.get(node)?.para ?? 0;
  let at = startIn(document, kept);
  for (;;) {
    const enough = DESCEND_SHARE * paraOf(at);
    const children = enough > 0 && 'children' in at ? at.children : [];
    const next = children.find(
      (child) => isElement(child) && child.name !== 'p' && !INLINE.has(child.name) && paraOf(child) >= enough,
    );
    if (next === undefined) return withSiblings(at, paraOf);
    at = next;
  }
}

function startIn(document: Document, kept: Weights): AnyNode {
  let best: AnyNode = document;
  let most = 0;
  for (const [node, { para }] of kept) {
    if (para <= most || !isElement(node) || !isNamedBody(node)) continue;
    most = para;
    best = node;
  }
  return most >= START_SHARE * (kept.get(document)?.para ?? 0) ? best : document;
}

/** A text cut in pieces of one class (live blogs, advertisements between) is whole in the parent. */
function withSiblings(container: AnyNode, paraOf: (node: AnyNode) => number): AnyNode {
  const { parent } = container;
  if (!isElement(container) || !isElement(parent)) return container;
  const name = container.attribs.class ?? '';
  const alike = parent.children.filter(
    (child) =>
      isElement(child) &&
      child.name === container.name &&
      (child.attribs.class ?? '') === name &&
      paraOf(child) > 0,
  );
  return alike.length > 1 && name !== '' ? parent : container;
}
