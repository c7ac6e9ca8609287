import { overlap, words } from './alike.ts';
import { readBody } from './body.ts';
import { decodeLetters } from './charset.ts';
import type { Chatter } from './chatter.ts';
import { readPage } from './page.ts';
import { plainText } from './text.ts';

/** Shorter texts are menus and teasers. */
const LEAST = 80;
/** How much of the page's title the data beside a text must say: pages hold the texts of other stories too. */
const SAME_TITLE = 0.6;
const MAX_DEPTH = 14;
const MAX_NODES = 100_000;
const MAX_SCRIPTS = 200;

/** `window.__STATE__ = {…};`, `var data = JSON.parse("…")` */
const ASSIGNED = /^[^={(]{1,80}=\s*(JSON\.parse\()?(?=[{["'])/;
/** Types of parts that hold a paragraph, as the formats of editors name them. */
const PARAGRAPH =
  /^(paragraph|text|p|block|unstyled|bodytext|body_text|raw_?html|html|heading|header[-_\w]*|h[2-6]|quote|blockquote|list|list[-_]?item|unordered-list-item|li)$/i;

type Json = Readonly<Record<string, unknown>>;
interface Found {
  readonly paragraphs: readonly string[];
  readonly length: number;
}

/**
 * The text that a page holds for its scripts to show, or shows where there are none: JSON in a script, `noscript`.
 * For pages that show nothing else.
 *
 * @param page in UTF-8
 * @param title the page's, which the text's own data must say too
 * @returns no paragraphs where there is none
 */
export function heldText(page: Buffer, title: string, chatter: Chatter): readonly string[] {
  const html = page.toString('latin1');
  const inHtml = (part: string) => textOfHtml(part, chatter);
  const found = partsOf(html, 'noscript').map(({ inside }) => inHtml(decodeLetters(inside)));
  for (const { tag, inside } of partsOf(html, 'script')) {
    if (/\ssrc=|ld\+json/i.test(tag) || inside.length < LEAST) continue;
    const data = dataIn(decodeLetters(inside));
    if (data !== undefined) found.push(...textsOf(data, words(title), inHtml));
  }
  const [longest] = found.sort((a, b) => b.length - a.length);
  return longest !== undefined && longest.length >= LEAST ? longest.paragraphs : [];
}

/** The elements of a name: start tag, and what is inside. */
function partsOf(html: string, name: string): { readonly tag: string; readonly inside: string }[] {
  const parts: { tag: string; inside: string }[] = [];
  let at = html.indexOf(`<${name}`);
  while (at !== -1 && parts.length < MAX_SCRIPTS) {
    const open = html.indexOf('>', at);
    const close = open === -1 ? -1 : html.indexOf(`</${name}`, open);
    if (close === -1) break;
    parts.push({ tag: html.slice(at, open), inside: html.slice(open + 1, close) });
    at = html.indexOf(`<${name}`, close);
  }
  return parts;
}

function dataIn(source: string): unknown {
  const text = source.trim().replace(/;$/, '');
  const assigned = ASSIGNED.exec(text);
  const bare = text.slice(assigned?.[0].length ?? 0).replace(assigned?.[1] ? /\)$/ : /$/, '');
  try {
    const data: unknown = JSON.parse(bare);
    return typeof data === 'string' ? JSON.parse(data) : data;
  } catch {
    return undefined;
  }
}

/** Walks the data: of what belongs to a story of this title, every text. */
function textsOf(data: unknown, title: string, inHtml: (html: string) => Found): Found[] {
  const found: Found[] = [];
  let nodes = 0;
  const visit = (value: unknown, isOwn: boolean, depth: number): void => {
    nodes += 1;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) return;
    if (isOwn) found.push(...foundIn(value, inHtml));
    if (typeof value !== 'object' || value === null) return;
    const own = isOwn || saysTitle(value, title);
    // A story within the story is another one.
    const isOther = isOwn && !saysTitle(value, title) && headlineOf(value) !== undefined;
    for (const each of Object.values(value)) visit(each, own && !isOther, depth + 1);
  };
  visit(data, false, 0);
  return found;
}

function headlineOf(value: object): string | undefined {
  const { headline, title } = value as Json;
  return [headline, title].find((text) => typeof text === 'string' && text.length > 10) as string | undefined;
}

function saysTitle(value: object, title: string): boolean {
  const headline = headlineOf(value);
  return headline !== undefined && overlap(words(headline), title) >= SAME_TITLE;
}

function foundIn(value: unknown, inHtml: (html: string) => Found): Found[] {
  if (typeof value === 'string') return /<p[\s>][\s\S]*<\/p>/i.test(value) ? [inHtml(value)] : [];
  if (!Array.isArray(value)) return [];
  const paragraphs = value.map(paragraphOf).filter((text) => text !== '');
  return paragraphs.length > 1 ? [sized(paragraphs)] : [];
}

/** What a part of an editor's format says, where it is a paragraph, heading or quote; else nothing. */
function paragraphOf(part: unknown): string {
  if (typeof part !== 'object' || part === null) return '';
  const { type, _type, nodeType, kind, name } = part as Json;
  const called = [type, _type, nodeType, kind, name].find((each) => typeof each === 'string');
  return called !== undefined && PARAGRAPH.test(called as string) ? textOf(part, 0).trim() : '';
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return plainText(value);
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map((each) => textOf(each, depth + 1)).join(' ');
  const { text, value: own, html, content, children, data, items } = value as Json;
  return textOf(text ?? own ?? html ?? content ?? children ?? data ?? items, depth + 1);
}

function textOfHtml(html: string, chatter: Chatter): Found {
  return sized(readBody(readPage(`<div>${html}</div>`).document, null, chatter).paragraphs);
}

function sized(paragraphs: readonly string[]): Found {
  return { paragraphs, length: paragraphs.reduce((sum, text) => sum + text.length, 0) };
}
