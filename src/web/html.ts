const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Markup that is safe to send: only the `html` tag makes it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  get bytes(): number {
    return Buffer.byteLength(this.#text);
  }
}

/** What a template takes: text is escaped, markup is not, nothing shows nothing. */
export type Child = Html | string | number | false | null | undefined | readonly Child[];

/**
 * Template tag that escapes every value for text and for quoted attributes.
 * A URL in an attribute must have come through `webHref` first: escaping does not stop `javascript:`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  return new Html(strings.reduce((text, part, at) => text + markup(values[at - 1]) + part));
}

function markup(child: Child): string {
  if (child === null || child === undefined || child === false) return '';
  if (child instanceof Html) return child.toString();
  if (typeof child === 'object') return child.map(markup).join('');
  return escapeText(String(child));
}

function escapeText(text: string): string {
  return withoutControls(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

/** C0 controls but tab and line feed have no place in a page. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** The URL when a reader may follow it (http or https), else null. */
export function webHref(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
