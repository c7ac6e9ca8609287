import { type LinkedData, readLinkedData } from './jsonld.ts';
import { type Element, elementsIn, isElement, type Page, textIn } from './page.ts';
import { foldSpace } from './text.ts';
import { canonicalUrl } from './url.ts';

/** What a page says of itself, in meta elements, JSON-LD and markup. */
export interface Metadata {
  readonly title: string;
  readonly description?: string;
  readonly authors: readonly string[];
  readonly siteName: string;
  readonly language?: string;
  readonly canonical: string;
  readonly data: LinkedData;
  /** By lower-case name or property; the first of each. */
  readonly metas: ReadonlyMap<string, string>;
  /** The element that shows the headline. */
  readonly headline: Element | null;
}

const MAX_METAS = 400;
const MAX_TITLE = 500;

export function readMetadata(page: Page, url: string): Metadata {
  const metas = readMetas(page.marks.get('meta') ?? []);
  const data = readLinkedData(page.marks.get('script') ?? []);
  const title = titleOf(page, metas, data);
  const description = metas.get('og:description') ?? metas.get('description') ?? data.description;
  const language = languageOf(page, metas, data);
  const siteName = siteNameOf(metas, data, url);
  return {
    title: title.text.slice(0, MAX_TITLE),
    headline: title.element,
    authors: authorsOf(metas, data, title.element),
    siteName,
    canonical: canonicalOf(page, metas, url),
    data,
    metas,
    ...(description && { description }),
    ...(language && { language }),
  };
}

function readMetas(elements: readonly Element[]): Map<string, string> {
  const metas = new Map<string, string>();
  for (const { attribs } of elements.slice(0, MAX_METAS)) {
    const name = attribs.property ?? attribs.name ?? attribs.itemprop ?? attribs['http-equiv'];
    const content = foldSpace(attribs.content ?? '');
    if (name && content && !metas.has(name.toLowerCase())) metas.set(name.toLowerCase(), content);
  }
  return metas;
}

/** Compared without case and punctuation. */
function words(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
}

interface Candidate {
  readonly text: string;
  readonly votes: number;
}

/** The headline most of its sources agree on: what is shown, JSON-LD, Open Graph, the window's title. */
function titleOf(
  page: Page,
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
): { text: string; element: Element | null } {
  const shown = (page.marks.get('h1') ?? [])
    .slice(0, 10)
    .map((element) => ({ element, text: textIn(element) }))
    .filter(({ text }) => text !== '');
  const [titleElement] = page.marks.get('title') ?? [];
  const windowTitle = titleElement ? textIn(titleElement) : '';
  const sources: Candidate[] = [
    ...shown.slice(0, 3).map(({ text }, index) => ({ text, votes: index === 0 ? 1.4 : 0.7 })),
    { text: data.headline ?? '', votes: 1 },
    // Titles for sharing are often other than the headline.
    { text: metas.get('og:title') ?? '', votes: 0.3 },
    { text: withoutSite(metas.get('og:title') ?? ''), votes: 0.6 },
    { text: metas.get('twitter:title') ?? '', votes: 0.2 },
    { text: windowTitle, votes: 0.2 },
    { text: withoutSite(windowTitle), votes: 0.5 },
  ];
  const votes = new Map<string, Candidate>();
  for (const { text, votes: weight } of sources) {
    const key = words(text);
    if (key === '') continue;
    const known = votes.get(key);
    votes.set(key, { text: known?.text ?? text, votes: (known?.votes ?? 0) + weight });
  }
  const best = [...votes.values()].sort((a, b) => b.votes - a.votes)[0];
  const text = best?.text ?? '';
  return { text, element: headlineElement(shown, text) ?? headingLike(page, text) };
}

/** `Headline | Site`, `Headline - Section - Site`. */
function withoutSite(title: string): string {
  const cut = title.replace(/\s+[|–—·»:-]+\s+[^|–—·»]{1,40}$/, '');
  return cut.length >= 15 ? cut : title;
}

function headlineElement(
  shown: readonly { element: Element; text: string }[],
  title: string,
): Element | null {
  const wanted = words(title);
  const equal = shown.find(({ text }) => words(text) === wanted);
  const alike = shown.find(({ text }) => overlap(words(text), wanted) > 0.5);
  return (equal ?? alike ?? shown[0])?.element ?? null;
}

/** Where there is no h1: a smaller heading that is the title. */
function headingLike(page: Page, title: string): Element | null {
  const wanted = words(title);
  const [html] = page.marks.get('html') ?? [];
  if (wanted === '' || html === undefined) return null;
  const isHeading = (element: Element) =>
    /^h[2-4]$/.test(element.name) ||
    /title|headline/i.test(`${element.attribs.class ?? ''}${element.attribs.itemprop ?? ''}`);
  const headings = elementsIn(html, 20_000).filter(isHeading).slice(0, 200);
  return headings.find((element) => element.name !== 'title' && words(textIn(element)) === wanted) ?? null;
}

