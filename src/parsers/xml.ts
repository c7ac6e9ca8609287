import type { XmlElement } from './xml-element.ts';
import { TreeBuilder } from './xml-tree.ts';

/**
 * Reads XML as it is found in the wild: bare `&`, HTML entities, junk before and after, tags not closed or
 * closed in the wrong order, an end cut off. Never fails and takes one pass whatever comes; of a DTD only entities
 * that stand for plain text are read, so that nothing can multiply or be fetched. Gives a root without a name.
 */
export function readXml(text: string): XmlElement {
  const builder = new TreeBuilder();
  const lastEnd = text.lastIndexOf('>');
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open === -1 || open > lastEnd) {
      builder.text(builder.decode(text.slice(at)));
      break;
    }
    if (open > at) builder.text(builder.decode(text.slice(at, open)));
    at = builder.full ? text.length : readMarkup(text, open, builder);
  }
  builder.dropCutEntry();
  return builder.root;
}

/** Reads what begins with the `<` at `open`; gives where the rest begins. */
function readMarkup(text: string, open: number, builder: TreeBuilder): number {
  const second = text[open + 1] ?? '';
  if (second === '!') {
    if (text.startsWith('<![CDATA[', open)) {
      const end = text.indexOf(']]>', open + 9);
      const lost = builder.mayMend() ? lostEnd(text, open + 9, end) : undefined;
      builder.text(text.slice(open + 9, lost ?? (end === -1 ? text.length : end)));
      return lost ?? (end === -1 ? text.length : end + 3);
    }
    if (text.startsWith('<!--', open)) return after(text, '-->', open + 4);
    const end = afterDeclaration(text, open);
    builder.declareEntities(text.slice(open, end));
    return end;
  }
  if (second === '?') return after(text, '>', open);
  if (second === '/') {
    const end = tagEnd(text, open + 2);
    builder.close(text.slice(open + 2, end).trim());
    return text[end] === '>' ? end + 1 : end;
  }
  if (!/[a-z_]/i.test(second)) {
    builder.text('<');
    return open + 1;
  }
  const end = tagEnd(text, open + 1);
  const inside = text.slice(open + 1, end);
  builder.open(inside.endsWith('/') ? inside.slice(0, -1) : inside, inside.endsWith('/'));
  return text[end] === '>' ? end + 1 : end;
}

/** How far the end of a section is looked for that was lost. */
const MAX_SECTION = 100_000;
const NEXT_ENTRY = /<\/(?:item|entry)>\s*<(?:item\b|entry\b|\/channel>|\/feed>|\/rdf:rdf>)/i;
const TEXT_END = /<\/(?:title|link|description|summary|content|content:encoded)>/i;

/** Where a section ends whose own end was lost, so that it would swallow the entries after it. */
function lostEnd(text: string, from: number, end: number): number | undefined {
  const section = text.slice(from, end === -1 ? from + MAX_SECTION : Math.min(end, from + MAX_SECTION));
  const next = section.search(NEXT_ENTRY);
  if (next === -1) return undefined;
  const close = section.search(TEXT_END);
  return from + (close === -1 ? next : Math.min(close, next));
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}

/** `<!DOCTYPE …>`, with the `[…]` it may hold. */
function afterDeclaration(text: string, open: number): number {
  const end = text.indexOf('>', open);
  const bracket = text.indexOf('[', open);
  if (bracket === -1 || bracket > end) return end === -1 ? text.length : end + 1;
  return after(text, ']>', bracket);
}

/** How far an attribute with a stray `<` may go on. */
const MAX_VALUE = 1000;

/** True when the quote closes soon after a stray `<`, and no tag ends before. */
function isInValue(text: string, at: number, quote: number): boolean {
  const ahead = text.slice(at, at + MAX_VALUE);
  const closes = ahead.indexOf(String.fromCharCode(quote));
  const ends = ahead.indexOf('>');
  return closes !== -1 && (ends === -1 || closes < ends) && /[\s/>]/.test(ahead[closes + 1] ?? '');
}

/** Where a tag ends: at its `>`, or at the next `<` outside its values. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 60 && (quote === 0 || !isInValue(text, i, quote))) return i;
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 62) return i;
    else if ((code === 34 || code === 39) && text.charCodeAt(i - 1) === 61) quote = code;
  }
  return text.length;
}
