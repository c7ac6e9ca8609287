import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Article } from '../../src/model/article.ts';
import { type Site, startSite } from '../net/site.ts';

/** Feeds and pages on loopback, as an outlet would serve them. */
export interface Newsstand extends Site {
  /** By path (`/rss`): the articles of the feed, in the order they came out, or the status it answers. */
  readonly feeds: Map<string, readonly Article[] | number>;
  /** Pages that answer a status in place of their text, by path. */
  readonly broken: Map<string, number>;
  /** Where the page of an article is. */
  pageOf(article: Article): string;
}

/** @param options.delayMs before every page, so that work takes time */
export async function openNewsstand(options: { readonly delayMs?: number } = {}): Promise<Newsstand> {
  const feeds = new Map<string, readonly Article[] | number>();
  const broken = new Map<string, number>();
  const site = await startSite((request, response) => {
    void answer(request, response);
  });
  const pageOf = (article: Article) => site.url + new URL(article.url).pathname;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', site.url);
    const feed = feeds.get(pathname);
    if (typeof feed === 'number') return end(response, feed, '');
    if (feed) return end(response, 200, rss(feed, pageOf), 'application/rss+xml');
    await sleep(options.delayMs ?? 0);
    const article = [...feeds.values()]
      .flatMap((one) => (typeof one === 'number' ? [] : one))
      .find((one) => new URL(one.url).pathname === pathname);
    const status = broken.get(pathname) ?? (article ? 200 : 404);
    return end(response, status, article && status === 200 ? html(article) : '', 'text/html; charset=utf-8');
  }

  return { ...site, feeds, broken, pageOf };
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function rss(articles: readonly Article[], pageOf: (article: Article) => string): string {
  const items = articles.toReversed().map(
    (
      article,
    ) => `<item><title>${escapeHtml(article.title)}</title><link>${pageOf(article)}?utm_source=rss</link>
<guid isPermaLink="false">${article.id}</guid>${pubDate(article)}
<description>${escapeHtml(article.paragraphs[0] ?? '')}</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>The Stand</title><link>/</link>
<description>News</description>${items.join('\n')}</channel></rss>`;
}

function pubDate({ publishedAt }: Article): string {
  return publishedAt ? `<pubDate>${new Date(publishedAt).toUTCString()}</pubDate>` : '';
}

function html(article: Article): string {
  const published = article.publishedAt
    ? `<meta property="article:published_time" content="${article.publishedAt}">`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(article.title)}</title>
<meta property="og:title" content="${escapeHtml(article.title)}">
<meta property="og:site_name" content="${escapeHtml(article.source)}">${published}</head>
<body><header><a href="/">Home</a></header><main><article><h1>${escapeHtml(article.title)}</h1>
${article.paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
</article></main><footer>All rights reserved</footer></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