/** The share of the shorter text's words that the other has too. */
export function overlap(a: string, b: string): number {
  const first = new Set(a.split(' '));
  const second = new Set(b.split(' '));
  if (a === '' || b === '') return 0;
  let common = 0;
  for (const word of first) if (second.has(word)) common += 1;
  return common / Math.min(first.size, second.size);
}

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

function authorsOf(
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
  headline: Element | null,
): readonly string[] {
  const stated = statedAuthors(metas, data);
  const outlets = new Set([metas.get('og:site_name'), data.publisher].map((name) => words(name ?? '')));
  if (stated.some((name) => !outlets.has(words(name)))) return stated;
  // The page's data names the outlet alone, or nobody: perhaps the page shows who wrote.
  const shown = shownAuthors(headline);
  return shown.length > 0 ? shown : stated;
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
];
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
      const texts = elements.filter(shows).slice(0, 8).map(textIn);
      const found = people(texts.filter((text) => text.length < MAX_BYLINE));
      if (found.length > 0) return found;
    }
    scope = scope.parent;
  }
  return [];
}

const BY =
  /^(?:written by|posted by|reported by|by|von|par|por|door|di|af|av|od|autor(?:en|in)?|author|text|foto)\b\s*:?\s*/i;

/** Names out of bylines: `By Jane Roe and John Doe`, `Jane Roe, Reuters`. */
function people(texts: readonly string[]): string[] {
  const names = texts
    .flatMap((text) =>
      foldSpace(text)
        .replace(BY, '')
        .split(/\s*(?:,|;|\||\band\b|\bund\b|\bet\b|\bog\b|\boch\b|&|\/|•|·)\s+|\s*[;|]\s*/),
    )
    .map((name) =>
      name
        .replace(BY, '')
        .replace(/\s*\([^)]*\)\s*$/, '')
        .trim(),
    )
    .filter(isName);
  return [...new Set(names)];
}

function isName(text: string): boolean {
  if (text.length < 2 || text.length > MAX_AUTHOR || !/\p{L}/u.test(text)) return false;
  return !/^https?:|^www\.|@|\d|:$|^(admin|editor|staff|null|undefined|unknown|published|updated|by)$/i.test(
    text,
  );
}

/** A primary subtag (RFC 5646): two letters, or one of the few of three that news is written in. */
const LANGUAGE = /^([a-z]{2}|ckb|kmr|fil|yue|haw)(?:[-_]|$)/i;

function languageOf(page: Page, metas: ReadonlyMap<string, string>, data: LinkedData): string | undefined {
  const [html] = page.marks.get('html') ?? [];
  const candidates = [
    html?.attribs.lang,
    html?.attribs['xml:lang'],
    metas.get('og:locale'),
    data.language,
    metas.get('content-language'),
    metas.get('language'),
  ];
  for (const candidate of candidates) {
    const subtag = LANGUAGE.exec(candidate?.trim() ?? '')?.[1];
    if (subtag) return subtag.toLowerCase();
  }
  return undefined;
}

function siteNameOf(metas: ReadonlyMap<string, string>, data: LinkedData, url: string): string {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const named = metas.get('og:site_name') ?? data.publisher ?? metas.get('application-name') ?? '';
  return named.length > 0 && named.length <= 80 ? named : host;
}

/** The address the page gives itself, where it is of the same site and not its front page. */
function canonicalOf(page: Page, metas: ReadonlyMap<string, string>, url: string): string {
  const own = canonicalUrl(url);
  const base = page.marks.get('base')?.[0]?.attribs.href;
  const around = (base && URL.parse(base, url)?.href) ?? url;
  for (const href of [page.marks.get('link')?.[0]?.attribs.href, metas.get('og:url')]) {
    const stated = href ? URL.parse(href.trim(), around) : null;
    if (
      stated &&
      /^https?:$/.test(stated.protocol) &&
      isSameSite(stated, new URL(own)) &&
      !isFrontPage(stated, own)
    ) {
      return canonicalUrl(stated.href);
    }
  }
  return own;
}

/** The same host, or one beneath the other, `www.` and `m.` aside. */
function isSameSite(a: URL, b: URL): boolean {
  const [first, second] = [a, b].map((url) => url.host.replace(/^(www|m|mobile|amp)\./, '')) as [
    string,
    string,
  ];
  return first === second || first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
}

function isFrontPage(stated: URL, own: string): boolean {
  return stated.pathname.length <= 1 && stated.search === '' && new URL(own).pathname.length > 1;
}
