import path from 'node:path';
import { load } from 'cheerio';
import { parseFeed } from 'feedsmith';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { type Newsroom, startNewsroom } from '../../src/demo/newsroom.ts';
import { programmeOf } from '../../src/demo/programme.ts';
import { loadStory } from '../../src/eval/story.ts';
import type { Article } from '../../src/model/article.ts';

const STORIES = path.resolve(import.meta.dirname, '../stories');

let newsroom: Newsroom | undefined;
let now = new Date('2031-04-01T00:00:00Z');

afterEach(async () => {
  await newsroom?.close();
  newsroom = undefined;
  now = new Date('2031-04-01T00:00:00Z');
});

function article(source: string, number: number, rest: Partial<Article> = {}): Article {
  const slug = source.toLowerCase().replaceAll(' ', '-');
  return {
    id: `a${source}${number}`,
    url: `https://news.example/${slug}/2031/03/${number}/report`,
    title: `Report ${number}`,
    paragraphs: [
      `Dockers did something on day ${number}, it was said at the harbour on Monday night.`,
      'And more.',
    ],
    captions: [],
    authors: [],
    publishedAt: `2031-03-${String(number).padStart(2, '0')}T10:00:00+03:00`,
    source,
    via: 'file',
    ...rest,
  };
}

async function open(...streams: readonly (readonly Article[])[]) {
  const stories = streams.map((articles, index) => ({
    id: `story-${index + 1}`,
    stream: articles.map((one) => ({ article: one })),
  }));
  newsroom = await startNewsroom({ stories, now: () => now });
  return newsroom;
}

async function get(url: string, headers: Record<string, string> = {}) {
  const response = await request(url, { headers });
  return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
}

function feedUrl(of: Newsroom, title: string) {
  const feed = of.feeds.find((candidate) => candidate.title === title);
  if (!feed) throw new Error(`no feed of ${title}`);
  return feed.url;
}

/** Title and link of every entry, whatever the format. */
function entriesOf(body: string): readonly { readonly title: string; readonly url: string }[] {
  const { format, feed } = parseFeed(body);
  if (format === 'atom') {
    return (feed.entries ?? []).map((entry) => ({
      title: entry.title?.value ?? '',
      url: entry.links?.[0]?.href ?? '',
    }));
  }
  if (format === 'json') return (feed.items ?? []).map(({ title = '', url = '' }) => ({ title, url }));
  return (feed.items ?? []).map(({ title = '', link = '' }) => ({ title, url: link }));
}

const OUTLETS = ['Alpha Wire', 'Beta Post', 'Gamma Daily', 'Delta Desk'];

