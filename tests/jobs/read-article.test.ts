import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobContext } from '../../src/jobs/context.ts';
import { readArticle } from '../../src/jobs/read-article.ts';
import type { Article } from '../../src/model/article.ts';
import { FetchError, ParseError } from '../../src/model/errors.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, feedOf, itemOf } from './samples.ts';

const FEED = feedOf('https://news.example/rss', ['strike', 'talks']);
const OTHER = feedOf('https://other.example/rss', ['strike', 'port']);
const ITEM = itemOf('walkout');
const DATA = { feedId: FEED.id, item: ITEM };
const PAGE: Article = { ...articleOf('walkout'), id: articleIdOf('https://news.example/walkout') };
const FROM_FEED: Article = { ...PAGE, via: 'feed', note: 'Text is the feed’s own' };

let redis: TestRedis;
let desk: Desk;
let feedText: Article | null;

beforeEach(() => {
  redis = testRedis();
  feedText = null;
  desk = openDesk(
    redis.redis,
    redis.prefix,
    { feeds: [FEED, OTHER] },
    {
      articleIdOf,
      parseArticle: ({ body }) => {
        if (body.length === 0) throw new ParseError('No text was found.');
        return PAGE;
      },
      variantsOf: () => [],
      articleFromItem: (_item, { note }) => feedText && { ...feedText, note },
    },
  );
});
afterEach(() => redis.close());

function page(body: string | Error, robots?: Error): Pick<JobContext, 'fetcher'> {
  return {
    fetcher: {
      fetch: (url) =>
        body instanceof Error
          ? Promise.reject(body)
          : Promise.resolve({ kind: 'ok', url, body: Buffer.from(body), headers: {} }),
      checkRobots: () => (robots ? Promise.reject(robots) : Promise.resolve()),
    },
  };
}

const compares = () =>
  desk.enqueued.flatMap(({ data }) =>
    'watchIds' in data ? data.watchIds : 'watchId' in data ? [data.watchId] : [],
  );

test('a page is stored and handed on to every watch of the feed', async () => {
  const outcome = await readArticle(desk.context(page('text')), DATA);
  expect(outcome).toEqual({ kind: 'read', articleId: PAGE.id, via: 'page' });
  expect(await desk.store.article(PAGE.id)).toEqual(PAGE);
  expect(compares()).toEqual(['strike', 'talks']);
});

test('an article brought by a second feed is not fetched again, and goes only to the watches that lack it', async () => {
  await readArticle(desk.context(page('text')), DATA);
  await desk.store.dropPendingCompare({ watchId: 'strike', articleId: PAGE.id });
  desk.enqueued.length = 0;
  const offline = desk.context(page(new Error('must not be fetched')));
  const outcome = await readArticle(offline, { feedId: OTHER.id, item: ITEM });
  expect(outcome).toEqual({ kind: 'known', articleId: PAGE.id });
  expect(compares()).toContain('port');
});

test('what a crash left unqueued is queued when the same job runs again', async () => {
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(readArticle(desk.context({ ...page('text'), enqueue }), DATA)).rejects.toThrow('killed');
  expect(await readArticle(desk.context(page('text')), DATA)).toMatchObject({ kind: 'known' });
  expect(compares()).toEqual(['strike', 'talks']);
});

test('a page that answers "later" is tried again, and at the last attempt the feed’s own text is taken', async () => {
  const busy = page(new FetchError('status', 'busy (503)', { retryable: true, status: 503 }));
  feedText = FROM_FEED;
  await expect(readArticle(desk.context(busy), DATA)).rejects.toThrow('busy');
  const outcome = await readArticle(desk.context({ ...busy, lastAttempt: true }), DATA);
  expect(outcome).toMatchObject({ kind: 'read', via: 'feed' });
  expect(outcome).toHaveProperty('note', expect.stringContaining('busy (503)'));
});

test('a page that refuses, or is forbidden by robots.txt, is replaced by the feed’s own text at once', async () => {
  feedText = FROM_FEED;
  const refused = page(new FetchError('status', 'refused (403)', { status: 403 }));
  expect(await readArticle(desk.context(refused), DATA)).toMatchObject({ via: 'feed' });
  const robots = page('text', new FetchError('robots', 'robots.txt forbids it'));
  const second = { feedId: FEED.id, item: itemOf('second') };
  feedText = articleOf('second', { via: 'feed' });
  expect(await readArticle(desk.context(robots), second)).toMatchObject({
    via: 'feed',
    note: expect.stringContaining('robots.txt'),
  });
});

test('an item with neither page nor text is shown as unreadable', async () => {
  const outcome = await readArticle(desk.context(page('')), DATA);
  expect(outcome).toEqual({ kind: 'unreadable', itemId: ITEM.id, error: 'No text was found.' });
  expect(await desk.store.unreadable(10)).toMatchObject([{ itemId: ITEM.id, title: 'walkout' }]);
  expect(desk.enqueued).toEqual([]);
});

test('an item without a page is read from the feed', async () => {
  const { url: _, ...item } = ITEM;
  feedText = FROM_FEED;
  expect(await readArticle(desk.context(), { feedId: FEED.id, item })).toMatchObject({ via: 'feed' });
});

test('an undated item whose page is old is not stored', async () => {
  const { publishedAt: _, ...item } = ITEM;
  const stages = {
    ...desk.context().stages,
    parseArticle: () => ({ ...PAGE, publishedAt: '2023-11-02' }),
  };
  const outcome = await readArticle(desk.context({ ...page('text'), stages }), { feedId: FEED.id, item });
  expect(outcome).toEqual({ kind: 'too-old', itemId: item.id });
  expect(await desk.store.article(PAGE.id)).toBeNull();
});

test('an error nobody foresaw is not hidden behind the feed’s text', async () => {
  feedText = FROM_FEED;
  const broken = desk.context({ ...page(new TypeError('a bug')), lastAttempt: true });
  await expect(readArticle(broken, DATA)).rejects.toThrow('a bug');
});
