import type { Parser } from 'htmlparser2';

/** What the parser's events go to. */
export interface Writable {
  /** True where what follows is text or markup, not the inside of a title. */
  readonly readsMarkup: boolean;
  /** Something between two texts was skipped. */
  partText(): void;
}

const SILENT_START = /<(?:!--|(?:script|style|svg|noscript)(?=[\s>]))/g;
/** `<noscript>` */
const LONGEST_START = 10;
/** What is looked through at a time, in bytes: one string of all would be dear to make. */
const WINDOW = 32_768;
const GT = 62;
const SLASH = 47;

/**
 * Half of a page is scripts, drawings and comments. They end where their end tag is found, whatever is in them, so the
 * parser need not go through them letter by letter. In attributes and titles such words are text, and left to it.
 *
 * @param page in UTF-8; the parser gets a letter for each byte
 */
export function writeWithoutSilent(page: Buffer, parser: Parser, builder: Writable): void {
  const starts = new SilentStarts(page);
  const unclosed = new Set<string>();
  let from = 0;
  let written = 0;
  let next = 0;
  for (let start = starts.after(next); start !== null; start = starts.after(next)) {
    const { name, index } = start;
    next = index + 1;
    const end = unclosed.has(name) ? -1 : endOf(page, name, index);
    if (end === -1) unclosed.add(name);
    if (end <= index) continue;
    if (name === 'script' && isLinkedData(page, index)) {
      next = end;
      continue;
    }
    if (index > from) {
      parser.write(page.toString('latin1', from, index));
      written += index - from;
      from = index;
    }
    // All that was written has become tags and text: no attribute is open.
    if (written > 0 && (parser.endIndex !== written - 1 || !builder.readsMarkup)) continue;
    builder.partText();
    from = end;
    next = end;
  }
  parser.write(page.toString('latin1', from));
}

/** Where silent elements and comments begin in a page. */
class SilentStarts {
  readonly #page: Buffer;
  #window = '';
  /** Where the window begins. */
  #offset = 0;

  constructor(page: Buffer) {
    this.#page = page;
  }

  after(from: number): { readonly name: string; readonly index: number } | null {
    for (let at = from; at < this.#page.length; at = this.#offset + WINDOW - LONGEST_START) {
      if (at + LONGEST_START >= this.#offset + this.#window.length) {
        this.#window = this.#page.toString('latin1', at, at + WINDOW);
        this.#offset = at;
      }
      SILENT_START.lastIndex = at - this.#offset;
      const match = SILENT_START.exec(this.#window);
      if (match) return { name: match[0].slice(1), index: this.#offset + match.index };
    }
    return null;
  }
}

function isLinkedData(page: Buffer, index: number): boolean {
  return page.toString('latin1', index, page.indexOf(GT, index)).includes('ld+json');
}

/** Where a silent element or a comment ends: the place after its `>`; -1 where it does not. */
function endOf(page: Buffer, name: string, index: number): number {
  if (name === '!--') return after(page, '-->', index + 2);
  if (name !== 'svg') return after(page, '>', page.indexOf(`</${name}`, index));
  const tagEnd = page.indexOf(GT, index);
  if (page[tagEnd - 1] === SLASH) return tagEnd + 1;
  // Drawings may lie in one another.
  let open = index;
  let close = page.indexOf('</svg', index);
  for (let depth = 0; close !== -1; ) {
    const opens = open !== -1 && open < close;
    depth += opens ? 1 : -1;
    if (depth === 0) return after(page, '>', close);
    if (opens) open = page.indexOf('<svg', open + 4);
    else close = page.indexOf('</svg', close + 5);
  }
  return -1;
}

function after(page: Buffer, mark: string, from: number): number {
  const at = from === -1 ? -1 : page.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}
