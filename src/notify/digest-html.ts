import { type Markup, markup } from '../model/markup.ts';
import type { DigestItem, DigestPart, DigestView } from './digest-view.ts';
import { bars, frame, inKindColour, inset, item, link, look } from './frame.ts';
import type { Series } from './series.ts';

/** The HTML part of a digest. */
export function digestHtml(view: DigestView): string {
  return frame({
    title: view.title,
    sheet: markup`<h1 ${look('headline')}>${view.title}</h1>
<p ${look('particulars')}>${view.window}</p>
${view.sections.map(sectionHtml)}
${view.quiet.map(quietHtml)}
${view.elsewhere && markup`<p ${look('remark')}>${link(view.front, view.elsewhere)}</p>`}`,
    foot: markup`${view.silent && markup`<p ${look('footer')}>${view.silent}.</p>`}
<p ${look('footer')}>${view.schedule}.</p>
${view.unsubscribe && markup`<p ${look('footer')}>${link(view.pause, 'Pause')} &nbsp; ${link(view.preferences, 'Preferences')} &nbsp; ${link(view.unsubscribe, 'Unsubscribe')}</p>`}`,
  });
}

function sectionHtml(section: DigestPart): Markup {
  return markup`<h2 ${look('section')}>${section.title}</h2>
${section.quiet && markup`<p ${look('remark')}>Nothing new.</p>`}
${section.items.map(itemHtml)}
${section.series.map(seriesHtml)}
${soFarHtml(section.soFar)}
${expectedHtml(section.expected)}
${section.more && markup`<p ${look('remark')}>${link(section.page, section.more)}</p>`}
${section.withheld && markup`<p ${look('withheld')}>Not told: ${section.withheld}. ${section.withheldPage && link(section.withheldPage, 'See which and why')}</p>`}
`;
}

function quietHtml({ title, withheld, page }: DigestView['quiet'][number]): Markup {
  return markup`<p ${look('withheld')}>Nothing new on “${title}”${withheld && `; not told: ${withheld}`}. ${withheld && link(page, 'See which and why')}</p>
`;
}

/** The picture is of table cells: nothing is fetched for it, and no client blocks it. */
function seriesHtml({ words, values }: Series): Markup {
  return markup`<p ${look('line')}>${words}.</p>
${bars(values)}`;
}

function insetHtml(title: string, lines: readonly Markup[]): Markup | false {
  return (
    lines.length > 0 &&
    inset(markup`<p ${look('label')}>${title}</p>
${lines.map(
  (line) => markup`<p ${look('line')} dir="auto">${line}</p>
`,
)}`)
  );
}

function soFarHtml(lines: DigestPart['soFar']): Markup | false {
  const told = lines.map(
    ({ when, what, source }) => markup`${when && markup`<strong>${when}</strong>: `}${what} — ${source}`,
  );
  return insetHtml('The story so far', told);
}

function expectedHtml(lines: DigestPart['expected']): Markup | false {
  const told = lines.map(
    ({ when, what, sentence, source }) =>
      markup`<strong>${when}</strong>: ${what}${sentence && `. “${sentence}”`} — ${source}`,
  );
  return insetHtml('What is expected', told);
}

function itemHtml({ development, label, fact, before, spread }: DigestItem): Markup {
  return item(markup`<h3 ${look('itemHeadline')} dir="auto">${label && markup`${inKindColour(development.kind, `${label}:`)} `}${fact.headline}</h3>
${fact.change && markup`<p ${look('itemChange')}>${fact.change}</p>`}
${fact.quote && markup`<blockquote ${look('itemQuote')} dir="auto">“${fact.quote}”</blockquote>`}
${before && markup`<p ${look('itemByline')} dir="auto">${before}</p>`}
<p ${look('itemByline')}>${link(fact.url, fact.source)}${fact.when && `, ${fact.when}`}.${spread && ` ${spread}.`}</p>`);
}
