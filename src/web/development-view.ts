import type { ArticleRef, Development, KnownBefore } from '../model/development.ts';
import { articleDay, moment, rangeInWords } from './dates.ts';
import { type Html, html, webHref } from './html.ts';
import { CERTAINTY_WORDS, clip, count, figureInWords, KIND_WORDS, typeInWords } from './words.ts';

const HEADLINE_LENGTH = 160;
const TITLE_LENGTH = 180;
const SENTENCE_LENGTH = 600;
const WHY_LENGTH = 240;
const WHY_MOST = 6;
const NAMES_MOST = 8;

/** One development among others. */
export function developmentItem(development: Development, now: Date): Html {
  const { headline, before, why } = development;
  return html`<article class="development" id="${development.id}">
<p class="kicker">${kindBadge(development)} ${typeInWords(development.event.type)} · found ${moment(development.at, now)}</p>
<h3><a href="${developmentHref(development)}"><bdi>${clip(headline, HEADLINE_LENGTH)}</bdi></a></h3>
${quotation(development)}
${before && knownBefore(before)}
<details><summary>Why this is told</summary>${reasons(why)}</details>
</article>
`;
}

/** One development in full, for a page of its own. */
export function developmentInFull(development: Development, now: Date): Html {
  const { before, why } = development;
  return html`<p class="kicker">${kindBadge(development)} ${typeInWords(development.event.type)} · found ${moment(development.at, now)}</p>
${quotation(development)}
${before && knownBefore(before)}
<h2>Why this is told</h2>
${reasons(why)}
<h2>The event as it was read</h2>
${eventFacts(development)}
`;
}

export function developmentHref(development: Pick<Development, 'id' | 'watchId'>): string {
  return `/developments/${encodeURIComponent(development.watchId)}/${encodeURIComponent(development.id)}`;
}

export function articleLink(article: Pick<ArticleRef, 'url' | 'title'>): Html {
  const title = html`<bdi>${clip(article.title, TITLE_LENGTH)}</bdi>`;
  const href = webHref(article.url);
  return href && href.length < 2_000 ? html`<a href="${href}" rel="noreferrer">${title}</a>` : title;
}

/** `Gulf Daily, 8 Feb 2024`. */
export function outletAndDay(told: { readonly source: string; readonly publishedAt?: string }): Html {
  return html`<span class="outlet"><bdi>${clip(told.source, 80)}</bdi></span>${told.publishedAt && html`, ${articleDay(told.publishedAt)}`}`;
}

export function reasons(why: readonly string[]): Html {
  return html`<ul class="why">${why.slice(0, WHY_MOST).map((line) => html`<li><bdi>${clip(line, WHY_LENGTH)}</bdi></li>`)}</ul>`;
}

export function quoted(sentence: string): Html {
  return html`<bdi>“${clip(sentence, SENTENCE_LENGTH)}”</bdi>`;
}

function kindBadge({ kind }: Development): Html {
  return html`<strong class="badge ${kind}">${KIND_WORDS[kind]}</strong>`;
}

function quotation(development: Development): Html {
  const { article, evidence, outlets, origins } = development;
  return html`<figure><blockquote>${quoted(evidence.text)}</blockquote>
<figcaption>${articleLink(article)}<br>${outletAndDay(article)}${outlets > 1 && html` · ${count(outlets, 'outlet')}, ${count(origins, 'origin')}`}</figcaption></figure>`;
}

function knownBefore(before: KnownBefore): Html {
  return html`<p class="before"><span class="label">Known before</span> ${quoted(before.sentence)} <span class="meta">${outletAndDay(before)}</span></p>`;
}

function eventFacts({ event, weight }: Development): Html {
  const names = (list: readonly string[]) => clip(list.slice(0, NAMES_MOST).join(', '), 300);
  const figures = Object.entries(event.figures).slice(0, NAMES_MOST);
  return html`<dl class="facts">
<div><dt>What</dt><dd>${typeInWords(event.type)}; ${CERTAINTY_WORDS[event.certainty]}</dd></div>
<div><dt>When</dt><dd>${event.date ? rangeInWords(event.date) : 'not dated'}</dd></div>
<div><dt>Where</dt><dd><bdi>${names(event.place) || 'not said'}</bdi></dd></div>
<div><dt>Who</dt><dd><bdi>${names(event.actors) || 'not said'}</bdi></dd></div>
${figures.length > 0 && html`<div><dt>Figures</dt><dd>${clip(figures.map(([name, figure]) => figureInWords(name, figure)).join(', '), 300)}</dd></div>`}
<div><dt>Weight</dt><dd>${weight} of 1</dd></div>
</dl>`;
}
