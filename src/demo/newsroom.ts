import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Markup, markup } from '../model/markup.ts';
import type { Clock } from '../model/time.ts';
import { FEED_FILES, FEED_FORMATS, FEED_TYPES, type FeedFormat, feedEntry, renderFeed } from './feeds.ts';
import type { ArticlePage, Masthead } from './furniture.ts';
import { renderFrontPage, renderIndex, renderNote, TEMPLATES } from './pages.ts';
import { type NewsroomStory, type Publication, programmeOf, slugOf } from './programme.ts';

export interface NewsroomOptions {
  readonly stories: readonly NewsroomStory[];
  /** Story time: nothing is out before its time. */
  readonly now: Clock;
  readonly host?: string;
  /** Any free one when left out. */
  readonly port?: number;
}

export interface Newsroom {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  /** For every story the feeds of the outlets that report on it. */
  readonly feeds: readonly NewsroomFeed[];
  readonly close: () => Promise<void>;
}

export interface NewsroomFeed {
  readonly storyId: string;
  readonly title: string;
  readonly url: string;
}

/**
 * A real HTTP server on loopback with an outlet for every `source` of the stories: a front page, a feed (RSS 2.0,
 * Atom, JSON Feed and RSS 1.0 in turn) with summaries of the newest twenty, and article pages, each out when its time
 * comes. One more outlet, a feed of the first story, answers 500 to everything.
 */
export async function startNewsroom(options: NewsroomOptions): Promise<Newsroom> {
  const { stories, now, host = '127.0.0.1', port = 0 } = options;
  const programme = programmeOf(stories);
  const outlets = outletsOf(programme);
  let base = '';
  const server = createServer((request, response) => {
    const out = programme.filter(({ at }) => at.getTime() <= now().getTime());
    answer(request, response, replyTo(pathOf(request), { base, outlets, out }));
  });
  base = await listen(server, host, port);
  const storyFeeds = stories.flatMap(({ id }) => {
    const names = new Set(programme.filter(({ storyId }) => storyId === id).map(({ outlet }) => outlet));
    return outlets.filter(({ name }) => names.has(name)).map((outlet) => feedOf(outlet, id, base));
  });
  const broken = stories.slice(0, 1).map(({ id }) => feedOf(BROKEN, id, base));
  return { url: base, feeds: [...storyFeeds, ...broken], close: () => close(server) };
}

interface Outlet extends Masthead {
  readonly format: FeedFormat;
  readonly template: (page: ArticlePage) => Markup;
}

function outletsOf(programme: readonly Publication[]): readonly Outlet[] {
  const names = [...new Set(programme.map(({ outlet }) => outlet))];
  return names.flatMap((name, index) => {
    const format = FEED_FORMATS[index % FEED_FORMATS.length];
    const template = TEMPLATES[index % TEMPLATES.length];
    if (!format || !template) return [];
    const home = `/${slugOf(name)}/`;
    return [
      { name, home, format, template, feedPath: home + FEED_FILES[format], feedType: FEED_TYPES[format] },
    ];
  });
}

const BROKEN: Pick<Masthead, 'name' | 'home' | 'feedPath'> = {
  name: 'Evening Courier',
  home: '/evening-courier/',
  feedPath: '/evening-courier/feed.xml',
};

function feedOf(
  { name, feedPath }: Pick<Masthead, 'name' | 'feedPath'>,
  storyId: string,
  base: string,
): NewsroomFeed {
  return { storyId, title: name, url: base + feedPath };
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly lastModified?: Date;
}

interface Newsstand {
  readonly base: string;
  readonly outlets: readonly Outlet[];
  /** What is out by now, the oldest first. */
  readonly out: readonly Publication[];
}

function replyTo(path: string, stand: Newsstand): Reply {
  if (path === '/') return page(renderIndex(stand.outlets));
  if (path === '/robots.txt') return { status: 200, type: 'text/plain; charset=utf-8', body: ROBOTS };
  if (path === '/media/picture.svg') return { status: 200, type: 'image/svg+xml', body: PICTURE };
  if (path.startsWith(BROKEN.home)) return page(renderNote('Internal Server Error', markup``), 500);
  return replyOfOutlet(path, stand) ?? articleAt(path, stand) ?? page(NOT_FOUND, 404);
}

const NOT_FOUND = renderNote('Not found', markup`<p>There is no such page, or not yet.</p>`);
const NEWEST = 20;
const RELATED = 3;

function replyOfOutlet(path: string, { base, outlets, out }: Newsstand): Reply | null {
  const outlet = outlets.find(({ home, feedPath }) => path === home || path === feedPath);
  if (!outlet) return null;
  const newest = latestOf(outlet.name, out).slice(0, NEWEST);
  const dated = newest[0] ? { lastModified: newest[0].at } : {};
  if (path === outlet.home) return { ...page(renderFrontPage(outlet, newest)), ...dated };
  const body = renderFeed(outlet.format, {
    title: outlet.name,
    homeUrl: base + outlet.home,
    feedUrl: base + outlet.feedPath,
    entries: newest.map((publication) => feedEntry(publication, base)),
  });
  return { status: 200, type: `${outlet.feedType}; charset=utf-8`, body, ...dated };
}

function articleAt(path: string, { base, outlets, out }: Newsstand): Reply | null {
  const publication = out.find((candidate) => candidate.path === path);
  const outlet = outlets.find(({ name }) => name === publication?.outlet);
  if (!publication || !outlet) return null;
  const related = latestOf(outlet.name, out).filter((other) => other !== publication);
  return page(outlet.template({ outlet, publication, url: base + path, related: related.slice(0, RELATED) }));
}

function latestOf(outlet: string, out: readonly Publication[]): readonly Publication[] {
  return out.filter((publication) => publication.outlet === outlet).reverse();
}

function page(content: Markup, status = 200): Reply {
  return { status, type: 'text/html; charset=utf-8', body: content.toString() };
}

const ROBOTS = 'User-agent: *\nDisallow: /search\nDisallow: /account\n';

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#c8ced3" d="M0 0h16v9H0z"/><path fill="#a3adb5" d="M0 9l5-5 3 3 3-4 5 6z"/></svg>\n';

function pathOf({ url = '/' }: IncomingMessage): string {
  return URL.canParse(url, 'http://newsroom') ? new URL(url, 'http://newsroom').pathname : '/';
}

function answer(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const etag = `"${createHash('sha256').update(reply.body).digest('base64url').slice(0, 22)}"`;
  const validators =
    reply.status === 200
      ? {
          etag,
          'cache-control': 'no-cache',
          ...(reply.lastModified ? { 'last-modified': reply.lastModified.toUTCString() } : {}),
        }
      : {};
  if (reply.status === 200 && isCurrent(request, etag, reply.lastModified)) {
    response.writeHead(304, validators).end();
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...validators,
    'content-type': reply.type,
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** RFC 9110, 13.2.2: If-Modified-Since counts only without If-None-Match. */
function isCurrent({ headers }: IncomingMessage, etag: string, lastModified: Date | undefined): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return lastModified !== undefined && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { address, family, port: bound } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
