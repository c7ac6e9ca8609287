import { overlap, words } from './alike.ts';
import type { Block } from './blocks.ts';
import type { Body } from './body.ts';
import { type Chatter, isChatter, isDateLine } from './chatter.ts';
import type { Metadata } from './metadata.ts';

const NAMED =
  /standfirst|stand-first|lead|lede|\bdek\b|deck|subtitle|sub-title|subhead|sub-head|summary|intro|excerpt|abstract|description|chapo|vorspann|teaser-?text|kicker-?text|sottotitolo|entradilla|ingress|underline|preamble|chapeau|manchet/i;
const MIN_LENGTH = 30;
const MAX_LENGTH = 900;
/** Words a block must share with the page's description to be its standfirst. */
const ALIKE = 0.7;
/** A block that says what one of the first paragraphs says is none. */
const SAME = 0.85;

/** Shorter lines are bylines and dates. */
const MIN_LINE = 40;

/** The lines between headline and text that sum it up: by their name, or by what the page's description says too. */
export function findStandfirst(body: Body, metadata: Metadata, chatter: Chatter): string | undefined {
  const known = new Set(body.paragraphs);
  const own = body.lead.filter(
    ({ text, linkShare }) =>
      linkShare < 0.5 && !known.has(text) && !isChatter(chatter, text) && !isDateLine(text),
  );
  const candidates = inGroups(own).filter(
    ({ text }) => text.length >= MIN_LENGTH && text.length <= MAX_LENGTH,
  );
  if (candidates.length === 0) return undefined;
  const description = wordsOf(metadata.description ?? '');
  const title = wordsOf(metadata.title);
  const opening = body.paragraphs.slice(0, 3).map(wordsOf);
  let named: string | undefined;
  for (const block of candidates) {
    const text = wordsOf(block.text);
    if (text === title || opening.some((paragraph) => saysSame(paragraph, text))) continue;
    if (overlap(text, description) >= ALIKE) return block.text;
    if (NAMED.test(namesOf(block))) named ??= block.text;
  }
  return named;
}

/** Paragraphs side by side are one standfirst. */
function inGroups(blocks: readonly Block[]): Block[] {
  const groups: Block[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const isNext =
      last !== undefined &&
      last.element.parent === block.element.parent &&
      [last, block].every(({ element, text }) => element.name === 'p' && text.length >= MIN_LINE);
    if (isNext) groups[groups.length - 1] = { ...last, text: `${last.text} ${block.text}` };
    else groups.push(block);
  }
  return groups;
}

/** A heading of one word that the text has too says not the same. */
function saysSame(paragraph: string, text: string): boolean {
  return paragraph.length >= 0.5 * text.length && overlap(paragraph, text) > SAME;
}

function namesOf(block: Block): string {
  const parent = block.element.parent;
  const around = parent !== null && 'attribs' in parent ? (parent.attribs.class ?? '') : '';
  return `${block.element.attribs.class ?? ''} ${around}`;
}

function wordsOf(text: string): string {
  return words(text.slice(0, MAX_LENGTH));
}
