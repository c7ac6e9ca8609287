import { overlap, words } from './alike.ts';
import type { LinkedData } from './jsonld.ts';
import { type Element, elementsIn, type Page, textIn } from './page.ts';
import { decodeEntities, foldSpace } from './text.ts';
import { bareTitle, isSiteName, nameBeside, siteNames } from './title-parts.ts';

/** A heading that shares less with what the page calls itself heads another story. */
const FOREIGN = 0.3;
/** What a heading after the first must share, and how long it must be: boxes have headings too. */
const OWN = 0.6;
const MIN_LATER = 15;
const MAX_HEADINGS = 10;
/** Longer is none, and dear to compare. */
const MAX_TITLE = 1000;

interface Heading {
  readonly element: Element;
  readonly text: string;
}

/** What a page calls its article, each without the site's name. */
interface Sources {
  /** `headline` of JSON-LD. */
  readonly stated: string;
  /** Open Graph. */
  readonly shared: string;
  /** The window's title. */
  readonly window: string;
}

/** The headline, by what is shown, JSON-LD, Open Graph and the window's title; and the element that shows it. */
export function titleOf(
  page: Page,
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
  url: string,
): { text: string; element: Element | null } {
  const [titleElement] = page.marks.get('title') ?? [];
  const windowTitle = clean(titleElement ? textIn(titleElement) : '');
  const beside = nameBeside(windowTitle, clean(metas.get('og:title') ?? data.headline ?? ''));
  const names = new Set([...siteNames(metas, data.publisher, url), ...(beside ? [beside] : [])]);
  const shown = (page.marks.get('h1') ?? [])
    .slice(0, MAX_HEADINGS)
    .map((element) => ({ element, text: clean(textIn(element)) }))
    .filter(({ text }) => words(text) !== '' && !isSiteName(text, names));
  const headings = shown.map(({ text }) => text);
  const bare = (text = '', others = headings) => bareTitle(clean(text), names, others);
  const stated = bare(data.headline);
  const shared = bare(metas.get('og:title'), [...headings, stated]);
  const window = bare(windowTitle, [...headings, stated, shared]);
  const sources: Sources = { stated, shared, window };
  const heading = headingOf(shown, sources);
  const text = choose(heading?.text ?? '', sources, data.isNews) || (shown[0]?.text ?? '');
  return {
    text,
    element:
      headlineElement(shown, text) ??
      headingLike(page, text) ??
      heading?.element ??
      shown[0]?.element ??
      null,
  };
}

/** Some pages encode their titles twice. */
function clean(text: string): string {
  return foldSpace(decodeEntities(text.slice(0, MAX_TITLE)));
}

/** The h1 that the page's other titles are about; many pages give one to their name or to a box. */
function headingOf(shown: readonly Heading[], sources: Sources): Heading | undefined {
  const titles = Object.values(sources).filter((text) => text !== '');
  if (titles.length === 0) return shown[0];
  const keys = new Set(titles.map(words));
  const all = words(titles.join(' '));
  return (
    shown.slice(0, 3).find(({ text }) => keys.has(words(text))) ??
    shown.find(({ text }, index) =>
      index === 0
        ? overlap(words(text), all) >= FOREIGN
        : text.length >= MIN_LATER && overlap(words(text), all) >= OWN,
    )
  );
}

/**
 * The heading a reader sees. News comes with a headline for those who meet the story elsewhere, as readers of an alert
 * do; where a page calls itself news, what two of its sources agree on goes before the heading, and so does the one of
 * JSON-LD and Open Graph that alone differs from the rest: it was written apart.
 */
function choose(heading: string, { stated, shared, window }: Sources, isNews: boolean): string {
  const [h, l, o, t] = [heading, stated, shared, window].map(words) as [string, string, string, string];
  if (h === '' || o === '' || h === o)
    return isNews && h === o ? apart(heading, stated) : heading || stated || shared || window;
  if (isNews && l !== '') {
    if (l === o || (l === t && l !== h)) return stated;
    if (l === h ? t === h && !isPartOf(shared, heading) : t === o) return shared;
  }
  // A word on top of the headline is in its element on some pages.
  return h.endsWith(` ${o}`) && l !== h ? shared : heading;
}

/** True for a heading cut short, or without the words before its colon: no other headline. */
function isPartOf(text: string, heading: string): boolean {
  return words(heading).startsWith(words(text)) || heading.endsWith(`: ${text}`);
}

/** The stated headline, unless it is the heading with words before it. */
function apart(heading: string, stated: string): string {
  return stated === '' || words(stated).endsWith(words(heading)) ? heading : stated;
}

function headlineElement(shown: readonly Heading[], title: string): Element | null {
  const wanted = words(title);
  const equal = shown.find(({ text }) => words(text) === wanted);
  const alike = shown.find(({ text }) => overlap(words(text), wanted) > 0.5);
  return (equal ?? alike)?.element ?? null;
}

/** Where there is no h1: a smaller heading that is the title, or any other element that says it and nothing else. */
function headingLike(page: Page, title: string): Element | null {
  const wanted = words(title);
  const [html] = page.marks.get('html') ?? [];
  if (wanted === '' || html === undefined) return null;
  const isHeading = (element: Element) =>
    /^h[2-4]$/.test(element.name) ||
    /title|headline/i.test(element.attribs.class ?? '') ||
    element.attribs.itemprop === 'headline';
  const elements = elementsIn(html, 20_000).filter(({ name }) => name !== 'title');
  const says = (element: Element) => words(textIn(element)) === wanted;
  const heading = elements.filter(isHeading).slice(0, 200).find(says);
  if (heading !== undefined || !wanted.includes(' ')) return heading ?? null;
  return elements.find((element) => isLeafOf(wanted.length, element) && says(element)) ?? null;
}

/** Holds text alone, about as long as the title. */
function isLeafOf(length: number, { name, children }: Element): boolean {
  const [only] = children;
  if (children.length !== 1 || only?.type !== 'text' || name === 'a' || SILENT.has(name)) return false;
  return only.data.length >= length && only.data.length <= 2 * length + 20;
}

const SILENT = new Set(['script', 'style', 'option', 'button', 'meta']);