describe('the newsroom', () => {
  test('has a feed for every outlet of a story, in four formats by turns, each of its content type', async () => {
    const room = await open(OUTLETS.map((outlet, index) => article(outlet, index + 1)));
    const types = await Promise.all(
      OUTLETS.map(async (outlet) => {
        const { headers, body, status } = await get(feedUrl(room, outlet));
        expect(status).toBe(200);
        expect(entriesOf(body)).toHaveLength(1);
        return [headers['content-type'], parseFeed(body).format];
      }),
    );
    expect(types).toEqual([
      ['application/rss+xml; charset=utf-8', 'rss'],
      ['application/atom+xml; charset=utf-8', 'atom'],
      ['application/feed+json; charset=utf-8', 'json'],
      ['application/rdf+xml; charset=utf-8', 'rdf'],
    ]);
  });

  test('publishes an article when its time comes on the clock handed in, and not before', async () => {
    const room = await open([article('Alpha Wire', 1), article('Alpha Wire', 2)]);
    const titles = async () =>
      entriesOf((await get(feedUrl(room, 'Alpha Wire'))).body).map(({ title }) => title);
    const page = `${room.url}/alpha-wire/2031/03/2/report`;
    now = new Date('2031-03-02T06:59:59Z');
    expect(await titles()).toEqual(['Report 1']);
    expect((await get(page)).status).toBe(404);
    now = new Date('2031-03-02T07:00:00Z');
    expect(await titles()).toEqual(['Report 2', 'Report 1']);
    expect((await get(page)).status).toBe(200);
  });

  test('shows the newest twenty', async () => {
    const room = await open(Array.from({ length: 25 }, (_, index) => article('Alpha Wire', index + 1)));
    const entries = entriesOf((await get(feedUrl(room, 'Alpha Wire'))).body);
    expect(entries.map(({ title }) => title)).toEqual(
      Array.from({ length: 20 }, (_, index) => `Report ${25 - index}`),
    );
  });

  test('has one feed for an outlet that two stories share, listed under both', async () => {
    const room = await open([article('Alpha Wire', 1)], [article('Alpha Wire', 2), article('Beta Post', 3)]);
    expect(room.feeds.map(({ storyId, title }) => [storyId, title])).toEqual([
      ['story-1', 'Alpha Wire'],
      ['story-2', 'Alpha Wire'],
      ['story-2', 'Beta Post'],
      ['story-1', 'Evening Courier'],
    ]);
    expect(entriesOf((await get(feedUrl(room, 'Alpha Wire'))).body)).toHaveLength(2);
  });

  test('has one outlet that is broken, while the others answer', async () => {
    const room = await open([article('Alpha Wire', 1)]);
    expect((await get(feedUrl(room, 'Evening Courier'))).status).toBe(500);
    expect((await get(feedUrl(room, 'Alpha Wire'))).status).toBe(200);
  });

  test('has a robots.txt, front pages that lead to the feeds, and 404 for the rest', async () => {
    const room = await open([article('Alpha Wire', 1)]);
    expect((await get(`${room.url}/robots.txt`)).body).toContain('Disallow: /account');
    expect((await get(`${room.url}/`)).body).toContain('href="/alpha-wire/feed.xml"');
    const front = load((await get(`${room.url}/alpha-wire/`)).body);
    expect(front('link[rel=alternate]').attr('href')).toBe('/alpha-wire/feed.xml');
    expect(front('main a').attr('href')).toBe('/alpha-wire/2031/03/1/report');
    expect((await get(`${room.url}/alpha-wire/nothing`)).status).toBe(404);
    expect((await get(`${room.url}/%`)).status).toBe(404);
  });

  test('takes GET and HEAD alone', async () => {
    const room = await open([article('Alpha Wire', 1)]);
    const url = feedUrl(room, 'Alpha Wire');
    const head = await request(url, { method: 'HEAD' });
    expect([head.statusCode, await head.body.text()]).toEqual([200, '']);
    const post = await request(url, { method: 'POST', body: 'x' });
    await post.body.dump();
    expect([post.statusCode, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('closes though a reader keeps its connection', async () => {
    const room = await open([article('Alpha Wire', 1)]);
    await get(room.url);
    await room.close();
    newsroom = undefined;
    await expect(get(room.url)).rejects.toThrow();
  });
});

describe('a feed', () => {
  test('answers 304 to its own ETag and date, and 200 again once something new is out', async () => {
    const room = await open([article('Alpha Wire', 1), article('Alpha Wire', 2)]);
    const url = feedUrl(room, 'Alpha Wire');
    now = new Date('2031-03-01T12:00:00Z');
    const { headers } = await get(url);
    const etag = String(headers.etag);
    const modified = String(headers['last-modified']);
    expect(modified).toBe('Sat, 01 Mar 2031 07:00:00 GMT');
    expect(await get(url, { 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
    expect((await get(url, { 'if-none-match': `"other", W/${etag}` })).status).toBe(304);
    expect((await get(url, { 'if-modified-since': modified })).status).toBe(304);
    expect((await get(url, { 'if-none-match': '"other"', 'if-modified-since': modified })).status).toBe(200);
    now = new Date('2031-03-02T12:00:00Z');
    expect((await get(url, { 'if-none-match': etag, 'if-modified-since': modified })).status).toBe(200);
    expect((await get(url, { 'if-modified-since': modified })).status).toBe(200);
  });

  test('has a summary only: the lead without its slug line, not the text', async () => {
    const paragraphs = [
      'FLASH',
      'Dockers walked out. They say it is about pay, and nothing but pay, since May. More followed.',
      'Secret end.',
    ];
    const room = await open(OUTLETS.map((outlet, index) => article(outlet, index + 1, { paragraphs })));
    for (const outlet of OUTLETS) {
      const { body } = await get(feedUrl(room, outlet));
      expect(body).toContain('Dockers walked out. They say it is about pay');
      expect(body).not.toMatch(/FLASH|Secret end/);
    }
  });

  test('gives the date as the article has it, with its offset, and none where it has none', async () => {
    const room = await open(OUTLETS.flatMap((outlet) => [article(outlet, 7), article(outlet, 8)]));
    const dated = await Promise.all(OUTLETS.map(async (outlet) => (await get(feedUrl(room, outlet))).body));
    expect(dated[0]).toContain('<pubDate>Fri, 07 Mar 2031 10:00:00 +0300</pubDate>');
    for (const body of dated.slice(1)) expect(body).toContain('2031-03-07T10:00:00+03:00');
    await room.close();
    const { publishedAt: _, ...undated } = article('Alpha Wire', 7);
    const bare = await open([undated]);
    expect((await get(feedUrl(bare, 'Alpha Wire'))).body).not.toContain('pubDate');
  });

  test('survives a headline full of markup, in every format', async () => {
    const title = `"Talks" & <b>pay</b> ]]> \u0007it's`;
    const room = await open(OUTLETS.map((outlet, index) => article(outlet, index + 1, { title })));
    for (const outlet of OUTLETS) {
      const [entry] = entriesOf((await get(feedUrl(room, outlet))).body);
      // Feed readers may take a title for HTML, so that the tags are gone; the words have to be there.
      expect(entry?.title.replaceAll('\u0007', '')).toMatch(/^"Talks" & (<b>)?pay(<\/b>)? \]\]> it's$/);
    }
  });
});

describe('an article page', () => {
  test('has what news pages have: masthead, headline, byline, date, picture, related, newsletter, comments, cookies', async () => {
    const three = OUTLETS.slice(0, 3);
    const room = await open(three.flatMap((outlet) => [article(outlet, 1), article(outlet, 2)]));
    for (const outlet of three) {
      const slug = outlet.toLowerCase().replace(' ', '-');
      const { headers, body } = await get(`${room.url}/${slug}/2031/03/2/report`);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      const $ = load(body);
      expect($('h1, h2').first().text()).toBe('Report 2');
      for (const part of [
        'nav a',
        'figure figcaption',
        '.newsletter form',
        '.comments form',
        '.cookie-note',
        'footer',
      ]) {
        expect($(part).length, `${outlet}: ${part}`).toBeGreaterThan(0);
      }
      expect(body).toContain(`href="/${slug}/2031/03/1/report"`);
      expect(body).toContain('7 March 2031'.replace('7', '2'));
      expect($('p').text()).toContain('Dockers did something on day 2');
      const data = JSON.stringify(JSON.parse($('script[type="application/ld+json"]').text()));
      expect(data).toContain('"@type":"NewsArticle"');
      expect(data).toContain('"datePublished":"2031-03-02T10:00:00+03:00"');
    }
  });

  test('differs from outlet to outlet', async () => {
    const room = await open(OUTLETS.slice(0, 3).map((outlet) => article(outlet, 1)));
    const shapes = await Promise.all(
      OUTLETS.slice(0, 3).map(async (outlet) => {
        const slug = outlet.toLowerCase().replace(' ', '-');
        const $ = load((await get(`${room.url}/${slug}/2031/03/1/report`)).body);
        return [$('article').length, $('.story__body').length, $('[itemprop=articleBody]').length];
      }),
    );
    expect(shapes).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test('has the caption under the picture and not in the text', async () => {
    const paragraphs = ['Dockers walked out.', 'Photo: Cranes at rest. (Harbour Post)'];
    const room = await open([article('Alpha Wire', 1, { paragraphs })]);
    const $ = load((await get(`${room.url}/alpha-wire/2031/03/1/report`)).body);
    expect($('figcaption').text()).toContain('Cranes at rest. (Harbour Post)');
    expect($('.article-body').text()).not.toContain('Cranes');
  });

  test('gives no date where the article has none', async () => {
    const bare = OUTLETS.slice(0, 3).map((outlet) => {
      const { publishedAt: _, ...undated } = article(outlet, 1);
      return undated;
    });
    const room = await open(bare);
    for (const { url } of bare) {
      const { body, status } = await get(room.url + new URL(url).pathname);
      expect(status).toBe(200);
      expect(body).not.toMatch(/<time|published_time|datePublished|class="date"|1970/);
    }
  });

  test('escapes whatever an article says, in text, attributes and structured data', async () => {
    const evil = `</script><script>alert(1)</script>"><img src=x onerror=alert(2)>`;
    const evils = OUTLETS.slice(0, 3).map((outlet) =>
      article(outlet, 1, { title: evil, paragraphs: [evil] }),
    );
    const room = await open(evils);
    for (const { url } of evils) {
      const $ = load((await get(room.url + new URL(url).pathname)).body);
      expect($('script')).toHaveLength(1);
      expect($('img')).toHaveLength(1);
      expect($('h1, h2').first().text()).toBe(evil);
    }
  });
});

describe('the stories of the demo', () => {
  test('are published whole, in order, every page at the path of its own address', async () => {
    const stories = ['us-iraq-coalition', 'boeing-machinists-strike'].map((id) =>
      loadStory(path.join(STORIES, id)),
    );
    now = new Date('2025-01-01T00:00:00Z');
    newsroom = await startNewsroom({ stories, now: () => now });
    const programme = programmeOf(stories);
    expect(programme).toHaveLength(52);
    for (const story of stories) {
      const own = programme.filter(({ storyId }) => storyId === story.id).map(({ article: { url } }) => url);
      expect(own).toEqual(story.stream.map(({ article: { url } }) => url));
    }
    for (const { article: one } of programme) {
      const { status, body } = await get(newsroom.url + new URL(one.url).pathname);
      expect(status, one.url).toBe(200);
      const text = load(body)('body').text();
      for (const paragraph of one.paragraphs) expect(text).toContain(paragraph.replace(/^Photo: /, ''));
    }
    for (const { url } of newsroom.feeds.slice(0, -1)) {
      for (const entry of entriesOf((await get(url)).body)) expect((await get(entry.url)).status).toBe(200);
    }
  });
});
