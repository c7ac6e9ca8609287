import type { Development } from '../model/development.ts';
import { type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import type { AlertInput } from './alert.ts';
import { clip, clipSentence, countWords, share } from './budget.ts';
import { readerOf } from './dates.ts';
import { type Fact, factOf, headlineOf, labelOf } from './fact.ts';
import { inKindColour, item, link, look } from './frame.ts';
import { wrap, wrapItem } from './plain.ts';

/** What else one article told, under the fact of an alert. */
export interface Beside {
  readonly items: readonly BesideItem[];
  /** `2 more developments`, left to the digest; '' when there are none. */
  readonly more: string;
}

interface BesideItem {
  readonly kind: Development['kind'];
  readonly fact: Fact;
  /** `Update`, … */
  readonly label: string;
  /** Where it was told, when not by the report above. */
  readonly byline: string;
  /** The development's own page. */
  readonly proof: string | null;
}

export const NOTHING_BESIDE: Beside = { items: [], more: '' };

const TITLE = 'Also in this report';
/** Of all of them together. */
const MAX_WORDS = 119;
const HEADLINE = { words: 15, characters: 104 };
/** Fewer words of a sentence prove nothing. */
const LEAST_QUOTE = 6;

export function besideOf({
  development,
  beside = [],
  more = 0,
  watch,
  subscriber,
  links,
  now,
}: AlertInput): Beside {
  const reader = readerOf(subscriber, now);
  const items = beside.map((one) => ({
    kind: one.kind,
    fact: { ...factOf(one, reader), headline: clip(headlineOf(one), HEADLINE) },
    label: labelOf(one),
    byline: bylineOf(one, development, subscriber, now),
    proof: links.page(`/developments/${encodeURIComponent(watch.id)}/${one.id}`),
  }));
  return fitWords({ items, more: more === 0 ? '' : counted(more, 'more development') });
}

/** The report above needs no second byline; a later one of the same event does. */
function bylineOf(one: Development, above: Development, subscriber: AlertInput['subscriber'], now: string) {
  if (one.article.articleId === above.article.articleId) return '';
  return factOf(one, readerOf(subscriber, now)).byline;
}

/** Cuts the quotes to the words that the rest leaves. */
function fitWords(beside: Beside): Beside {
  const quotes = beside.items.map(({ fact }) => fact.quote);
  const bare = withQuotes(beside, () => '');
  const proofs = beside.items.filter(({ proof }) => proof !== null).length;
  const left = MAX_WORDS - proofs - countWords(besideText(bare, null).flat().join(' '));
  const shares = share(left, quotes.map(countWords));
  return withQuotes(beside, (quote, i) => {
    const given = shares[i] ?? 0;
    return given < Math.min(LEAST_QUOTE, countWords(quote)) ? '' : clipSentence(quote, given);
  });
}

function withQuotes(beside: Beside, change: (quote: string, at: number) => string): Beside {
  const items = beside.items.map((one, at) => ({
    ...one,
    fact: { ...one.fact, quote: change(one.fact.quote, at) },
  }));
  return { ...beside, items };
}

/** Blocks of lines. */
export function besideText({ items, more }: Beside, page: string | null): readonly (readonly string[])[] {
  if (items.length === 0) return [];
  return [
    [`${TITLE}:`],
    ...items.map(({ fact, label, byline }) =>
      [
        wrapItem('* ', `${label && `${label}: `}${fact.headline}`),
        fact.change && wrap(fact.change, '  '),
        fact.quote && wrap(`“${fact.quote}”`, '  '),
        byline && wrap(`— ${byline}`, '  '),
        byline && fact.url ? `  ${fact.url}` : '',
      ].filter(Boolean),
    ),
    more === '' ? [] : [`${more}${page ? `: ${page}` : '.'}`],
  ];
}

export function besideHtml({ items, more }: Beside, page: string | null): Markup | '' {
  if (items.length === 0) return '';
  return markup`<h2 ${look('section')}>${TITLE}</h2>
${items.map((one, at) => itemHtml(one, more === '' && at === items.length - 1))}
${more && markup`<p ${look('remark')}>${link(page, more)}</p>`}`;
}

function itemHtml({ kind, fact, label, byline, proof }: BesideItem, isLast: boolean): Markup {
  const content = markup`<h3 ${look('itemHeadline')} dir="auto">${label && markup`${inKindColour(kind, `${label}:`)} `}${fact.headline}</h3>
${fact.change && markup`<p ${look('itemChange')}>${fact.change}</p>`}
${fact.quote && markup`<blockquote ${look('itemQuote')} dir="auto">“${fact.quote}”</blockquote>`}
${(byline || proof) && markup`<p ${look('itemByline')}>${byline && markup`${link(fact.url, fact.source)}${fact.when && `, ${fact.when}`}. `}${proof && link(proof, 'Proof')}</p>`}`;
  return item(content, isLast);
}
