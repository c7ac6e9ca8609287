import type { SiteRules } from '../model/site.ts';
import { articleBlocks, blocksIn, type Headlined } from './blocks.ts';
import type { Body } from './body.ts';
import type { Chatter } from './chatter.ts';
import type { NumericOrder } from './dates.ts';
import { type Element, isElement, type Page, textIn } from './page.ts';
import { pageDate } from './page-dates.ts';
import { weighAll } from './weight.ts';

/** The rules for an address; the longest host that fits wins. */
export function rulesFor(sites: readonly SiteRules[], url: string): SiteRules | undefined {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const closeness = ({ hosts }: SiteRules) =>
    Math.max(0, ...hosts.filter((each) => host === each || host.endsWith(`.${each}`)).map((h) => h.length));
  return sites.filter((site) => closeness(site) > 0).sort((a, b) => closeness(b) - closeness(a))[0];
}

/** The elements a selector catches, in the order of the page; none within another. */
export function caughtBy(page: Page, selector: string): Element[] {
  const caught = page.$(selector).toArray().filter(isElement);
  const all = new Set<unknown>(caught);
  return caught.filter((element) => {
    for (let at = element.parent; at; at = at.parent) if (all.has(at)) return false;
    return true;
  });
}

/** What a site's rules say of a page; what they do not catch stays as the parser found it. */
export interface RuledParts {
  readonly title?: string;
  readonly standfirst?: string;
  readonly authors?: readonly string[];
  readonly publishedAt?: string;
}

export function ruledParts(page: Page, rules: SiteRules, order: NumericOrder | undefined): RuledParts {
  const texts = (selector: string | undefined) =>
    selector === undefined ? [] : caughtBy(page, selector).map(textIn).filter(Boolean);
  const [title] = texts(rules.title);
  const [standfirst] = texts(rules.standfirst);
  const authors = texts(rules.authors);
  const [dated] = rules.published === undefined ? [] : caughtBy(page, rules.published);
  const publishedAt =
    dated && pageDate(dated.attribs.datetime ?? dated.attribs.content ?? textIn(dated), order);
  return {
    ...(title && { title }),
    ...(standfirst && { standfirst }),
    ...(authors.length > 0 && { authors }),
    ...(publishedAt && { publishedAt }),
  };
}

/** The body as the rules have it: what is removed is gone, and the text is what `body` catches. */
export function ruledBody(
  page: Page,
  rules: SiteRules,
  found: () => Body,
  chatter: Chatter,
  over: Headlined,
): Body {
  for (const selector of rules.remove ?? []) page.$(selector).remove();
  const parts = rules.body === undefined ? [] : caughtBy(page, rules.body);
  if (parts.length === 0) return found();
  const weights = weighAll(page.document);
  const blocks = parts.flatMap((part) => blocksIn(part, weights));
  const [first] = parts;
  const place = { container: first ?? page.document, kept: weights, all: weights };
  const paragraphs = articleBlocks(blocks, place, chatter, over).map((block) => block.text);
  return paragraphs.length === 0 ? found() : { ...found(), paragraphs, lead: [] };
}
