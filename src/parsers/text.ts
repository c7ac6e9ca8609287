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

/** Decodes character references once; `&name;` needs its semicolon, so that `?a=1&copy=2` stays. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,8})|#x([\da-f]{1,8})|([a-z][a-z\d]{1,31}));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return XML_ENTITIES[name] ?? namedEntity(whole);
      return fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
    },
  );
}

function fromCodePoint(code: number): string {
  if (code >= 0x80 && code < 0xa0) return C1[code - 0x80] ?? '';
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\ufffd';
  return String.fromCodePoint(code);
}

/** The 2,000 names of HTML, from the table htmlparser2 has in it. */
function namedEntity(reference: string): string {
  let text = '';
  const parser = new Parser({ ontext: (data) => (text += data) }, { decodeEntities: true });
  parser.end(reference);
  return text;
}

/** Soft hyphens, zero-width marks and control characters; white space is not among them. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]|(?!\s)\p{Cc}/gu;

/** White space folded to single spaces, none at the ends; invisible characters dropped. */
export function foldSpace(text: string): string {
  // Most texts are plain already.
  if (!/[^\x20-\x7e]| {2}/.test(text)) return text.trim();
  return text
    .replace(INVISIBLE, '')
    .replace(/[\s\u00a0\u0085]+/g, ' ')
    .trim();
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

/** One tag or comment at `open`: what it is worth as text, and where the text goes on. */
function readTag(html: string, open: number): { readonly text: string; readonly end: number } {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return { text: '', end: end === -1 ? html.length : end + 3 };
  }
  const name = /[/!?]?([a-z][a-z\d]*)?/iy;
  name.lastIndex = open + 1;
  const match = name.exec(html)?.[0] ?? '';
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
