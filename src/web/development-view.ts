import type { ArticleRef, Development } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { webAddress } from '../model/web-address.ts';
import {
  BEFORE_WORDS,
  CERTAINTY_WORDS,
  counted,
  figureChanges,
  KIND_WORDS,
  namedFigure,
  TYPE_WORDS,
} from '../model/words.ts';
import { articleDay, moment, rangeInWords } from './dates.ts';
import { clip } from './words.ts';

const HEADLINE_LENGTH = 160;
const TITLE_LENGTH = 180;
const SENTENCE_LENGTH = 600;
const WHY_LENGTH = 240;
const WHY_MOST = 6;
const NAMES_MOST = 8;
const OBSERVATIONS_MOST = 3;

/** What a page may add to a development. */
export interface Beside {
  /** The event as the ledger holds it now, with all who told it. */
  readonly entry?: LedgerEntry | null;
  readonly buttons?: Insert;
}

/** One development among others. */
export function developmentItem(development: Development, now: Date, beside: Beside = {}): Markup {
  const { headline, why } = development;
  return markup`<article class="development" id="${development.id}">
<p class="kicker">${kindBadge(development)} ${TYPE_WORDS[development.event.type]} · found ${moment(development.at, now)}</p>
<h3><a href="${developmentHref(development)}"><bdi>${clip(headline, HEADLINE_LENGTH)}</bdi></a></h3>
${figuresThenAndNow(development)}
${quotation(development)}
${knownBefore(development)}
<details><summary>Why this is told</summary>${reasons(why)}</details>
${beside.entry && sources(beside.entry)}${beside.buttons}
</article>
`;
}

/** One development in full, for a page of its own. */
export function developmentInFull(development: Development, now: Date, beside: Beside = {}): Markup {
  return markup`<p class="kicker">${kindBadge(development)} ${TYPE_WORDS[development.event.type]} · found ${moment(development.at, now)}</p>
${figuresThenAndNow(development)}
${quotation(development)}
${knownBefore(development)}
<h2>Why this is told</h2>
${reasons(development.why)}
${beside.buttons}
<h2>The event as it was read</h2>
${eventFacts(development)}
${beside.entry && markup`<h2>Who told it</h2>${tellers(beside.entry)}`}
`;
}

export function developmentHref(development: Pick<Development, 'id' | 'watchId'>): string {
  return `/developments/${encodeURIComponent(development.watchId)}/${encodeURIComponent(development.id)}`;
}

export function articleLink(article: Pick<ArticleRef, 'url' | 'title'>): Markup {
  const title = markup`<bdi>${clip(article.title, TITLE_LENGTH)}</bdi>`;
  const href = webAddress(article.url);
  return href && href.length < 2_000 ? markup`<a href="${href}" rel="noreferrer">${title}</a>` : title;
}

/** `Gulf Daily, 8 Feb 2024`. */
export function outletAndDay(told: { readonly source: string; readonly publishedAt?: string }): Markup {
  return markup`<span class="outlet"><bdi>${clip(told.source, 80)}</bdi></span>${told.publishedAt && markup`, ${articleDay(told.publishedAt)}`}`;
}

export function reasons(why: readonly string[]): Markup {
  return markup`<ul class="why">${why.slice(0, WHY_MOST).map((line) => markup`<li><bdi>${clip(line, WHY_LENGTH)}</bdi></li>`)}</ul>`;
}

export function quoted(sentence: string): Markup {
  return markup`<bdi>“${clip(sentence, SENTENCE_LENGTH)}”</bdi>`;
}

function sources(entry: LedgerEntry): Markup {
  const { outlets, origins } = entry;
  return markup`<details><summary>${counted(outlets.length, 'outlet')}, ${counted(origins.length, 'origin')}</summary>${tellers(entry)}</details>`;
}

/** Outlets, whom they have it from, and the first and last reports with their days. */
function tellers({ outlets, origins, observations }: LedgerEntry): Markup {
  const names = (list: readonly string[]) => clip(list.slice(0, NAMES_MOST).join(', '), 300);
  const more = (list: readonly string[]) =>
    list.length > NAMES_MOST && ` and ${list.length - NAMES_MOST} more`;
  return markup`<p class="meta">Told by <bdi>${names(outlets)}</bdi>${more(outlets)}; independent origins: <bdi>${names(origins)}</bdi>${more(origins)}.</p>
<ul class="why">${observations
    .slice(-OBSERVATIONS_MOST)
    .map(
      (told) => markup`<li>${outletAndDay(told)}: <bdi>“${clip(told.evidence.text, 160)}”</bdi></li>`,
    )}</ul>`;
}

function kindBadge({ kind }: Development): Markup {
  return markup`<strong class="badge ${kind}">${KIND_WORDS[kind]}</strong>`;
}

function quotation(development: Development): Markup {
  const { article, evidence, outlets, origins } = development;
  return markup`<figure><blockquote>${quoted(evidence.text)}</blockquote>
<figcaption>${articleLink(article)}<br>${outletAndDay(article)}${outlets > 1 && markup` · ${counted(outlets, 'outlet')}, ${counted(origins, 'origin')}`}</figcaption></figure>`;
}

/** `Killed: 3 → 5`; null when no figure changed. */
function figuresThenAndNow({ before, event }: Development): Markup | null {
  const changes = figureChanges(before?.figures, event.figures).slice(0, NAMES_MOST);
  return changes.length > 0 ? markup`<p class="change">${clip(changes.join(', '), 300)}</p>` : null;
}

function knownBefore({ kind, before }: Development): Markup | null {
  return before
    ? markup`<p class="before"><span class="label">${BEFORE_WORDS[kind]}</span> ${quoted(before.sentence)} <span class="meta">${outletAndDay(before)}</span></p>`
    : null;
}

function eventFacts({ event, weight }: Development): Markup {
  const names = (list: readonly string[]) => clip(list.slice(0, NAMES_MOST).join(', '), 300);
  const figures = Object.entries(event.figures).slice(0, NAMES_MOST);
  return markup`<dl class="facts">
<div><dt>What</dt><dd>${TYPE_WORDS[event.type]} · ${CERTAINTY_WORDS[event.certainty]}</dd></div>
<div><dt>When</dt><dd>${event.date ? rangeInWords(event.date) : 'not dated'}</dd></div>
<div><dt>Where</dt><dd><bdi>${names(event.place) || 'not said'}</bdi></dd></div>
<div><dt>Who</dt><dd><bdi>${names(event.actors) || 'not said'}</bdi></dd></div>
${figures.length > 0 && markup`<div><dt>Figures</dt><dd>${clip(figures.map(([name, figure]) => namedFigure(name, figure)).join(', '), 300)}</dd></div>`}
<div><dt>Weight</dt><dd>${weight} of 1</dd></div>
</dl>`;
}
