import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pollFeed } from '../../src/jobs/poll-feed.ts';
import { readArticle } from '../../src/jobs/read-article.ts';
import type { FeedState } from '../../src/model/feed.ts';
import { parseFeed } from '../../src/parsers/feed.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { type Site, startSite, testFetcher } from '../net/site.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, feedOf, NOW } from './samples.ts';

const MINUTE = 60_000;
const FEEDS = ['one', 'two', 'three'];

let redis: TestRedis;
let desk: Desk;
let site: Site;
let fetcher: ReturnType<typeof testFetcher>;
/** By path; each may look at the request. */
let answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
let minutes: number;

beforeEach(async () => {
  redis = testRedis();
  answers = {};
  minutes = 0;
  site = await startSite((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  const feeds = FEEDS.map((name) => feedOf(`${site.url}/${name}`));
  desk = openDesk(redis.redis, redis.prefix, { feeds }, { parseFeed });
  fetcher = testFetcher({ now: () => new Date(desk.ports.clock()) });
});
afterEach(async () => {
  await fetcher.close();
  await site.close();
  await redis.close();
});

const idOf = (name: string) => feedOf(`${site.url}/${name}`).id;
const poll = (name = 'one', force = false) =>
  pollFeed(desk.context({ fetcher }), { feedId: idOf(name), force });
const state = (name = 'one'): Promise<FeedState> => desk.store.feedState(idOf(name));
const asked = () => site.requests.map(({ url }) => url);

function pass(byMinutes: number): void {
  minutes += byMinutes;
  desk.setTime(new Date(Date.parse(NOW) + minutes * MINUTE).toISOString());
}

function rss(head = '', body = 'One'): string {
  return `<rss version="2.0"><channel><title>T</title><link>/</link>${head}<item><title>${body}</title><link>/a</link></item></channel></rss>`;
}

const feed =
  (headers: Record<string, string> = {}, body = rss()) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(body);
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(code, headers).end();

describe('validators', () => {
  test('go back byte for byte, and a 200 replaces both, though its bytes are the same', async () => {
    const odd = { etag: 'W/"we ak"', 'last-modified': 'Tuesday, 03-Jun-25 09:39:21 GMT' };
    answers['/one'] = feed(odd);
    await poll();
    answers['/one'] = feed({ etag: '"2"' });
    await poll();
    expect(site.requests[1]?.headers).toMatchObject({
      'if-none-match': odd.etag,
      'if-modified-since': odd['last-modified'],
    });
    answers['/one'] = status(304);
    expect(await poll()).toMatchObject({ kind: 'unchanged' });
    expect(site.requests[2]?.headers).toMatchObject({ 'if-none-match': '"2"' });
    expect(site.requests[2]?.headers).not.toHaveProperty('if-modified-since');
    expect(await state()).toMatchObject({ etag: '"2"' });
  });

  test('no cookie and no Referer goes with them', async () => {
    answers['/one'] = feed({ 'set-cookie': 'sid=1; Path=/' });
    await poll();
    await poll();
    const { cookie, referer } = site.requests[1]?.headers ?? {};
    expect([cookie, referer]).toEqual([undefined, undefined]);
  });
});

describe('a feed that moved', () => {
  test.each([301, 308])('for good (%i) is asked where it is, once it has answered there', async (code) => {
    answers['/one'] = status(code, { location: '/new' });
    answers['/new'] = feed();
    await poll();
    await poll();
    expect(asked()).toEqual(['/one', '/new', '/new']);
    expect(await state()).toMatchObject({ movedTo: `${site.url}/new` });
  });

  test.each([302, 307])('for now (%i) is asked where it was', async (code) => {
    answers['/one'] = status(code, { location: '/new' });
    answers['/new'] = feed();
    await poll();
    await poll();
    expect(asked()).toEqual(['/one', '/new', '/one', '/new']);
  });

  test('has its relative addresses read from where it is', async () => {
    answers['/one'] = status(302, { location: '/news/feed' });
    answers['/news/feed'] = feed({}, rss().replace('<link>/a</link>', '<link>a</link>'));
    await poll();
    expect(desk.enqueued.map(({ data }) => data)).toMatchObject([{ item: { url: `${site.url}/news/a` } }]);
  });

  test('to what is no feed has not moved', async () => {
    answers['/one'] = status(301, { location: '/login' });
    answers['/login'] = feed({ 'content-type': 'text/html' }, '<html><body>Log in</body></html>');
    expect(await poll()).toMatchObject({ kind: 'failed' });
    expect(await state()).not.toHaveProperty('movedTo');
  });

  test.each([404, 410, 500])('is asked at its old address when the new one fails (%i)', async (code) => {
    answers['/one'] = status(301, { location: '/new' });
    answers['/new'] = feed({ etag: '"new"' });
    await poll();
    answers['/one'] = feed();
    answers['/new'] = status(code);
    expect(await poll()).toMatchObject({ kind: 'failed' });
    pass(20);
    expect(await poll()).toMatchObject({ kind: 'unchanged' });
    expect(asked()).toEqual(['/one', '/new', '/new', '/one']);
    expect(site.requests[3]?.headers).not.toHaveProperty('if-none-match');
    expect(await state()).not.toHaveProperty('movedTo');
  });
});

describe('a server that wants patience', () => {
  const inAnHour = new Date(Date.parse(NOW) + 60 * MINUTE).toUTCString();

  test.each([
    [429, '3600'],
    [503, '3600'],
    [429, inAnHour],
    [503, inAnHour],
  ])('%i with Retry-After %s gets it', async (code, wait) => {
    answers['/one'] = status(code, { 'retry-after': wait });
    const notBefore = new Date(Date.parse(NOW) + 60 * MINUTE).toISOString();
    expect(await poll()).toMatchObject({ kind: 'failed', notBefore });
    pass(59);
    expect(await poll()).toEqual({ kind: 'too-early', feedId: idOf('one'), notBefore });
    answers['/one'] = feed();
    pass(1);
    expect(await poll()).toMatchObject({ kind: 'polled' });
    expect(site.requests).toHaveLength(2);
  });

  test('of all its feeds, when it refused two of them in a row, gets it from every worker', async () => {
    answers['/one'] = status(429, { 'retry-after': '3600' });
    answers['/two'] = status(429, { 'retry-after': '7200' });
    answers['/three'] = feed();
    await poll('one');
    await poll('two');
    expect(await poll('three')).toMatchObject({
      kind: 'host-busy',
      notBefore: new Date(Date.parse(NOW) + 120 * MINUTE).toISOString(),
    });
    expect(asked()).toEqual(['/one', '/two']);
    pass(61);
    expect(await poll('three')).toMatchObject({ kind: 'polled' });
  });

  test('of one feed alone, as the next one is answered, goes on with the others', async () => {
    answers['/one'] = status(503, { 'retry-after': '3600' });
    answers['/two'] = feed();
    answers['/three'] = status(429);
    await poll('one');
    await poll('two');
    await poll('three');
    expect(await poll('two')).toMatchObject({ kind: 'unchanged' });
  });
});

describe('a feed is left alone', () => {
  test('for as long as Cache-Control says, which a 304 without one leaves as it was', async () => {
    answers['/one'] = feed({ 'cache-control': 'max-age=3600', etag: '"1"' });
    await poll();
    answers['/one'] = status(304);
    pass(30);
    expect(await poll()).toMatchObject({ kind: 'too-early' });
    pass(30);
    expect(await poll()).toMatchObject({ kind: 'unchanged' });
    pass(30);
    expect(await poll()).toMatchObject({ kind: 'too-early' });
    expect(site.requests).toHaveLength(2);
  });

  test.each([
    ['ttl', '<ttl>60</ttl>'],
    [
      'sy:updatePeriod',
      '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod>',
    ],
    ['skipHours', '<skipHours><hour>12</hour></skipHours>'],
  ])('for as long as its %s says, though its bytes stay the same', async (_, head) => {
    answers['/one'] = feed({}, rss(head));
    await poll();
    pass(58);
    expect(await poll()).toMatchObject({ kind: 'too-early' });
    pass(2);
    expect(await poll()).toMatchObject({ kind: 'unchanged' });
    expect((await state()).asks).not.toEqual({});
  });

  test('twice as long each time it is not found (404), and for good when it is gone (410)', async () => {
    for (const wait of [15, 30, 60]) {
      const outcome = await poll('one', true);
      if (outcome.kind !== 'failed') throw new Error(outcome.kind);
      expect(Date.parse(outcome.notBefore) - Date.parse(NOW)).toBe(wait * MINUTE);
    }
    answers['/two'] = status(410);
    expect(await poll('two')).toMatchObject({ kind: 'gone' });
    pass(1_000_000);
    expect(await poll('two')).toMatchObject({ kind: 'gone' });
    expect(asked().filter((url) => url === '/two')).toHaveLength(1);
  });

  test('while a person has paused it, though one forces the poll', async () => {
    await desk.store.pauseFeed(idOf('one'));
    expect(await poll('one', true)).toEqual({ kind: 'paused', feedId: idOf('one') });
    expect(site.requests).toHaveLength(0);
  });
});

test('a redirect loop, an empty body and a login page are failures, in words, of one poll each', async () => {
  answers['/one'] = status(302, { location: '/one' });
  answers['/two'] = feed({}, '');
  expect(await poll('one')).toMatchObject({ error: 'redirected more than 5 times' });
  expect(await poll('two')).toMatchObject({ error: expect.stringContaining('empty') });
  expect(asked().filter((url) => url === '/two')).toHaveLength(1);
});

describe('a feed that gives its items guids of another kind', () => {
  const withGuid = (guid: string) =>
    rss().replace(
      '<link>/a</link>',
      `<link>https://news.example/a</link><guid isPermaLink="false">${guid}</guid>`,
    );

  test('has none of them again when only http became https, or www. went', async () => {
    answers['/one'] = feed({}, withGuid('http://www.news.example/?p=7'));
    expect(await poll()).toMatchObject({ fresh: 1 });
    answers['/one'] = feed({}, withGuid('https://news.example/?p=7'));
    expect(await poll('one', true)).toMatchObject({ kind: 'polled', items: 1, fresh: 0 });
  });

  test('has none of their pages asked again: an article is known by its address', async () => {
    answers['/one'] = feed({}, withGuid('7'));
    await poll();
    const page = articleOf('a');
    await desk.store.saveArticle({ ...page, id: articleIdOf(page.url) }, [], NOW);
    desk.enqueued.length = 0;
    answers['/one'] = feed({}, withGuid('urn:uuid:0f8fad5b'));
    await poll('one', true);
    const before = site.requests.length;
    for (const { name, data } of [...desk.enqueued]) {
      expect(name).toBe('read-article');
      const context = desk.context({ fetcher, stages: { ...desk.ports.stages, articleIdOf } });
      expect(await readArticle(context, data as Parameters<typeof readArticle>[1])).toMatchObject({
        kind: 'known',
      });
    }
    expect(site.requests).toHaveLength(before);
  });
});
