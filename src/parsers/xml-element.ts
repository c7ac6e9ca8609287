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
  if (element.children.length < 2 && typeof first === 'string') return first;
  const parts: string[] = [];
  pushTexts(element, parts);
  return parts.join('');
}

function pushTexts(element: XmlElement, parts: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(child);
    else pushTexts(child, parts);
  }
}

/** What is inside as markup. */
export function innerXml(element: XmlElement, written: (text: string) => string): string {
  const parts: string[] = [];
  pushChildren(element, written, parts);
  return parts.join('');
}

/** Into one list: joined anew at each level, a deep tree costs its size times its depth. */
function pushChildren(element: XmlElement, written: (text: string) => string, parts: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(written(child));
    else pushOuter(child, written, parts);
  }
}

function pushOuter(element: XmlElement, written: (text: string) => string, parts: string[]): void {
  // HTML has no prefixes: `svg:path` is nothing to it.
  const name = element.name.replace(/^(?:xhtml|svg|mathml|mml|m):/, '');
  const attributes = [...element.attributes]
    .filter(([key]) => !key.startsWith('xmlns'))
    .map(([key, value]) => ` ${key}="${written(value).replace(/"/g, '&quot;')}"`)
    .join('');
  if (element.children.length === 0 && VOID.has(name)) {
    parts.push(`<${name}${attributes} />`);
    return;
  }
  parts.push(`<${name}${attributes}>`);
  pushChildren(element, written, parts);
  parts.push(`</${name}>`);
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
