import { markup } from '../model/markup.ts';
import type { Publication } from './programme.ts';

export type FeedFormat = 'rss' | 'atom' | 'json' | 'rdf';

/** In the order in which outlets are given them. */
export const FEED_FORMATS: readonly FeedFormat[] = ['rss', 'atom', 'json', 'rdf'];

export const FEED_FILES: Readonly<Record<FeedFormat, string>> = {
  rss: 'feed.xml',
  atom: 'atom.xml',
  json: 'feed.json',
  rdf: 'index.rdf',
};

export const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
  rdf: 'application/rdf+xml',
};

export interface FeedContent {
  readonly title: string;
  /** Of the outlet's front page. */
  readonly homeUrl: string;
  readonly feedUrl: string;
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** Stable, whatever port the newsroom is on. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  /** As the page gives it: an instant with its offset, else the time it came out; null for a page without a date. */
  readonly published: string | null;
  /** The time it came out, ISO 8601. */
  readonly updated: string;
}

export function feedEntry({ article, at, path }: Publication, base: string): FeedEntry {
  const { publishedAt } = article;
  const updated = at.toISOString();
  return {
    id: article.url,
    url: `${base}${path}`,
    title: article.title,
    summary: summaryOf(article.paragraphs),
    published: publishedAt === undefined ? null : publishedAt.length > 10 ? publishedAt : updated,
    updated,
  };
}

const SUMMARY_CHARACTERS = 90;

/** The first sentence of the lead, and the next while it is short; never the slug line (`FLASH`) above it. */
function summaryOf(paragraphs: readonly string[]): string {
  const lead = paragraphs.find((paragraph) => /[.!?]["”']?$/.test(paragraph)) ?? paragraphs[0] ?? '';
  let summary = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(lead)) {
    summary += segment;
    if (summary.length >= SUMMARY_CHARACTERS) break;
  }
  return summary.trim();
}

export function renderFeed(format: FeedFormat, content: FeedContent): string {
  return RENDERERS[format](content);
}

const RENDERERS: Readonly<Record<FeedFormat, (content: FeedContent) => string>> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJson,
  rdf: renderRdf,
};

const DECLARATION = markup`<?xml version="1.0" encoding="UTF-8"?>\n`;

/** RSS 2.0, https://www.rssboard.org/rss-specification */
function renderRss({ title, homeUrl, feedUrl, entries }: FeedContent): string {
  const items = entries.map(
    (entry) => markup`
    <item>
      <title>${entry.title}</title>
      <link>${entry.url}</link>
      <guid isPermaLink="false">${entry.id}</guid>
      <description>${String(markup`<p>${entry.summary}</p>`)}</description>${
        entry.published ? markup`\n      <pubDate>${rfc822(entry.published)}</pubDate>` : null
      }
    </item>`,
  );
  return markup`${DECLARATION}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${title}</title>
    <link>${homeUrl}</link>
    <description>The latest from ${title}</description>
    <language>en</language>
    <atom:link href="${feedUrl}" rel="self" type="application/rss+xml"/>${items}
  </channel>
</rss>
`.toString();
}

/** Atom, RFC 4287 */
function renderAtom({ title, homeUrl, feedUrl, entries }: FeedContent): string {
  const items = entries.map(
    (entry) => markup`
  <entry>
    <id>${entry.id}</id>
    <title>${entry.title}</title>
    <link rel="alternate" type="text/html" href="${entry.url}"/>${
      entry.published ? markup`\n    <published>${withSeconds(entry.published)}</published>` : null
    }
    <updated>${entry.updated}</updated>
    <summary>${entry.summary}</summary>
  </entry>`,
  );
  return markup`${DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${homeUrl}</id>
  <title>${title}</title>
  <link rel="alternate" type="text/html" href="${homeUrl}"/>
  <link rel="self" type="application/atom+xml" href="${feedUrl}"/>
  <updated>${entries[0]?.updated ?? '1970-01-01T00:00:00Z'}</updated>
  <author><name>${title}</name></author>${items}
</feed>
`.toString();
}

/** JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/ */
function renderJson({ title, homeUrl, feedUrl, entries }: FeedContent): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: homeUrl,
    feed_url: feedUrl,
    language: 'en',
    items: entries.map(({ id, url, title: headline, summary, published }) => ({
      id,
      url,
      title: headline,
      summary,
      content_text: summary,
      ...(published ? { date_published: withSeconds(published) } : {}),
    })),
  });
}

/** RSS 1.0, http://purl.org/rss/1.0/spec, its dates by Dublin Core */
function renderRdf({ title, homeUrl, feedUrl, entries }: FeedContent): string {
  const items = entries.map(
    (entry) => markup`
  <item rdf:about="${entry.url}">
    <title>${entry.title}</title>
    <link>${entry.url}</link>
    <description>${entry.summary}</description>
    <dc:identifier>${entry.id}</dc:identifier>${
      entry.published ? markup`\n    <dc:date>${withSeconds(entry.published)}</dc:date>` : null
    }
  </item>`,
  );
  return markup`${DECLARATION}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="${feedUrl}">
    <title>${title}</title>
    <link>${homeUrl}</link>
    <description>The latest from ${title}</description>
    <items><rdf:Seq>${entries.map((entry) => markup`<rdf:li rdf:resource="${entry.url}"/>`)}</rdf:Seq></items>
  </channel>${items}
</rdf:RDF>
`.toString();
}

/** RFC 3339 wants the seconds that ISO 8601 leaves out. */
function withSeconds(instant: string): string {
  return instant.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00');
}

/** RFC 822 with a four-digit year, in the instant's own offset: `Wed, 07 Feb 2024 22:50:00 +0300`. */
function rfc822(instant: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d{2}):(\d{2})$/.exec(instant) ?? [];
  const offsetMs = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const local = new Date(Date.parse(instant) + offsetMs).toUTCString();
  return local.replace('GMT', `${sign}${hours}${minutes}`);
}
