import type { DigestItem, DigestPart, DigestView } from './digest-view.ts';
import { frame, inKindColour, item, link, look } from './frame.ts';
import { type Html, html } from './html.ts';

/** The HTML part of a digest. */
export function digestHtml(view: DigestView): string {
  return frame({
    title: view.title,
    sheet: html`<h1 ${look('headline')}>${view.title}</h1>
<p ${look('particulars')}>${view.window}</p>
${view.sections.map(sectionHtml)}
${view.elsewhere && html`<p ${look('remark')}>${link(view.front, view.elsewhere)}</p>`}`,
    foot: html`${view.silent && html`<p ${look('footer')}>${view.silent}.</p>`}
<p ${look('footer')}>${view.schedule}.</p>
${view.unsubscribe && html`<p ${look('footer')}>${link(view.unsubscribe, 'Unsubscribe')}</p>`}`,
  });
}

function sectionHtml(section: DigestPart): Html {
  return html`<h2 ${look('section')}>${section.title}</h2>
${section.items.map(itemHtml)}
${section.quiet && html`<p ${look('remark')}>Nothing new.</p>`}
${section.more && html`<p ${look('remark')}>${link(section.page, section.more)}</p>`}
${section.withheld && html`<p ${look('withheld')}>${section.withheld}. ${section.withheldPage && link(section.withheldPage, 'See which and why')}</p>`}
`;
}

function itemHtml({ development, label, fact, before }: DigestItem): Html {
  return item(html`<h3 ${look('itemHeadline')} dir="auto">${label && html`${inKindColour(development.kind, `${label}:`)} `}${fact.headline}</h3>
${fact.change && html`<p ${look('itemChange')}>${fact.change}</p>`}
${fact.quote && html`<blockquote ${look('itemQuote')} dir="auto">“${fact.quote}”</blockquote>`}
${before && html`<p ${look('itemByline')} dir="auto">${before}</p>`}
<p ${look('itemByline')}>${link(fact.url, fact.source)}${fact.when && `, ${fact.when}`}. ${fact.spread}.</p>`);
}
