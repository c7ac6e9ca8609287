import type { LiveEntry } from '../model/article.ts';
import { articleBlocks, type Block, blocksIn, type Headlined, leadBlocks } from './blocks.ts';
import { type Chatter, isCredit } from './chatter.ts';
import { findText } from './container.ts';
import { shownEntries } from './live-entries.ts';
import { type AnyNode, type Document, type Element, elementsIn, isElement, textIn } from './page.ts';

const MAX_CAPTIONS = 50;
const MAX_SCOPE = 20_000;

export interface Body {
  readonly paragraphs: readonly string[];
  /** The blocks before the text, from the headline on: where a standfirst may be. */
  readonly lead: readonly Block[];
  readonly captions: readonly string[];
  /** Lines that name who else worked on the report, which are none of its text. */
  readonly credits: readonly string[];
  /** Of a live blog, as shown. */
  readonly entries: readonly LiveEntry[];
}

/** Finds the article's text in a page. */
export function readBody(
  document: Document,
  headline: Element | null,
  chatter: Chatter,
  over: Headlined = { title: '', authors: [] },
): Body {
  const place = findText(document, headline);
  const blocks = blocksIn(place.container, place.kept);
  const scope = scopeOf(place.container);
  const start = headline ?? scope;
  const elements = scope ? elementsIn(scope, MAX_SCOPE) : [];
  return {
    paragraphs: articleBlocks(blocks, place, chatter, over).map((block) => block.text),
    lead: start ? leadBlocks(start, blocks, place) : [],
    captions: captionsIn(elements),
    entries: shownEntries(elements, place.kept, chatter),
    credits: blocks.map(({ text }) => text).filter((text) => isCredit(chatter, text)),
  };
}

/** The article around the text, where the page marks it. */
function scopeOf(container: AnyNode): Element | null {
  for (let at: AnyNode | null = container; at; at = at.parent) {
    if (isElement(at) && (at.name === 'article' || at.name === 'main')) return at;
  }
  return isElement(container) ? container : null;
}

function captionsIn(elements: readonly Element[]): string[] {
  const captions = elements.filter((element) => element.name === 'figcaption');
  const texts = captions.slice(0, MAX_CAPTIONS).map(textIn);
  return [...new Set(texts.filter((text) => text !== ''))];
}
