import { type Markup, markup, scriptJson } from '../model/markup.ts';
import {
  type ArticlePage,
  comments,
  cookieNote,
  dateInWords,
  figure,
  footer,
  list,
  type Masthead,
  nav,
  newsletter,
  partsOf,
  readAlso,
  relatedList,
  timeElement,
} from './furniture.ts';
import type { Publication } from './programme.ts';

/** The looks an outlet can have, in the order in which outlets are given them. */
export const TEMPLATES: readonly ((page: ArticlePage) => Markup)[] = [
  renderClassic,
  renderBlocks,
  renderPortal,
];

const DOCTYPE = markup`<!DOCTYPE html>\n`;

/** HTML5 elements: article, header, figure, aside. */
function renderClassic(page: ArticlePage): Markup {
  const { article } = page.publication;
  const parts = partsOf(article);
  const [lead, ...rest] = parts.body;
  return document(
    page,
    structuredData(page),
    markup`
<body class="post-template">
<a class="skip" href="#content">Skip to content</a>
${cookieNote()}
<header class="site-header">${nav(page.outlet)}</header>
<main id="content">
  <article class="story">
    <header class="story-header">
      <p class="kicker"><a href="${page.outlet.home}">World</a></p>
      <h1>${article.title}</h1>
      <p class="byline">By <a rel="author" href="/about">${page.outlet.name} staff</a></p>
      ${timeElement(article)}
      <ul class="share"><li><a href="/share">Share</a></li><li><a href="/print">Print</a></li></ul>
    </header>
    ${figure(page, parts.caption)}
    <div class="article-body">
      ${lead === undefined ? null : markup`<p class="lead">${lead}</p>`}
      <div class="ad-slot"><span>Advertisement</span></div>
      ${rest.map((paragraph) => markup`<p>${paragraph}</p>\n      `)}
    </div>
    <ul class="tags"><li><a href="/tag/world">world</a></li><li><a href="/tag/latest">latest</a></li></ul>
  </article>
  ${newsletter()}
  ${comments()}
</main>
<aside class="sidebar"><h2>Related articles</h2>${relatedList(page)}</aside>
${footer(page.outlet)}
</body>`,
  );
}

/** Nothing but divs, a "read also" inside the text, dates in words. */
function renderBlocks(page: ArticlePage): Markup {
  const { article } = page.publication;
  const parts = partsOf(article);
  const middle = Math.ceil(parts.body.length / 2);
  const paragraphs = (of: readonly string[]) => of.map((paragraph) => markup`<p>${paragraph}</p>\n    `);
  return document(
    page,
    structuredData(page, (data) => ({ '@context': data['@context'], '@graph': [data] })),
    markup`
<body>
<div id="top" class="site-header">${nav(page.outlet)}</div>
<div id="page" class="wrap">
  <div class="story">
    <h1 class="story__headline">${article.title}</h1>
    <div class="story__meta"><span class="author">${page.outlet.name} desk</span>${
      article.publishedAt ? markup` | <span class="date">${dateInWords(article.publishedAt)}</span>` : null
    }</div>
    ${figure(page, parts.caption)}
    <div class="story__body">
    ${paragraphs(parts.body.slice(0, middle))}${readAlso(page)}
    ${paragraphs(parts.body.slice(middle))}</div>
  </div>
  <div class="sidebar"><h3>Most read</h3>${relatedList(page)}</div>
  ${newsletter()}
  ${comments()}
</div>
${footer(page.outlet)}
${cookieNote()}
</body>`,
  );
}

/** An agency's portal: microdata, the date above the headline, the agency's sign-off below the text. */
function renderPortal(page: ArticlePage): Markup {
  const { article } = page.publication;
  const parts = partsOf(article);
  return document(
    page,
    structuredData(page, (data) => [data]),
    markup`
<body>
<div class="topbar"><form action="/search"><input name="q" placeholder="Search"><button>Go</button></form></div>
<header>${nav(page.outlet)}</header>
<div class="columns">
  <section itemscope itemtype="https://schema.org/NewsArticle" class="item-page">
    <div class="item-date">${timeElement(article)}</div>
    <h2 class="item-title" itemprop="headline">${article.title}</h2>
    ${figure(page, parts.caption)}
    <div itemprop="articleBody" class="item-text">
      ${parts.body.map((paragraph) => markup`<p>${paragraph}</p>\n      `)}
    </div>
    <p class="signature">(${page.outlet.name})</p>
  </section>
  <aside><h4>Latest headlines</h4>${relatedList(page)}${newsletter()}</aside>
</div>
${comments()}
${footer(page.outlet)}
${cookieNote()}
</body>`,
  );
}

/** The outlet's front page: what is out, the newest first. */
export function renderFrontPage(outlet: Masthead, publications: readonly Publication[]): Markup {
  return markup`${DOCTYPE}<html lang="en">
<head><meta charset="utf-8"><title>${outlet.name}</title>
<link rel="alternate" type="${outlet.feedType}" title="${outlet.name}" href="${outlet.feedPath}"></head>
<body><header>${nav(outlet)}</header><main><h1>${outlet.name}</h1>${list(publications)}</main>${footer(outlet)}</body>
</html>
`;
}

/** The newsroom's own page: its outlets and their feeds. */
export function renderIndex(outlets: readonly Masthead[]): Markup {
  return renderNote(
    'The demo newsroom',
    markup`<p>Outlets that publish the articles of the demo as story time goes on.</p><ul>${outlets.map(
      ({ name, home, feedPath }) =>
        markup`<li><a href="${home}">${name}</a> (<a href="${feedPath}">feed</a>)</li>`,
    )}</ul>`,
  );
}

export function renderNote(title: string, content: Markup): Markup {
  return markup`${DOCTYPE}<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1>${content}</body>
</html>
`;
}

function document(
  { outlet, publication: { article }, url }: ArticlePage,
  data: Markup,
  body: Markup,
): Markup {
  const published = article.publishedAt
    ? markup`\n<meta property="article:published_time" content="${article.publishedAt}">`
    : null;
  return markup`${DOCTYPE}<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${article.title} | ${outlet.name}</title>
<link rel="canonical" href="${url}">
<link rel="alternate" type="${outlet.feedType}" title="${outlet.name}" href="${outlet.feedPath}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="${outlet.name}">
<meta property="og:title" content="${article.title}">
<meta property="og:url" content="${url}">${published}
${data}
</head>${body}
</html>
`;
}

type StructuredData = Readonly<Record<string, unknown>>;

/** https://schema.org/NewsArticle, as sites give it to search engines. */
function structuredData(
  { outlet, publication: { article }, url }: ArticlePage,
  wrap: (data: StructuredData) => unknown = (data) => data,
): Markup {
  return scriptJson(
    'application/ld+json',
    wrap({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: article.title,
      mainEntityOfPage: url,
      inLanguage: 'en',
      ...(article.publishedAt ? { datePublished: article.publishedAt } : {}),
      author: { '@type': 'Organization', name: outlet.name },
      publisher: { '@type': 'NewsMediaOrganization', name: outlet.name },
    }),
  );
}
