import type { LiveEntry } from '../model/article.ts';
import { blocksIn } from './blocks.ts';
import { type Chatter, isChatter } from './chatter.ts';
import { type AnyNode, type Element, isElement, textIn } from './page.ts';
import { pageDate } from './page-dates.ts';
import { NOTHING, type Weights } from './weight.ts';

/** Fewer that look alike and bear a time are no live blog. */
const LEAST = 3;
const MAX_TIMES = 500;
const MAX_CLIMB = 5;
const MAX_ENTRY = 2000;
const CLOCK = /^(\d{1,2}[:.h]\d{2})(\s*[ap]\.?m\.?)?\b/i;
const EPOCH = /^1\d{9}(\d{3})?$/;

/**
 * The entries of a live blog as the page shows them: parts alike, side by side, each with a time and text of its own.
 *
 * @param elements those of the article, in the order of the page
 * @param kept what of the page is text
 */
export function shownEntries(elements: readonly Element[], kept: Weights, chatter: Chatter): LiveEntry[] {
  const times = elements.filter(isTime).slice(0, MAX_TIMES);
  if (times.length < LEAST) return [];
  const found = new Map<Element, Map<Element, Element>>();
  for (const time of times) {
    const part = partAround(time, kept);
    if (part === null || !isElement(part.parent)) continue;
    const parts = found.get(part.parent) ?? new Map<Element, Element>();
    if (!parts.has(part)) parts.set(part, time);
    found.set(part.parent, parts);
  }
  const [most] = [...found.values()].sort((a, b) => b.size - a.size);
  if (most === undefined || most.size < LEAST) return [];
  return [...most]
    .map(([part, time]) => entryOf(part, time, kept, chatter))
    .filter(({ text }) => text !== '');
}

function isTime({ name, attribs, children }: Element): boolean {
  if (name === 'time') return true;
  const [only] = children;
  if (children.length !== 1 || only?.type !== 'text') return false;
  return /(^|[-_ ])time(stamp)?($|[-_ ])/i.test(attribs.class ?? '') && CLOCK.test(only.data.trim());
}

/** The part of the page that the time is of: it has text, and others like it stand beside it. */
function partAround(time: Element, kept: Weights): Element | null {
  let at: AnyNode | null = time;
  for (let level = 0; isElement(at) && level < MAX_CLIMB; level += 1) {
    const { name, attribs, parent }: Element = at;
    if (!isElement(parent)) return null;
    if ((kept.get(at) ?? NOTHING).para > 0) {
      const alike = parent.children.filter((child) => isElement(child) && child.name === name);
      return alike.length >= LEAST && attribs.class !== undefined ? at : null;
    }
    at = parent;
  }
  return null;
}

function entryOf(part: Element, time: Element, kept: Weights, chatter: Chatter): LiveEntry {
  const blocks = blocksIn(part, kept).filter(({ text }) => !isChatter(chatter, text));
  const first = blocks.findIndex(({ kind }) => kind === 'heading');
  const title = blocks[first]?.text;
  // Before its heading stand the time and who wrote.
  const text = blocks.slice(first + 1).map((block) => block.text);
  const shown = CLOCK.exec(textIn(time))?.[0];
  const publishedAt = pageDate(time.attribs.datetime ?? '') ?? epochOf(time) ?? epochOf(part);
  return {
    ...(title && { title }),
    ...(publishedAt && { publishedAt }),
    ...(!publishedAt && shown && { shownTime: shown }),
    text: text.join('\n').slice(0, MAX_ENTRY),
  };
}

/** Seconds or milliseconds of Unix time that the page's scripts read: `data-post-time="1722888018921"`. */
function epochOf({ attribs }: Element): string | undefined {
  for (const [name, value] of Object.entries(attribs)) {
    if (!/^data-.*(time|date|publish)/.test(name) || /modif|updat/.test(name) || !EPOCH.test(value)) continue;
    return new Date(Number(value) * (value.length === 10 ? 1000 : 1)).toISOString();
  }
  return undefined;
}
