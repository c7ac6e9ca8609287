import { Parser } from 'htmlparser2';

const XML_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** Numeric references to the C1 range mean windows-1252 (HTML standard, 13.2.5.80). */
const C1 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Elements that part words: what stands before and after them is not one word. */
const BREAKS = new Set(
  (
    'address article aside blockquote br caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr li main nav ol option p pre section table tbody td tfoot th thead tr ul img'
  ).split(' '),
);
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg']);

const REFERENCE = /&(?:#(\d{1,8})|#x([\da-f]{1,8})|([a-z][a-z\d]{1,31}));/iy;

/** Decodes character references once; `&name;` needs its semicolon, so that `?a=1&copy=2` stays. */
export function decodeEntities(text: string): string {
  let decoded = '';
  let from = 0;
  // A loop, because feeds hold millions of them: one `replace` with a callback takes four times as long.
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', Math.max(at + 1, from))) {
    const { stands, end } = referenceAt(text, at);
    if (stands === undefined) continue;
    decoded += text.slice(from, at) + stands;
    from = end;
  }
  // Two halves of a character, as Java writes an emoji, have met; one alone is none.
  return from === 0 ? text : (decoded + text.slice(from)).toWellFormed();
}

const L = 108;
const G = 103;
const T = 116;
const SEMICOLON = 59;

/** What the reference at `at` stands for, if it is one, and where it ends. `&lt;` and `&gt;`, the most frequent, first. */
function referenceAt(
  text: string,
  at: number,
): { readonly stands?: string | undefined; readonly end: number } {
  const first = text.charCodeAt(at + 1);
  if ((first === L || first === G) && text.charCodeAt(at + 2) === T && text.charCodeAt(at + 3) === SEMICOLON)
    return { stands: first === L ? '<' : '>', end: at + 4 };
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(text);
  if (!match) return { end: at };
  const [whole, decimal, hex, name] = match;
  const stands =
    name === undefined
      ? fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
      : (XML_ENTITIES[name] ?? namedEntity(whole));
  return { stands, end: at + whole.length };
}

function fromCodePoint(code: number): string {
  if (code >= 0x80 && code < 0xa0) return C1[code - 0x80] ?? '';
  if (code === 0 || code > 0x10ffff) return '\ufffd';
  return String.fromCodePoint(code);
}

/** The 2,000 names of HTML, from the table htmlparser2 has in it. */
function namedEntity(reference: string): string {
  let text = '';
  const parser = new Parser({ ontext: (data) => (text += data) }, { decodeEntities: true });
  parser.end(reference);
  // A longer name that begins like a known one is none: `&notable;`.
  return text.endsWith(';') && text.length > 1 ? reference : text;
}

/** Soft hyphens, zero-width marks and control characters; white space is not among them. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff[\p{Cc}--\s]]/gv;

/** White space folded to single spaces, none at the ends; invisible characters dropped. */
export function foldSpace(text: string): string {
  // Most texts are plain already.
  if (!/[^\x20-\x7e]| {2}/.test(text)) return text.trim();
  return (
    text
      .replace(INVISIBLE, '')
      // All but a single space, which is what it becomes.
      .replace(/\s{2,}|[^\S ]/g, ' ')
      .trim()
  );
}

/** Of paragraphs as one text, with a space between each two. */
export function lengthOf(paragraphs: readonly string[]): number {
  return Math.max(
    0,
    paragraphs.reduce((sum, { length }) => sum + length + 1, -1),
  );
}

/** Text for HTML: `<` and `&` are written as references. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * A fragment of HTML as plain text on one line. One pass whatever the input: nothing in it can make it slow.
 */
export function plainText(html: string): string {
  if (!html.includes('<')) return foldSpace(decodeEntities(html));
  const parts: string[] = [];
  const lastEnd = html.lastIndexOf('>');
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1 || open > lastEnd) {
      parts.push(html.slice(at));
      break;
    }
    parts.push(html.slice(at, open));
    const tag = readTag(html, open);
    parts.push(tag.text);
    at = tag.end;
  }
  return foldSpace(decodeEntities(parts.join('')));
}

const TAG_NAME = /[/!?]?(?:[a-z][a-z\d]*)?/iy;

/** One tag or comment at `open`: what it is worth as text, and where the text goes on. */
function readTag(html: string, open: number): { readonly text: string; readonly end: number } {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return { text: '', end: end === -1 ? html.length : end + 3 };
  }
  TAG_NAME.lastIndex = open + 1;
  TAG_NAME.test(html);
  const match = html.slice(open + 1, TAG_NAME.lastIndex);
  if (match === '') return { text: '<', end: open + 1 };
  const end = html.indexOf('>', open);
  const next = html.indexOf('<', open + 1);
  // A tag never closed ends where the next begins.
  const stop = next !== -1 && next < end ? next : end + 1;
  const lower = match.toLowerCase();
  if (SILENT.has(lower) && html[stop - 2] !== '/') {
    const close = closing(lower).exec(html.slice(stop));
    return { text: ' ', end: close ? stop + close.index : html.length };
  }
  return { text: BREAKS.has(lower.replace('/', '')) ? ' ' : '', end: stop };
}

const CLOSING = new Map([...SILENT].map((name) => [name, new RegExp(`</${name}`, 'i')]));

function closing(name: string): RegExp {
  return CLOSING.get(name) ?? /$/;
}
