import { isApart, isNamedBody, type Suspicion, suspicionOf } from './boilerplate.ts';
import { ownNote } from './own-note.ts';
import { type AnyNode, type Document, type Element, isElement } from './page.ts';
import { INLINE, LONG_PARAGRAPH, NOTHING, type Weights, weighAll, weighKept } from './weight.ts';

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
/** And into a child that holds the headline too, with this share. */
const OWN_DESCEND_SHARE = 0.5;
/** A part named for the article's text is believed when it holds this share of the page's paragraphs. */
const START_SHARE = 0.4;

/** Never boxes of their own: a link to a topic is part of its sentence. */
const RUNNING = new Set(['a', 'b', 'strong', 'em', 'i', 'u', 'mark', 'font', 'abbr', 'q', 'sub', 'sup']);

const TABLE_PARTS = new Set(['table', 'thead', 'tbody', 'tr', 'td', 'th']);

/** The headline's own article is taken before a longer one when it holds this much, in characters of paragraphs. */
const OWN_ARTICLE = 500;
/** And this share of the page's paragraphs: some pages wrap only the head of a text in `article`. */
const OWN_SHARE = 0.15;

const TEASER_MOST = 400;

/** Comments longer than the article are left out when this much is beside them. */
const BESIDE = 100;

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
  const all = weighAll(document);
  const untouchable = protectedIn(all, headline);
  const paraOf = (weights: Weights, node: AnyNode) => weights.get(node)?.para ?? 0;
  const allPara = paraOf(all, document);
  const read = (dropped: ReadonlySet<Suspicion>): TextPlace => {
    const kept = weighKept(
      document,
      all,
      (element) => !untouchable.has(element) && isForeign(element, dropped, all, allPara),
    );
    return { container: containerIn(document, kept, headline), kept, all };
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
  for (const node of all.nodes) {
    if (!isElement(node)) continue;
    const { para } = all.get(node) ?? NOTHING;
    if (node.name === 'main' && para > 0) protect(node);
    if (node.name === 'article' && para > most && suspicionOf(node) !== 'other-text') {
      most = para;
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
  const suspicion = isTeaserInside(element, all) || isBox(element, all) ? 'frame' : suspicionOf(element);
  if (suspicion === 'none' || !dropped.has(suspicion)) return false;
  const { para, run } = all.get(element) ?? NOTHING;
  if (suspicion === 'weak' && element.name === 'p' && para >= LONG_PARAGRAPH) return false;
  // A row's class names what it shows: `player-17`.
  if (suspicion === 'weak' && TABLE_PARTS.has(element.name)) return false;
  if (suspicion !== 'other-text' && RUNNING.has(element.name) && element.attribs.hidden === undefined)
    return false;
  if (isPageFooter(element) && para < allPara) return true;
  if (para > KEPT['other-text'].share * allPara) return allPara - para >= BESIDE && isApart(element);
  const kept = KEPT[suspicion];
  return para <= kept.share * allPara && (run < kept.run || para <= kept.runShare * allPara);
}

/** The site's own words, which may be more than a short report has. */
function isPageFooter({ name, parent }: Element): boolean {
  return name === 'footer' && isElement(parent) && parent.name === 'body';
}

/** A lone `article` within another, of few words, is a card for another story; entries of a live blog come in numbers. */
function isTeaserInside(element: Element, all: Weights): boolean {
  if (element.name !== 'article' || (all.get(element)?.para ?? 0) > TEASER_MOST) return false;
  let at: Element | null = element;
  for (let level = 0; level < 3; level += 1) {
    const parent: AnyNode | null = at.parent;
    if (!isElement(parent)) return false;
    if (at.name !== 'p' && hasAlike(parent, at)) return false;
    at = parent;
  }
  for (let up: AnyNode | null = element.parent; up; up = up.parent) {
    if (isElement(up) && up.name === 'article') return true;
  }
  return false;
}

/** A link laid over all of a card, as style sheets in wide use name it. */
const LAID_OVER =
  /(?:^|[\s_-])(?:stretched-link|inset-0|link-overlay|overlay-link|faux-block-link|block-link)(?:$|[\s_-])/;

const BOXES = new Set(['div', 'section', 'aside', 'article', 'li']);

/** A card that is one link to another story, or some words around a form: come, sign up. */
function isBox(element: Element, all: Weights): boolean {
  if (!BOXES.has(element.name) || (all.get(element)?.para ?? 0) > TEASER_MOST) return false;
  return element.children.some(
    (child) =>
      isElement(child) &&
      (child.name === 'form' || (child.name === 'a' && LAID_OVER.test(child.attribs.class ?? ''))),
  );
}

const MANY = 2;
const COUNTS = new WeakMap<Element, Map<string, number>>();
const kindOf = ({ name, attribs }: Element) => `${name}.${attribs.class ?? ''}`;

/** True where more than two children of one parent are of the same name and class; counted once a parent. */
function hasAlike(parent: Element, child: Element): boolean {
  let counts = COUNTS.get(parent);
  if (counts === undefined) {
    counts = new Map();
    for (const kind of parent.children.filter(isElement).map(kindOf))
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    COUNTS.set(parent, counts);
  }
  return (counts.get(kindOf(child)) ?? 0) > MANY;
}

/** From the part that is named for the text, or the document, down to where most paragraphs are. */
function containerIn(document: Document, kept: Weights, headline: Element | null): AnyNode {
  const paraOf = (node: AnyNode) => kept.get(node)?.para ?? 0;
  const own = ownArticle(headline, kept, paraOf(document));
  const path = new Set<AnyNode>();
  for (let up: AnyNode | null = headline; up; up = up.parent) path.add(up);
  let at = startIn(own ?? document, kept);
  for (;;) {
    const here = paraOf(at);
    const children = here > 0 && 'children' in at ? at.children : [];
    const next = children.find(
      (child) =>
        isElement(child) &&
        child.name !== 'p' &&
        !INLINE.has(child.name) &&
        paraOf(child) >= here * (path.has(child) ? OWN_DESCEND_SHARE : DESCEND_SHARE),
    );
    if (next === undefined) return ownNote(at, headline, kept) ?? withSiblings(at, paraOf);
    at = next;
  }
}

function startIn(scope: Document | Element, kept: Weights): AnyNode {
  let best: AnyNode = scope;
  let most = 0;
  for (const node of kept.nodes) {
    const { para } = kept.get(node) ?? NOTHING;
    if (para <= most || !isElement(node) || !isNamedBody(node) || !isInside(node, scope)) continue;
    most = para;
    best = node;
  }
  return most >= START_SHARE * (kept.get(scope)?.para ?? 0) ? best : scope;
}

function isInside(node: AnyNode, scope: AnyNode): boolean {
  for (let at: AnyNode | null = node; at; at = at.parent) if (at === scope) return true;
  return false;
}

/** The `article` around the headline, where other articles follow it on the page; entries of a live blog are none. */
function ownArticle(headline: Element | null, kept: Weights, all: number): Element | null {
  for (let at = headline?.parent ?? null; isElement(at); at = isElement(at.parent) ? at.parent : null) {
    if (at.name !== 'article') continue;
    const para = kept.get(at)?.para ?? 0;
    return para >= OWN_ARTICLE && para >= OWN_SHARE * all ? at : null;
  }
  return null;
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
