/** HTML or XML that is safe to send as it stands. Only `markup` and `scriptJson` make it, never a string. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Markup };

/** What a template takes: text is escaped, markup is not, a list is put in item by item, nothing leaves nothing. */
export type Insert = Markup | string | number | false | null | undefined | readonly Insert[];

/**
 * Template tag: what is written in the template is markup; what is put into it is text, escaped for HTML and for
 * XML, in elements and in quoted attributes alike. A URL in an attribute must have come through `webAddress` first:
 * escaping does not stop `javascript:`.
 */
export function markup(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return new Markup(parts.reduce((text, part, at) => text + render(inserts[at - 1]) + part));
}

/** JSON inside a script element, which no string of the JSON can close. */
export function scriptJson(type: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return markup`<script type="${type}">${new Markup(json)}</script>`;
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return '';
  if (insert instanceof Markup) return insert.toString();
  if (typeof insert === 'object') return insert.map(render).join('');
  const text = String(insert);
  if (PLAIN.test(text)) return text;
  return withoutControls(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

/** Nothing to escape and nothing to take out, as most text is: looked at once instead of rewritten thrice. */
const PLAIN = /^[\t\n !#-%(-;=?-_a-~\u00A0-\uD7FF]*$/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * XML 1.0 has no way to write control characters, lone surrogates and the two non-characters, and a page has no use
 * for them. Both read a carriage return as a line break.
 */
function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '');
}
