import { foldSpace } from './text.ts';

/** Never has children, also where its closing is missing. */
export const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input', 'wbr']);

export interface XmlElement {
  /** Lower case, with the prefix its namespace has here: `dc:date`; the feed's own namespace has none. */
  readonly name: string;
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

/** All text inside, as it stands. */
export function textOf(element: XmlElement): string {
  const [first = ''] = element.children;
  if (element.children.length < 2) return typeof first === 'string' ? first : textOf(first);
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** What is inside as markup. */
export function innerXml(element: XmlElement, written: (text: string) => string): string {
  return element.children
    .map((child) => (typeof child === 'string' ? written(child) : outerXml(child, written)))
    .join('');
}

function outerXml(element: XmlElement, written: (text: string) => string): string {
  // HTML has no prefixes: `svg:path` is nothing to it.
  const name = element.name.replace(/^(?:xhtml|svg|mathml|mml|m):/, '');
  const attributes = [...element.attributes]
    .filter(([key]) => !key.startsWith('xmlns'))
    .map(([key, value]) => ` ${key}="${written(value).replace(/"/g, '&quot;')}"`)
    .join('');
  if (element.children.length === 0 && VOID.has(name)) return `<${name}${attributes} />`;
  return `<${name}${attributes}>${innerXml(element, written)}</${name}>`;
}

export function childrenOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The first child of one of the names, in the order of the names, that is not empty. */
export function firstChild(element: XmlElement, names: readonly string[]): XmlElement | undefined {
  for (const name of names) {
    for (const child of element.children) {
      if (typeof child !== 'string' && child.name === name && child.children.length > 0) return child;
    }
  }
  return undefined;
}

export function trimmedText(element: XmlElement): string {
  return foldSpace(textOf(element));
}
