import { overlap, words } from './alike.ts';
import type { LinkedData } from './jsonld.ts';
import { type Element, elementsIn, type Page, textIn } from './page.ts';

/** A heading that shares less with what the page calls itself heads another story. */
const FOREIGN = 0.3;

interface Candidate {
  readonly text: string;
  readonly votes: number;
}

/** The headline most of its sources agree on: what is shown, JSON-LD, Open Graph, the window's title. */
export function titleOf(
  page: Page,
  metas: ReadonlyMap<string, string>,
  data: LinkedData,
): { text: string; element: Element | null } {
  const shown = (page.marks.get('h1') ?? [])
    .slice(0, 10)
    .map((element) => ({ element, text: textIn(element) }))
    .filter(({ text }) => text !== '');
  const [titleElement] = page.marks.get('title') ?? [];
  const sources = candidates(
    shown.map(({ text }) => text),
    data.headline ?? '',
    metas.get('og:title') ?? '',
    titleElement ? textIn(titleElement) : '',
  );
  const votes = new Map<string, Candidate>();
  for (const { text, votes: weight } of sources) {
    const key = words(text);
    if (key === '') continue;
    const known = votes.get(key);
    votes.set(key, { text: known?.text ?? text, votes: (known?.votes ?? 0) + weight });
  }
  const best = [...votes.values()].sort((a, b) => b.votes - a.votes)[0];
  const text = best?.text ?? '';
  return {
    text,
    element: headlineElement(shown, text) ?? headingLike(page, text) ?? shown[0]?.element ?? null,
  };
}

/** What may be the title, and how far each is to be believed: weights that did best on pages of 180 publishers. */
function candidates(shown: readonly string[], stated: string, shared: string, window: string): Candidate[] {
  const others = words(`${stated} ${shared} ${window}`);
  const worth = (text: string) =>
    // Where many headings call themselves the first, none of them is; some head another story.
    (shown.length > 1 ? 0.4 : 1) * (others !== '' && overlap(words(text), others) < FOREIGN ? 0.5 : 1);
  return [
    ...shown.slice(0, 3).map((text, index) => ({ text, votes: worth(text) * (index === 0 ? 1.6 : 0.7) })),
    { text: stated, votes: 0.9 },
    { text: withoutSite(stated), votes: 0.4 },
    // Titles for sharing are often other than the headline.
    { text: shared, votes: 0.3 },
    { text: withoutSite(shared), votes: 1 },
    { text: withoutSite(window), votes: 0.4 },
  ];
}

/** `Headline | Site`, `Headline - Site`: without its last part. */
function withoutSite(title: string): string {
  const cut = title.replace(/^(.{15,})\s+[|–—·»•*:-]+\s+[^|–—·»]{1,40}$/s, '$1').trimEnd();
  return cut.replace(/^(.{15,})[：｜][^：｜]{1,20}$/, '$1');
}

function headlineElement(
  shown: readonly { element: Element; text: string }[],
  title: string,
): Element | null {
  const wanted = words(title);
  const equal = shown.find(({ text }) => words(text) === wanted);
  const alike = shown.find(({ text }) => overlap(words(text), wanted) > 0.5);
  return (equal ?? alike)?.element ?? null;
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
