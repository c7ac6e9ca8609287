import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discoverFeed } from '../../src/app/feed-discovery.ts';
import { exportFeeds, importFeeds, removeFeed } from '../../src/app/feed-watches.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { type Site, startSite } from '../net/site.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const DOSSIER = path.join(PROJECT, 'tests/stories/niger-us-withdrawal/dossier');
const FEED = `<rss version="2.0"><channel><title>Harbour Post</title><link>/</link>
<item><title>One</title><link>/1</link></item><item><title>Two</title><link>/2</link></item></channel></rss>`;
const LINK = '<link rel="alternate" type="application/rss+xml" title="News"';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'newswatch-feeds-'));
  mkdirSync(path.join(folder, 'lexicon'));
  cpSync(path.join(PROJECT, 'config/lexicon'), path.join(folder, 'lexicon'), { recursive: true });
  cpSync(path.join(PROJECT, 'config/pages'), path.join(folder, 'pages'), { recursive: true });
  cpSync(path.join(PROJECT, 'config/feed-places.yaml'), path.join(folder, 'feed-places.yaml'));
  writeFileSync(path.join(folder, 'newswatch.yaml'), 'net: { allowPrivate: [127.0.0.0/8], pause: 1ms }\n');
  addWatch('docks', 'The docks');
});
afterEach(() => rmSync(folder, { recursive: true }));

function addWatch(id: string, title: string): void {
  cpSync(DOSSIER, path.join(folder, 'watches', id, 'dossier'), { recursive: true });
  writeFileSync(
    path.join(folder, 'watches', id, 'watch.yaml'),
    `title: ${title} # as told\nfeeds:\n  - url: https://old.example/rss # slow\n    title: Old\n`,
  );
}

const config = (): Config => loadConfig({ root: folder, folder, env: {} });
const watchFile = (id = 'docks') => readFileSync(path.join(folder, 'watches', id, 'watch.yaml'), 'utf8');

describe('the feed of an address', () => {
  let site: Site;
  /** By path: the body, or where it moved to. */
  let pages: Record<string, string | { readonly status: number; readonly location: string }>;
  const asked = () => site.requests.map(({ url }) => url);

  beforeEach(async () => {
    pages = { '/rss': FEED };
    site = await startSite((request, response) => {
      const page = pages[request.url ?? ''];
      if (page === undefined) response.writeHead(404).end();
      else if (typeof page === 'string') response.writeHead(200).end(page);
      else response.writeHead(page.status, { location: page.location }).end();
    });
  });
  afterEach(() => site.close());

  test('is itself, or the one its page names, and no other address is asked', async () => {
    pages['/'] = `<html><head>${LINK} href="/moved"></head></html>`;
    pages['/moved'] = { status: 301, location: '/rss' };
    const found = await discoverFeed(config(), site.url);
    expect(found).toMatchObject({
      kind: 'feed',
      feed: { title: 'Harbour Post', movedTo: `${site.url}/rss` },
    });
    expect(asked()).toEqual(['/', '/moved', '/rss']);
    expect(await discoverFeed(config(), `${site.url}/rss`)).toMatchObject({ kind: 'feed' });
    expect(asked()).toHaveLength(4);
  });

  test('is asked for by http where nobody said https and https cannot be reached, and only then', async () => {
    const bare = site.url.replace('http://', '');
    expect(await discoverFeed(config(), `${bare}/rss`)).toMatchObject({
      kind: 'feed',
      feed: { url: `${site.url}/rss` },
    });
    await expect(discoverFeed(config(), `https://${bare}/rss`)).rejects.toThrow('TLS');
    await expect(discoverFeed(config(), `${bare}/none`)).rejects.toThrow('TLS');
  });

  test('is left to choose from when its page names several', async () => {
    pages['/'] = `<html><head>${LINK} href="/rss">${LINK} href="/sport"></head></html>`;
    expect(await discoverFeed(config(), site.url)).toEqual({
      kind: 'several',
      candidates: [
        { url: `${site.url}/rss`, title: 'News' },
        { url: `${site.url}/sport`, title: 'News' },
      ],
    });
    expect(asked()).toEqual(['/']);
  });

  test('is sought at the usual addresses only when that is wished', async () => {
    pages['/news/'] = '<html><head><title>Post</title></head><body>No feed here</body></html>';
    await expect(discoverFeed(config(), `${site.url}/news/`)).rejects.toThrow(
      /HTML page \(“Post”\).*--guess/,
    );
    expect(asked()).toEqual(['/news/']);
    const found = await discoverFeed(config(), `${site.url}/news/`, { guess: true });
    expect(found).toMatchObject({ feed: { url: `${site.url}/rss` } });
    expect(asked().slice(2, 4)).toEqual(['/news/feed', '/news/rss']);
    expect(asked().at(-1)).toBe('/rss');
  });

  test('is where its platform keeps it, by a pattern of the configuration', async () => {
    const places = {
      platforms: [
        { name: 'Club', pages: [`${site.url}/members/:name{/*}?`], feed: `${site.url}/{name}.xml` },
      ],
      usual: [],
    };
    pages['/ida.xml'] = FEED;
    const found = await discoverFeed({ ...config(), feedPlaces: places }, `${site.url}/members/ida/posts`);
    expect(found).toMatchObject({ feed: { url: `${site.url}/ida.xml` } });
    expect(asked()).toEqual(['/ida.xml']);
  });

  test('that cannot be found is told with the address that was asked', async () => {
    await expect(discoverFeed(config(), 'ftp://x.example')).rejects.toThrow('not an http or https address');
    await expect(discoverFeed(config(), `${site.url}/none`)).rejects.toThrow('/none: answered 404');
    pages['/'] = `<html><head>${LINK} href="/page"></head></html>`;
    pages['/page'] = '<html><body>Log in</body></html>';
    await expect(discoverFeed(config(), site.url)).rejects.toThrow(
      /\/page was named as the feed: an HTML page/,
    );
  });

  test.each([
    [
      'https://www.youtube.com/channel/UC123/videos',
      'https://www.youtube.com/feeds/videos.xml?channel_id=UC123',
    ],
    ['https://old.reddit.com/r/iraq/', 'https://www.reddit.com/r/iraq/.rss'],
    ['https://www.reddit.com/u/ida', 'https://www.reddit.com/user/ida/.rss'],
    [
      'https://www.youtube.com/playlist?list=PL123',
      'https://www.youtube.com/feeds/videos.xml?playlist_id=PL123',
    ],
    ['https://vimeo.com/harbour/videos', 'https://vimeo.com/harbour/videos/rss'],
    ['https://github.com/harbour/post/tags', 'https://github.com/harbour/post/tags.atom'],
    ['https://github.com/harbour/post/commits', 'https://github.com/harbour/post/commits.atom'],
    ['https://stackoverflow.com/questions/tagged/rss', 'https://stackoverflow.com/feeds/tag/rss'],
    ['https://arxiv.org/list/cs.CL/recent', 'https://rss.arxiv.org/rss/cs.CL'],
    ['https://news.google.com/search?q=a%20b&hl=en', 'https://news.google.com/rss/search?q=a%20b&hl=en'],
    ['https://dockside.substack.com/p/one', 'https://dockside.substack.com/feed'],
  ])('of %s is found by the patterns as shipped', (page, feed) => {
    const { platforms } = config().feedPlaces;
    const found = platforms.flatMap((platform) =>
      platform.pages.flatMap((pattern) => {
        const match = new URLPattern(pattern).exec(page);
        const named: Record<string, string | undefined> = {
          ...match?.search.groups,
          ...match?.pathname.groups,
          ...match?.hostname.groups,
        };
        return match ? [platform.feed.replace(/\{(\w+)\}/g, (_, key: string) => named[key] ?? '')] : [];
      }),
    );
    expect(found).toEqual([feed]);
  });
});

