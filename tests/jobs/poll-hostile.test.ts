import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeedParsing } from '../../src/app/feed-parsing.ts';
import { DEFAULT_LIMITS } from '../../src/jobs/context.ts';
import { pollFeed } from '../../src/jobs/poll-feed.ts';
import { type Site, startSite, testFetcher } from '../net/site.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { feedOf } from './samples.ts';

const MB = 1_000_000;
const rss = (items: string) => `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
const ITEM = '<item><title>A</title><link>/a</link></item>';
const send = (body: string) => (response: ServerResponse) => response.end(body);

/** A megabyte, as often as it is read. */
function* often(times: number, part: Buffer) {
  for (let i = 0; i < times; i += 1) yield part;
}

let redis: TestRedis;
let desk: Desk;
let site: Site;
let parsing: FeedParsing;
let fetcher: ReturnType<typeof testFetcher>;
let answers: Record<string, (response: ServerResponse) => void>;

beforeEach(async () => {
  redis = testRedis();
  answers = { '/well': send(rss(ITEM)) };
  site = await startSite((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  parsing = new FeedParsing();
  fetcher = testFetcher();
  const feeds = ['well', 'hostile'].map((name) => feedOf(`${site.url}/${name}`));
  desk = openDesk(redis.redis, redis.prefix, { feeds }, { parseFeed: parsing.parseFeed });
});
afterEach(async () => {
  await fetcher.close();
  await parsing.close();
  await site.close();
  await redis.close();
});

const poll = (name: string) =>
  pollFeed(desk.context({ fetcher }), { feedId: feedOf(`${site.url}/${name}`).id });

/** Polls the hostile feed and, while that goes on, a well one. */
async function pollBoth() {
  const [hostile, well] = await Promise.all([poll('hostile'), poll('well')]);
  expect(well).toMatchObject({ kind: 'polled', items: 1 });
  return hostile;
}

describe('what is too large or no feed is told in words, and other feeds come through', () => {
  test('a feed of 50 MB', async () => {
    answers['/hostile'] = (response) =>
      Readable.from(often(50, Buffer.alloc(MB, 'x')))
        .on('error', () => {})
        .pipe(response);
    expect(await pollBoth()).toMatchObject({ kind: 'failed', error: 'is larger than 10 MB' });
  });

  test('a gzip bomb of 200 MB, which costs its limit and no more', async () => {
    const member = gzipSync(Buffer.alloc(MB));
    answers['/hostile'] = (response) => {
      response.setHeader('content-encoding', 'gzip');
      Readable.from(often(200, member))
        .on('error', () => {})
        .pipe(response);
    };
    const before = process.memoryUsage();
    expect(await pollBoth()).toMatchObject({ kind: 'failed', error: 'is larger than 10 MB' });
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    expect((arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed) / MB).toBeLessThan(
      20 + DEFAULT_LIMITS.maxFeedBytes / MB,
    );
  });

  test.each([
    [
      'a login page',
      '<!doctype html><html><head><title>Sign in</title></head><body><form></form></body></html>',
      'an HTML page (“Sign in”) came in place of a feed',
    ],
    ['an error as JSON', '{"error":"forbidden"}', 'JSON came that is no JSON Feed'],
    [
      'a text',
      'Service paused until Monday',
      'this is no feed; it begins with “Service paused until Monday”',
    ],
    ['nothing', '', 'the answer was empty'],
    ['a PDF', '%PDF-1.7 …', 'a PDF came in place of a feed'],
  ])('%s', async (_, body, words) => {
    answers['/hostile'] = send(body);
    const outcome = await pollBoth();
    expect(outcome).toMatchObject({ kind: 'failed', error: expect.stringContaining(words) });
  });
});

describe('what is built to take long is read within bounds, and other feeds come through', () => {
  test.each([
    [
      '<p<p<p in a text',
      () => rss(`${ITEM}<item><description><![CDATA[${'<p'.repeat(500_000)}]]></description></item>`),
    ],
    ['2 MB of <', () => rss(`${ITEM}<item><description>${'<'.repeat(2 * MB)}`)],
    ['500,000 levels', () => rss(`${ITEM}<item>${'<a>'.repeat(500_000)}`)],
    ['200,000 items', () => rss(ITEM.repeat(200_000))],
    [
      '200,000 items, each another',
      () => rss(Array.from({ length: 200_000 }, (_, i) => `<item><guid>${i}</guid></item>`).join('')),
    ],
    [
      'entities that multiply',
      () =>
        `<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>${rss(`${ITEM}<item><title>${'&c;'.repeat(100_000)}</title></item>`)}`,
    ],
    [
      'an external entity',
      () =>
        `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(`${ITEM}<item><title>&x;</title></item>`)}`,
    ],
    [
      '__proto__ everywhere',
      () =>
        rss(
          `${ITEM}<item __proto__="1"><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor></item>`,
        ),
    ],
  ])(
    '%s',
    async (_, make) => {
      answers['/hostile'] = send(make());
      const outcome = await pollBoth();
      expect(outcome.kind).toBe('polled');
      const queued = desk.enqueued.map(({ data }) => JSON.stringify(data));
      expect(queued.length).toBeLessThanOrEqual(2001);
      expect(Math.max(...queued.map((each) => each.length))).toBeLessThan(300_000);
      expect(queued.join('')).not.toContain('root:');
      expect({}).not.toHaveProperty('polluted');
    },
    40_000,
  );
});

test('a feed that has another address each time costs two requests a poll, and its state does not grow', async () => {
  let moved = 0;
  const names = Array.from({ length: 6 }, (_, i) => `/at-${i}`);
  for (const name of ['/hostile', ...names]) {
    answers[name] = (response) => {
      const next = names[moved];
      if (name === next) response.end(rss(ITEM.replace('>A<', `>${moved}<`)));
      else response.writeHead(301, { location: next }).end();
    };
  }
  const sizes: number[] = [];
  for (moved = 0; moved < names.length; moved += 1) {
    expect(await poll('hostile')).toMatchObject({ kind: 'polled', items: 1 });
    sizes.push(JSON.stringify(await desk.store.feedState(feedOf(`${site.url}/hostile`).id)).length);
  }
  expect(site.requests).toHaveLength(2 * names.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(20);
});
