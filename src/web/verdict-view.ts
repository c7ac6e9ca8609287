import type { ArticleVerdict, Withheld } from '../model/development.ts';
import { withheldId } from '../model/feedback.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted, REASON_WORDS, TYPE_WORDS } from '../model/words.ts';
import { articleDay, moment } from './dates.ts';
import { articleLink, quoted, reasons } from './development-view.ts';
import { clip } from './words.ts';

const EVENTS_MOST = 12;

/** True where something of the article was not told. */
export function hasWithheld(verdict: ArticleVerdict): boolean {
  return !verdict.relevant || verdict.withheld.length > 0;
}

/** Buttons to judge a withheld event, or the article as a whole; `what` says which, in its words. */
export type Buttons = (target: string, what: string) => Insert;

/** Of several watches, each may have compared the same article. */
export function verdictAnchor({ watchId, article }: ArticleVerdict): string {
  return `${watchId}-${article.articleId}`;
}

/** An article, folded up, with what of it was told or withheld and why. */
export function verdictItem(verdict: ArticleVerdict, now: Date, buttons: Buttons = () => null): Markup {
  const { article, withheld, why } = verdict;
  const { articleId } = article;
  return markup`<li id="${verdictAnchor(verdict)}"><details class="verdict"><summary><span class="title"><bdi>${clip(article.title, 160)}</bdi></span> <span class="meta">${outcome(verdict)}</span></summary>
<p class="meta">${articleLink({ ...article, title: `Read it at ${article.source}` })}${article.publishedAt && markup`, ${articleDay(article.publishedAt)}`} · compared ${moment(verdict.at, now)}</p>
${reasons(why)}
${withheld.length === 0 && buttons(withheldId(articleId), article.title)}
${withheld.length > 0 && markup`<ul class="withheld">${withheld.slice(0, EVENTS_MOST).map((event) => withheldEvent(event, buttons(withheldId(articleId, event), event.evidence)))}</ul>`}
${withheld.length > EVENTS_MOST && markup`<p class="meta">and ${withheld.length - EVENTS_MOST} more</p>`}
</details></li>
`;
}

function outcome(verdict: ArticleVerdict): Markup {
  const { developmentIds, withheld, relevant } = verdict;
  if (!relevant) return markup`${REASON_WORDS['off-story']}`;
  const told = developmentIds.length > 0 && counted(developmentIds.length, 'development');
  const why = [...new Set(withheld.map((event) => REASON_WORDS[event.reason]))].join('; ');
  if (withheld.length === 0) return markup`${told || 'nothing to tell'}`;
  return markup`${told && markup`${told}, `}${counted(withheld.length, 'event')} withheld: ${why}`;
}

function withheldEvent(event: Withheld, buttons: Insert): Markup {
  return markup`<li><p><span class="label">${TYPE_WORDS[event.type]}: ${REASON_WORDS[event.reason]}</span> ${quoted(event.evidence)}</p>${reasons(event.why)}${buttons}</li>`;
}
