import { words } from './alike.ts';
import type { LinkedData } from './jsonld.ts';
import { type Element, elementsIn, isElement, textIn } from './page.ts';
import { foldSpace } from './text.ts';
import { compact, isSiteName } from './title-parts.ts';

const AUTHOR_METAS = [
  'author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dcterms.creator',
  'byl',
  'article:author',
  'twitter:data1',
  'cxenseparse:author',
];
const MAX_AUTHOR = 60;
/** Links and roles beside names. */
const NO_NAME =
  /^(see|more|read|view|all|about|follow|your|writer|reporter|correspondent|content|design)\b|\b(read|reviews?|articles?|author|posts?|minutes?|correspondent|editor|reporter|bureau chief|columnist|staff writer|redakteur(in)?|korrespondent(in)?|journaliste|periodista|redactora?)$/i;

export function authorsOf(
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
  headline: Element | null,
): readonly string[] {
  const stated = statedAuthors(metas, data);
  const outlets = new Set([metas.get('og:site_name'), data.publisher].map((name) => words(name ?? '')));
  const persons = stated.filter((name) => !outlets.has(words(name)) && !/^[\w-]+\.[a-z]{2,4}$/i.test(name));
  if (persons.some((name) => / |[^\p{Script=Latin}.-]/u.test(name))) return persons;
  // The page's data names the outlet or initials alone, or nobody: perhaps the page shows who wrote.
  const shown = shownAuthors(headline).filter((name) => !outlets.has(words(name)));
  if (shown.length > 0 && (persons.length === 0 || shown.every((name) => name.includes(' ')))) return shown;
  return persons.length > 0 ? persons : stated;
}

function statedAuthors(metas: ReadonlyMap<string, string>, data: LinkedData): readonly string[] {
  const stated = people(data.authors);
  if (stated.length > 0) return stated;
  const isAuthor = /author|written|by/i.test(metas.get('twitter:label1') ?? '');
  for (const name of AUTHOR_METAS) {
    const content = name === 'twitter:data1' && !isAuthor ? undefined : metas.get(name);
    const found = people(content === undefined ? [] : [content]);
    if (found.length > 0) return found;
  }
  return [];
}

/** How an element shows that it holds an author, the surest first. */
const BYLINES: readonly ((element: Element) => boolean)[] = [
  ({ attribs, parent }) =>
    attribs.itemprop === 'name' && isElement(parent) && parent.attribs.itemprop === 'author',
  ({ attribs }) => attribs.itemprop === 'author' || attribs.rel === 'author',
  ({ attribs }) => /author-?_*name/i.test(attribs.class ?? ''),
  (element) => element.name === 'a' && /byline|author/i.test(classesAround(element)),
  ({ attribs }) => /byline|author/i.test(attribs.class ?? ''),
  ({ name, attribs }) => name === 'a' && AUTHOR_PAGE.test(attribs.href ?? ''),
  (element) => isLine(element) && BY_LINE.test(textIn(element)),
];
/** Text and at most a link or two: cheap to look at. */
function isLine({ children }: Element): boolean {
  return (
    children.length > 0 &&
    children.length <= 4 &&
    children.every((child) => !isElement(child) || child.children.every((inner) => !isElement(inner)))
  );
}

/** Where sites keep a page for each who writes. */
const AUTHOR_PAGE =
  /\/(authors?|autor(en|es|in)?|auteurs?|people|profiles?|staff|reporters?|journalists?|contributors?|by)\/./i;
const BY_LINE =
  /^(?:[Bb]y|[Vv]on|[Pp]or|[Pp]ar|[Ww]ritten by|[Pp]osted by|[Tt]ext:|[Тт]екст:|[Аа]втор:|[Aa]utor:|كتب:) ?\p{Lu}[\p{L}.'’-]+(?: [\p{L}.'’-]+){1,3}(?:, \p{Lu}[\p{L} .-]{1,30})?$/u;
const MAX_BYLINE = 150;
const MAX_LOOKED_AT = 2000;

function classesAround({ attribs, parent }: Element): string {
  return `${attribs.class ?? ''} ${isElement(parent) ? (parent.attribs.class ?? '') : ''}`;
}

