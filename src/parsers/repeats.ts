import { words } from './alike.ts';
import type { Block } from './blocks.ts';
import { type AnyNode, type Element, isElement } from './page.ts';

/** A block this long may be a copy of all others. */
const MIN_COPY = 1500;
const COPY_SHARE = 0.3;
const COPIED = 0.6;
const SAMPLES = 40;
/** Words in a row that no two texts share by chance. */
const RUN = 7;
/** Shorter quotes may well stand in the text by chance. */
const MIN_QUOTE = 20;
const MIDDLE = 12;
const MAX_CLIMB = 4;

/** Leaves out a block that says the other blocks once more in one piece: a copy for listening, sharing or machines. */
export function withoutCopies(blocks: readonly Block[]): readonly Block[] {
  const long = blocks.find(({ text }) => text.length >= MIN_COPY);
  if (long === undefined) return blocks;
  const all = blocks.reduce((sum, { text }) => sum + text.length, 0);
  const copy = blocks.find(
    (block) =>
      block.text.length >= COPY_SHARE * all &&
      isCopyOf(
        block.text,
        blocks.filter((each) => each !== block),
      ),
  );
  return copy === undefined ? blocks : blocks.filter((block) => block !== copy);
}

/** Samples runs of words; most of a copy's are found in what it repeats. */
function isCopyOf(text: string, others: readonly Block[]): boolean {
  const known = words(others.map((block) => block.text).join(' '));
  if (known.length < text.length * COPIED) return false;
  const own = words(text).split(' ');
  const step = Math.max(RUN, Math.floor(own.length / SAMPLES));
  let found = 0;
  let taken = 0;
  for (let at = 0; at + RUN <= own.length; at += step) {
    taken += 1;
    if (known.includes(own.slice(at, at + RUN).join(' '))) found += 1;
  }
  return taken > 0 && found >= COPIED * taken;
}

/** Leaves out what is set apart in large letters and said in the text too. */
export function withoutPullQuotes(blocks: readonly Block[]): readonly Block[] {
  const named = new Set(blocks.filter((block) => isWithin(block, isNamedPullQuote)));
  const left = withoutSaid(blocks, named);
  // Of quotes that are not named so, those that the text around all quotes says.
  const quotes = left.filter(
    (block) => !named.has(block) && block.text.length >= MIN_QUOTE && isWithin(block, isBlockquote),
  );
  return withoutSaid(left, new Set(quotes));
}

/** Without those of `some` that the others say. */
function withoutSaid(blocks: readonly Block[], some: ReadonlySet<Block>): readonly Block[] {
  const others = blocks.filter((block) => !some.has(block)).map(({ text }) => text);
  // Most quotes are said once: a few letters of their middle tell, before all is compared word by word.
  const likely = [...some].filter(({ text }) => others.some((other) => other.includes(middleOf(text))));
  if (likely.length === 0) return blocks;
  const all = words(others.join(' '));
  const said = new Set(likely.filter(({ text }) => all.includes(words(text))));
  return blocks.filter((block) => !said.has(block));
}

function middleOf(text: string): string {
  const start = Math.floor(text.length / 3);
  return text.slice(start, start + MIDDLE);
}

const isBlockquote = ({ name }: Element) => name === 'blockquote';
const isNamedPullQuote = ({ attribs }: Element) => /pull-?quote/i.test(attribs.class ?? '');

function isWithin({ element }: Block, isOne: (element: Element) => boolean): boolean {
  let at: AnyNode | null = element;
  for (let level = 0; isElement(at) && level < MAX_CLIMB; level += 1) {
    if (isOne(at)) return true;
    at = at.parent;
  }
  return false;
}
