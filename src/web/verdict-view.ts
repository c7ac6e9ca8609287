import type { ArticleVerdict, Withheld } from '../model/development.ts';
import { articleDay, moment } from './dates.ts';
import { articleLink, quoted, reasons } from './development-view.ts';
import { type Html, html } from './html.ts';
import { clip, count, REASON_WORDS, typeInWords } from './words.ts';

const EVENTS_MOST = 12;

/** True where something of the article was not told. */
export function hasWithheld(verdict: ArticleVerdict): boolean {
  return !verdict.relevant || verdict.withheld.length > 0;
}

/** An article, folded up, with what of it was told or withheld and why. */
export function verdictItem(verdict: ArticleVerdict, now: Date): Html {
  const { article, withheld, why } = verdict;
  return html`<li><details class="verdict"><summary><span class="title"><bdi>${clip(article.title, 160)}</bdi></span> <span class="meta">${outcome(verdict)}</span></summary>
<p class="meta">${articleLink({ ...article, title: `Read it at ${article.source}` })}${article.publishedAt && html`, ${articleDay(article.publishedAt)}`} · compared ${moment(verdict.at, now)}</p>
${reasons(why)}
${withheld.length > 0 && html`<ul class="withheld">${withheld.slice(0, EVENTS_MOST).map(withheldEvent)}</ul>`}
${withheld.length > EVENTS_MOST && html`<p class="meta">and ${withheld.length - EVENTS_MOST} more</p>`}
</details></li>
`;
}

function outcome(verdict: ArticleVerdict): Html {
  const { developmentIds, withheld, relevant } = verdict;
  if (!relevant) return html`${REASON_WORDS['off-story']}`;
  const told = developmentIds.length > 0 && count(developmentIds.length, 'development');
  const why = [...new Set(withheld.map((event) => REASON_WORDS[event.reason]))].join('; ');
  if (withheld.length === 0) return html`${told || 'nothing to tell'}`;
  return html`${told && html`${told}, `}${count(withheld.length, 'event')} withheld: ${why}`;
}

function withheldEvent(event: Withheld): Html {
  return html`<li><p><span class="label">${typeInWords(event.type)}: ${REASON_WORDS[event.reason]}</span> ${quoted(event.evidence)}</p>${reasons(event.why)}</li>`;
}