/** Bylines in the headline's neighbourhood. */
function shownAuthors(headline: Element | null): string[] {
  let scope = headline?.parent ?? null;
  for (let level = 0; isElement(scope) && level < 4; level += 1) {
    if (scope.name === 'body' || scope.name === 'html') break;
    const elements = elementsIn(scope, MAX_LOOKED_AT);
    for (const shows of BYLINES) {
      const texts = elements.filter(shows).slice(0, 8).flatMap(namesIn);
      const found = people(texts.filter((text) => text.length < MAX_BYLINE));
      if (found.length > 0) return found;
    }
    scope = scope.parent;
  }
  return [];
}

/** `<span>Jane Roe</span> <span>John Doe</span>`: as many names as parts. */
function namesIn(element: Element): string[] {
  let at = element;
  for (;;) {
    const inner = at.children.filter(isElement);
    const [only] = inner;
    const bare = at.children.every(
      (child) => isElement(child) || ('data' in child && child.data.trim() === ''),
    );
    if (!bare || only === undefined) return [textIn(element)];
    if (inner.length > 1)
      return inner.every((part) => part.name === only.name) ? inner.map(textIn) : [textIn(element)];
    at = only;
  }
}

const BY =
  /^(?:(?:written|posted|reported|reviewed|researched|edited) by|(?:postado|publicado|escrito|redactado|texto) por|publié par|pubblicato da|geschreven door|skrevet av|by|von|par|por|door|di|af|av|od|autor(?:en|in|a)?|author|text|foto|автор|текст|كتب|بقلم)(?!\p{L})\s*:?\s*/iu;

/** Of a text that names people: longer is none. */
const MAX_PEOPLE = 2000;

/** Names out of bylines: `By Jane Roe and John Doe`, `Jane Roe, Reuters`. */
function people(texts: readonly string[]): string[] {
  const names = texts
    .flatMap((text) =>
      foldSpace(text.slice(0, MAX_PEOPLE))
        .replace(BY, '')
        .split(
          /\s*(?:,|;|\||\band\b|\bund\b|\bet\b|\bog\b|\boch\b|\bwith\b|\bavec\b|\bmit\b|(?<=\S \S+ )(?:y|e)(?=\s\p{Lu}\S+\s\p{Lu})|&|\/|•|·)\s+|\s*[;|]\s*/u,
        ),
    )
    .map((name) =>
      name
        .replace(BY, '')
        .replace(/\([^()]*\)\s*$/, '')
        .trim(),
    )
    .filter(isName);
  return [...new Set(names)];
}

function isName(text: string): boolean {
  if (text.length < 2 || text.length > MAX_AUTHOR || !/\p{L}/u.test(text)) return false;
  if (NO_NAME.test(text)) return false;
  return !/^https?:|^www\.|@|\b\d|\d{3}|:$|^(admin|editor|staff|null|undefined|unknown|published|updated|by|redazione|redaktion|redacción|redacción web|redação|rédaction|la rédaction|redaktionen|redactie|редакция|редакция сайта|newsroom|news desk|web desk|staff reporter|staff reports?|agenc(y|ies)|wires|agences|agenturen|agencias|agenzie|wire reports|news services)$/i.test(
    text,
  );
}

/** True for a line that says who wrote, and nothing else: `By Jane Roe and John Doe`. */
export function isByline(text: string, authors: readonly string[]): boolean {
  if (text.length > MAX_BYLINE || authors.length === 0 || !BY.test(text)) return false;
  const named = people([text]);
  return named.length > 0 && authors.every((author) => named.includes(author));
}

const SIGNATURE = /^(?:[Bb]y )?\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,3}$/u;
const MAX_SIGNATURE = 40;

/**
 * The authors, or who signed the text where the page names the outlet alone: a name by itself as first or last line.
 * Where it names nobody, the line has to say `By`.
 */
export function signedAuthors(
  named: readonly string[],
  paragraphs: readonly string[],
  siteName: string,
): readonly string[] {
  const outlet = new Set([compact(siteName)]);
  if (!named.every((name) => isSiteName(name, outlet))) return named;
  const line = [paragraphs.at(-1), paragraphs[0]].find(
    (text = '') =>
      text.length <= MAX_SIGNATURE && SIGNATURE.test(text) && (named.length > 0 || BY.test(text)),
  );
  const signed = people(line === undefined ? [] : [line]);
  return signed.length > 0 ? signed : named;
}
