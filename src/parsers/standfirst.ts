import { overlap, words } from './alike.ts';
import type { Block } from './blocks.ts';
import type { Body } from './body.ts';
import { isChatter } from './chatter.ts';
import type { Metadata } from './metadata.ts';

const NAMED =
  /standfirst|stand-first|lead|lede|\bdek\b|deck|subtitle|sub-title|subhead|sub-head|summary|intro|excerpt|abstract|description|chapo|vorspann|teaser-?text|kicker-?text|sottotitolo|entradilla|ingress|underline/i;
const MIN_LENGTH = 30;
const MAX_LENGTH = 900;
/** Words a block must share with the page's description to be its standfirst. */
const ALIKE = 0.7;
/** A block that says what one of the first paragraphs says is none. */
const SAME = 0.85;

/** The lines between headline and text that sum it up: by their name, or by what the page's description says too. */
export function findStandfirst(body: Body, metadata: Metadata): string | undefined {
  const { paragraphs } = body;
  const known = new Set(paragraphs);
  const candidates = body.lead.filter(
    ({ text, linkShare }) =>
      text.length >= MIN_LENGTH &&
      text.length <= MAX_LENGTH &&
      linkShare < 0.5 &&
      !known.has(text) &&
      !isChatter(text),
  );
  if (candidates.length === 0) return undefined;
  const description = wordsOf(metadata.description ?? '');
  const title = wordsOf(metadata.title);
  const opening = paragraphs.slice(0, 3).map(wordsOf);
  let named: string | undefined;
  for (const block of candidates) {
    const text = wordsOf(block.text);
    if (text === title || opening.some((paragraph) => overlap(paragraph, text) > SAME)) continue;
    if (overlap(text, description) >= ALIKE) return block.text;
    if (NAMED.test(namesOf(block))) named ??= block.text;
  }
  return named;
}

function namesOf(block: Block): string {
  const parent = block.element.parent;
  const around = parent !== null && 'attribs' in parent ? (parent.attribs.class ?? '') : '';
  return `${block.element.attribs.class ?? ''} ${around}`;
}

function wordsOf(text: string): string {
  return words(text.slice(0, MAX_LENGTH));
}
