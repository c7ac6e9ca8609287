import { authorsOf } from './authors.ts';
import { type LinkedData, readLinkedData } from './jsonld.ts';
import type { Element, Page } from './page.ts';
import { foldSpace } from './text.ts';
import { titleOf } from './title.ts';
import { canonicalUrl, isSameSite } from './url.ts';

/** What a page says of itself, in meta elements, JSON-LD and markup. */
export interface Metadata {
  readonly title: string;
  readonly description?: string;
  readonly authors: readonly string[];
  readonly siteName: string;
  readonly language?: string;
  readonly canonical: string;
  readonly section?: string;
  /** Absolute. */
  readonly image?: string;
  readonly data: LinkedData;
  /** By lower-case name or property; the first of each. */
  readonly metas: ReadonlyMap<string, string>;
  /** The element that shows the headline. */
  readonly headline: Element | null;
}

const MAX_METAS = 400;
const MAX_TITLE = 500;
const MAX_SECTION = 100;

export function readMetadata(page: Page, url: string): Metadata {
  const metas = readMetas(page.marks.get('meta') ?? []);
  const data = readLinkedData(page.marks.get('script') ?? []);
  const title = titleOf(page, metas, data, url);
  const description = metas.get('og:description') ?? metas.get('description') ?? data.description;
  const language = languageOf(page, metas, data);
  const section = data.section ?? metas.get('article:section') ?? metas.get('og:article:section');
  const image = imageOf(metas, data, url);
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
    ...(section && { section: section.slice(0, MAX_SECTION) }),
    ...(image && { image }),
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

function imageOf(metas: ReadonlyMap<string, string>, data: LinkedData, url: string): string | undefined {
  for (const address of [
    metas.get('og:image'),
    metas.get('og:image:url'),
    data.image,
    metas.get('twitter:image'),
  ]) {
    const image = address ? URL.parse(address, url) : null;
    if (image && /^https?:$/.test(image.protocol)) return image.href;
  }
  return undefined;
}

function siteNameOf(metas: ReadonlyMap<string, string>, data: LinkedData, url: string): string {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const shared = metas.get('og:site_name');
  const isTitle = shared !== undefined && shared === metas.get('og:title');
  const named = (isTitle ? undefined : shared) ?? data.publisher ?? metas.get('application-name') ?? '';
  if (named.length > 0 && named.length <= 80) return named;
  return host || (url.split('/').at(-1) ?? '');
}

/** The address the page gives itself, where it is of the same site and not its front page. A saved page keeps its file's. */
function canonicalOf(page: Page, metas: ReadonlyMap<string, string>, url: string): string {
  if (url.startsWith('file:')) return url;
  const own = canonicalUrl(url);
  const base = page.marks.get('base')?.[0]?.attribs.href;
  const around = (base && URL.parse(base, url)?.href) ?? url;
  for (const href of [page.marks.get('link')?.[0]?.attribs.href, metas.get('og:url')]) {
    const stated = href ? URL.parse(href.trim(), around) : null;
    if (
      stated &&
      /^https?:$/.test(stated.protocol) &&
      isSameSite(stated, new URL(own)) &&
      !isFrontPage(stated, own) &&
      !isSection(stated, own)
    ) {
      // The page came over TLS: an address of before is of the same page.
      if (own.startsWith('https:')) stated.protocol = 'https:';
      return canonicalUrl(stated.href);
    }
  }
  return own;
}

/** `/news/` for `/2031/dock-talks`: one word where the page's own address has several parts. */
function isSection(stated: URL, own: string): boolean {
  if (stated.search !== '' || !/\/[^/]+\/[^/]/.test(new URL(own).pathname)) return false;
  return /^\/([a-z]+\/|40\d|50\d|error|login|search)$/i.test(stated.pathname);
}

function isFrontPage(stated: URL, own: string): boolean {
  return stated.pathname.length <= 1 && stated.search === '' && new URL(own).pathname.length > 1;
}