describe('the feeds of watches', () => {
  const take = (list: string, watchId?: string) => importFeeds(config(), Buffer.from(list), watchId);

  test('go out as OPML, a watch a folder, and come back where they were', () => {
    addWatch('strike', 'The strike');
    const opml = exportFeeds(config());
    expect(opml).toContain('<outline text="The strike">');
    const more = opml.replaceAll('https://old.example/rss', 'https://new.example/rss');
    const { added, known } = take(more);
    expect([[...added.keys()], known]).toEqual([['docks', 'strike'], 0]);
    for (const id of ['docks', 'strike']) {
      expect(watchFile(id)).toContain(
        '# slow\n    title: Old\n  - url: https://new.example/rss\n    title: Old\n',
      );
    }
    expect(take(more)).toMatchObject({ known: 2 });
    expect(take('http://www.new.example/rss/\nnew.example/rss\n', 'docks')).toMatchObject({ known: 2 });
  });

  test('stay as they are when a line of a list is wrong, and every such line is told', () => {
    const before = watchFile();
    expect(() => take('https://a.example/rss\nnonsense\nftp://b\n')).toThrow(
      /^Nothing was added.*\n {2}line 2: "nonsense" is not an http or https address\n {2}line 3: "ftp:\/\/b"/,
    );
    expect(() => take('https://a.example/rss\n', 'none')).toThrow(
      'There is no watch "none"; there is docks.',
    );
    addWatch('strike', 'The strike');
    expect(() => take('https://a.example/rss\n')).toThrow('line 1: no watch is called like its folder');
    expect(watchFile()).toBe(before);
  });

  test('lose a feed by its address, but never the last', () => {
    expect(() => removeFeed(config(), 'https://old.example/rss')).toThrow('take its last');
    take('https://a.example/rss The A\n');
    expect(removeFeed(config(), 'https://old.example/rss').map(({ id }) => id)).toEqual(['docks']);
    expect(watchFile()).toBe(
      'title: The docks # as told\nfeeds:\n  - url: https://a.example/rss\n    title: The A\n',
    );
  });
});
