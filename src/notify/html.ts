/** HTML that is safe to send: made by `html`, never from a string. */
export class Html {
  readonly #source: string;

  constructor(parts: readonly string[], values: readonly HtmlValue[]) {
    this.#source = parts.map((part, i) => part + (i < values.length ? render(values[i]) : '')).join('');
  }

  toString(): string {
    return this.#source;
  }
}

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** A template tag: what is written in the template is HTML, what is put into it is text and escaped. Empty values leave nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts, values);
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return value.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
