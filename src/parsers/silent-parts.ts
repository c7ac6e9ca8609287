import type { Parser } from 'htmlparser2';

/** What the parser's events go to. */
export interface Writable {
  /** True where what follows is text or markup, not the inside of a title. */
  readonly readsMarkup: boolean;
  /** Something between two texts was skipped. */
  partText(): void;
}

const SILENT_START = /<(?:!--|(?:script|style|svg|noscript)(?=[\s>]))/g;

/**
 * Half of a page is scripts, drawings and comments. They end where their end tag is found, whatever is in them, so the
 * parser need not go through them letter by letter. In attributes and titles such words are text, and left to it.
 */
export function writeWithoutSilent(html: string, parser: Parser, builder: Writable): void {
  const start = new RegExp(SILENT_START);
  const unclosed = new Set<string>();
  let from = 0;
  let written = 0;
  for (let match = start.exec(html); match; match = start.exec(html)) {
    const { index } = match;
    const name = match[0].slice(1);
    const end = unclosed.has(name) ? -1 : endOf(html, name, index);
    if (end === -1) unclosed.add(name);
    if (end <= index) continue;
    if (name === 'script' && isLinkedData(html, index)) {
      start.lastIndex = end;
      continue;
    }
    if (index > from) {
      parser.write(html.slice(from, index));
      written += index - from;
      from = index;
    }
    // All that was written has become tags and text: no attribute is open.
    if (written > 0 && (parser.endIndex !== written - 1 || !builder.readsMarkup)) continue;
    builder.partText();
    from = end;
    start.lastIndex = end;
  }
  parser.write(html.slice(from));
}

function isLinkedData(html: string, index: number): boolean {
  return html.slice(index, html.indexOf('>', index)).includes('ld+json');
}

/** Where a silent element or a comment ends: the place after its `>`; -1 where it does not. */
function endOf(html: string, name: string, index: number): number {
  if (name === '!--') return after(html, '-->', index + 2);
  if (name !== 'svg') return after(html, '>', html.indexOf(`</${name}`, index));
  const tagEnd = html.indexOf('>', index);
  if (html[tagEnd - 1] === '/') return tagEnd + 1;
  // Drawings may lie in one another.
  let open = index;
  let close = html.indexOf('</svg', index);
  for (let depth = 0; close !== -1; ) {
    const opens = open !== -1 && open < close;
    depth += opens ? 1 : -1;
    if (depth === 0) return after(html, '>', close);
    if (opens) open = html.indexOf('<svg', open + 4);
    else close = html.indexOf('</svg', close + 5);
  }
  return -1;
}

function after(html: string, mark: string, from: number): number {
  const at = from === -1 ? -1 : html.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}
