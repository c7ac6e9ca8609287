import { createHash } from 'node:crypto';
import type { Development } from '../model/development.ts';
import { type Markup, markup } from '../model/markup.ts';
import type { Watch } from '../model/watch.ts';
import { webAddress } from '../model/web-address.ts';
import { BEFORE_WORDS, counted, figureChanges, KIND_WORDS, TYPE_WORDS } from '../model/words.ts';
import { developmentHref } from './development-view.ts';
import { watchHref } from './watch-view.ts';
import { clip } from './words.ts';

/** Of a feed's entries, the newest. */
export const ENTRIES_MOST = 50;

export interface FeedOut {
  readonly watch: Pick<Watch, 'id' | 'title' | 'follow' | 'language'>;
  /** Newest first. */
  readonly developments: readonly Development[];
  /** Where the pages are: absolute, without a slash at its end. */
  readonly baseUrl: string;
}

const PATHS = { atom: 'feed.atom', json: 'feed.json', calendar: 'calendar.ics' } as const;

export function feedPath(watchId: string, form: keyof typeof PATHS): string {
  return `${watchHref(watchId)}/${PATHS[form]}`;
}

/** For the head of a watch's page: where programs find its feeds. */
export function feedLinks({ id, ...watch }: Pick<Watch, 'id' | 'title'>): Markup {
  const title = clip(watch.title, 160);
  return markup`<link rel="alternate" type="application/atom+xml" title="${title}" href="${feedPath(id, 'atom')}">
<link rel="alternate" type="application/feed+json" title="${title}" href="${feedPath(id, 'json')}">
<link rel="alternate" type="text/calendar" title="${title}: expected" href="${feedPath(id, 'calendar')}">
`;
}

/** The same for people. */
export function followLine({ id }: Pick<Watch, 'id'>): Markup {
  return markup`<p class="meta">For a feed reader: <a href="${feedPath(id, 'atom')}">Atom</a>, <a href="${feedPath(id, 'json')}">JSON Feed</a>. For a calendar: <a href="${feedPath(id, 'calendar')}">what is expected</a>. For programs: <a href="/api/v1/docs">the API</a>.</p>`;
}

/** Atom 1.0 (RFC 4287). */
export function atomFeed({ watch, developments, baseUrl }: FeedOut): string {
  const self = `${baseUrl}${feedPath(watch.id, 'atom')}`;
  const updated = developments[0]?.at ?? new Date(0).toISOString();
  const feed = markup`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${watch.language}">
<id>${urn('watch', watch.id)}</id>
<title>${watch.title}</title>
${
  watch.follow &&
  markup`<subtitle>${watch.follow}</subtitle>
`
}<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${baseUrl}${watchHref(watch.id)}"/>
<updated>${updated}</updated>
<author><name>Newswatch</name></author>
<generator>Newswatch</generator>
${developments.map((development) => atomEntry(development, baseUrl))}</feed>
`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}`;
}

function atomEntry(development: Development, baseUrl: string): Markup {
  const { id, headline, at, kind, event, article } = development;
  const related = webAddress(article.url);
  return markup`<entry>
<id>${urn('development', id)}</id>
<title>${titleOf(development)}</title>
<link rel="alternate" type="text/html" href="${baseUrl}${developmentHref(development)}"/>
${
  related &&
  markup`<link rel="related" type="text/html" title="${article.title}" href="${related}"/>
`
}<published>${at}</published>
<updated>${at}</updated>
<category term="${kind}" label="${KIND_WORDS[kind]}"/>
<category term="${event.type}" label="${TYPE_WORDS[event.type]}"/>
<summary>${headline}: “${development.evidence.text}” (${article.source})</summary>
<content type="html">${String(contentOf(development))}</content>
</entry>
`;
}

/** JSON Feed 1.1. */
export function jsonFeed({ watch, developments, baseUrl }: FeedOut): string {
  const items = developments.map((development) => {
    const { id, at, kind, event, article, evidence } = development;
    const external = webAddress(article.url);
    return {
      id: urn('development', id),
      url: `${baseUrl}${developmentHref(development)}`,
      ...(external && { external_url: external }),
      title: titleOf(development),
      summary: evidence.text,
      content_html: String(contentOf(development)),
      date_published: at,
      tags: [kind, event.type],
      _newswatch: { about: `${baseUrl}/api/v1/docs`, development },
    };
  });
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: watch.title,
    home_page_url: `${baseUrl}${watchHref(watch.id)}`,
    feed_url: `${baseUrl}${feedPath(watch.id, 'json')}`,
    ...(watch.follow && { description: watch.follow }),
    language: watch.language,
    authors: [{ name: 'Newswatch' }],
    items,
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}

/** `Update: Toll rises to three`; a new fact needs no label. */
function titleOf({ kind, headline }: Development): string {
  return kind === 'new' ? headline : `${KIND_WORDS[kind]}: ${headline}`;
}

/** What a feed reader shows: the sentence, what was known before, and why it is told. */
function contentOf(development: Development): Markup {
  const { evidence, article, before, kind, event, outlets, origins, why } = development;
  const href = webAddress(article.url);
  const title = markup`${article.title} (${article.source})`;
  const changes = figureChanges(before?.figures, event.figures).join(', ');
  return markup`<blockquote><p>${evidence.text}</p></blockquote>
<p>${href ? markup`<a href="${href}">${title}</a>` : title}</p>
${changes && markup`<p><strong>${changes}</strong></p>`}
${before && markup`<p>${BEFORE_WORDS[kind]}: ${before.sentence} (${before.source})</p>`}
<p>${counted(outlets, 'outlet')}, ${counted(origins, 'origin')}. ${why[0]}</p>`;
}

/** The same for the same thing wherever and whenever it is asked for: a UUID of version 8 (RFC 9562) made of its hash. */
function urn(what: string, id: string): string {
  const hex = createHash('sha256').update(`newswatch ${what} ${id}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) % 4) + 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
