import { afterEach, beforeEach, expect, test } from 'vitest';
import { pollFeed } from '../../src/jobs/poll-feed.ts';
import { readArticle } from '../../src/jobs/read-article.ts';
import { stages } from '../../src/jobs/stages.ts';
import type { Item } from '../../src/model/feed.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { feedOf, itemOf } from './samples.ts';

const FEED = feedOf('https://news.example/rss', ['strike']);
const LATER = '2024-02-11T10:30:00.000Z';
const url = 'https://news.example/walkout';

let redis: TestRedis;
let desk: Desk;
let items: Item[];
/** What the site serves, by address. */
let pages: Map<string, string>;

const pageOf = (dead: number, head = '') =>
  `<html lang="en"><head>${head}</head><body><main><h1>Blast at the plant</h1><p>At least ${dead} workers were killed in the blast at the plant on Sunday, the fire brigade said in the evening.</p></main></body></html>`;

beforeEach(() => {
  redis = testRedis();
  items = ['walkout', 'second', 'third', 'fourth', 'fifth'].map((name) => itemOf(name));
  pages = new Map([[url, pageOf(3)]]);
  desk = openDesk(
    redis.redis,
    redis.prefix,
    { feeds: [FEED] },
    { ...stages, parseFeed: () => Promise.resolve({ items }) },
  );
});
afterEach(() => redis.close());

const context = () =>
  desk.context({
    fetcher: {
      fetch: (address) => {
        const html = pages.get(address);
        const body = Buffer.from(html ?? JSON.stringify(items));
        return Promise.resolve({ kind: 'ok', url: address, body, headers: {} });
      },
      checkRobots: () => Promise.resolve(),
    },
  });
const poll = () => pollFeed(context(), { feedId: FEED.id, force: true });
const change = (updatedAt: string, ...names: string[]) => {
  items = items.map((item) => (names.includes(item.title) ? { ...item, updatedAt } : item));
};
const again = () =>
  desk.enqueued.flatMap(({ data }) => ('item' in data && data.again ? [data.item.title] : []));

test('an entry that the feed says was changed is read again, once a change', async () => {
  change('2024-02-11T09:10:00.000Z', 'second');
  await poll();
  expect(again()).toEqual([]);

  change(LATER, 'walkout');
  expect(await poll()).toMatchObject({ fresh: 0, changed: 1 });
  change(LATER, 'second');
  await poll();
  await poll();
  expect(again()).toEqual(['walkout', 'second']);
});

test('a feed that dates anew all it carries says nothing by it', async () => {
  await poll();
  change(LATER, ...items.map(({ title }) => title));
  await poll();
  expect(again()).toEqual([]);
});

test('a corrected page is compared as an article of its own, once, and the first one stays', async () => {
  const data = { feedId: FEED.id, item: itemOf('walkout', { updatedAt: LATER }) };
  const first = await readArticle(context(), { feedId: FEED.id, item: itemOf('walkout') });
  pages.set(url, pageOf(5));
  const second = await readArticle(context(), { ...data, again: true });
  expect([first.kind, second.kind]).toEqual(['read', 'read']);
  const ids = [first, second].map((outcome) => ('articleId' in outcome ? outcome.articleId : ''));
  expect(new Set(ids).size).toBe(2);
  const texts = await Promise.all(ids.map(async (id) => (await desk.store.article(id))?.paragraphs[0]));
  expect(texts.map((text) => /\d/.exec(text ?? '')?.[0])).toEqual(['3', '5']);
  expect(desk.enqueued.map(({ data: one }) => 'articleId' in one && one.articleId)).toEqual(ids);

  expect(await readArticle(context(), { ...data, again: true })).toEqual({
    kind: 'known',
    articleId: ids[1],
  });
});

test('a page whose words are the same, or that cannot be read any more, is left as it was read', async () => {
  const data = { feedId: FEED.id, item: itemOf('walkout', { updatedAt: LATER, summary: 'A blast.' }) };
  const first = await readArticle(context(), { feedId: FEED.id, item: data.item });
  desk.enqueued.length = 0;
  pages.set(url, pageOf(3, '<meta property="og:locale" content="en_GB">'));
  const id = 'articleId' in first ? first.articleId : '';
  expect(await readArticle(context(), { ...data, again: true })).toEqual({
    kind: 'unchanged',
    articleId: id,
  });
  pages.set(url, '<html><body><p>Gone.</p></body></html>');
  expect(await readArticle(context(), { ...data, again: true })).toEqual({
    kind: 'unchanged',
    articleId: id,
  });
  expect(desk.enqueued).toEqual([]);
  expect(await desk.store.unreadable(9)).toMatchObject([
    { title: 'walkout', error: expect.stringMatching(/^Read before, .* no article text was found/) },
  ]);
});

test('a page that is gone when it is read again is named, and what was read stands', async () => {
  const data = { feedId: FEED.id, item: itemOf('walkout', { updatedAt: LATER, summary: '' }) };
  const first = await readArticle(context(), { feedId: FEED.id, item: data.item });
  pages.set(url, '%PDF-1.7');
  expect(await readArticle(context(), { ...data, again: true })).toMatchObject({ kind: 'unreadable' });
  expect(await desk.store.unreadable(9)).toMatchObject([
    { error: expect.stringMatching(/^Read before, .*PDF/) },
  ]);
  expect(await desk.store.article('articleId' in first ? first.articleId : '')).not.toBeNull();
});

test('only where a page cannot be read its AMP or print version is', async () => {
  const amp = `${url}/amp`;
  const head = '<link rel="amphtml" href="/walkout/amp">';
  pages.set(url, `<html><head>${head}</head><body><div id="app"></div></body></html>`);
  pages.set(amp, pageOf(3, `<link rel="canonical" href="${url}">`));
  const data = { feedId: FEED.id, item: itemOf('walkout') };
  const outcome = await readArticle(context(), data);
  expect(outcome).toMatchObject({ kind: 'read', via: 'page', note: expect.stringContaining('AMP') });
  expect(await desk.store.article('articleId' in outcome ? outcome.articleId : '')).toMatchObject({ url });

  const second = { feedId: FEED.id, item: itemOf('second') };
  pages.set('https://news.example/second', pageOf(4, head));
  expect(await readArticle(context(), second)).not.toHaveProperty('note');
});

test('a version on another site, or one that is no better, leaves the first error to be told', async () => {
  const item = itemOf('walkout', { summary: 'A blast at the plant.' });
  const empty = (head: string) => `<html><head>${head}</head><body><div id="app"></div></body></html>`;
  pages.set(url, empty('<link rel="amphtml" href="https://elsewhere.example/walkout">'));
  expect(await readArticle(context(), { feedId: FEED.id, item })).toMatchObject({
    via: 'feed',
    note: expect.stringContaining('no article text was found'),
  });
  const second = itemOf('second', { summary: 'More.' });
  pages.set('https://news.example/second', empty('<link rel="alternate" media="print" href="?print">'));
  pages.set('https://news.example/second?print', '%PDF-1.7');
  expect(await readArticle(context(), { feedId: FEED.id, item: second })).toMatchObject({
    via: 'feed',
    note: expect.stringContaining('no article text was found'),
  });
});

test('the same article at two addresses is one', async () => {
  const other = 'https://news.example/walkout?ref=front';
  for (const at of [url, other]) pages.set(at, pageOf(3, `<link rel="canonical" href="${url}">`));
  const first = await readArticle(context(), { feedId: FEED.id, item: itemOf('walkout') });
  const second = await readArticle(context(), { feedId: FEED.id, item: itemOf('second', { url: other }) });
  expect(second).toEqual({ kind: 'known', articleId: 'articleId' in first && first.articleId });
});
