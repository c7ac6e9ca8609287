import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubPorts, leaveHub, openHubClient } from '../../src/app/hubs.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { pollFeed } from '../../src/jobs/poll-feed.ts';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import type { Feed } from '../../src/model/feed.ts';
import { parseFeed } from '../../src/parsers/feed.ts';
import { hubRoutes } from '../../src/web/hub-routes.ts';
import { note } from '../faults/rows.ts';
import { type Desk, openDesk } from '../jobs/desk.ts';
import { feedOf, NOW } from '../jobs/samples.ts';
import { type Site, startSite, testFetcher } from '../net/site.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';

const DAY_MS = 86_400_000;

/** A real hub on loopback, as WebSub has them: verifies a request, then sends signed content. */
class Hub {
  readonly asked: URLSearchParams[] = [];
  readonly verified: { readonly status: number; readonly echoed: boolean }[] = [];
  /** What it answers to a request; null: nothing is verified either. */
  refuses: number | null = null;
  leaseSeconds = 10 * 86_400;
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const form = new URLSearchParams(await text(request));
      this.asked.push(form);
      response.writeHead(this.refuses ?? 202).end(this.refuses ? 'no more topics' : '');
      if (this.refuses !== null) return;
      await this.verify(form.get('hub.mode') ?? '', form.get('hub.topic') ?? '');
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  get callback(): string {
    return this.asked.at(-1)?.get('hub.callback') ?? '';
  }

  async verify(mode: string, topic: string, more: Record<string, string> = {}): Promise<void> {
    const url = new URL(this.callback);
    const challenge = `challenge ${this.verified.length}`;
    const query = { 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': challenge, ...more };
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    url.searchParams.set('hub.lease_seconds', String(this.leaseSeconds));
    const answer = await fetch(url);
    this.verified.push({ status: answer.status, echoed: (await answer.text()) === challenge });
  }

  async send(
    body: string,
    options: { readonly algorithm?: string; readonly secret?: string; readonly to?: string } = {},
  ) {
    const {
      algorithm = 'sha256',
      secret = this.asked.at(-1)?.get('hub.secret') ?? '',
      to = this.callback,
    } = options;
    const signature = `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
    const headers = { 'content-type': 'application/rss+xml', 'x-hub-signature': signature };
    return (await fetch(to, { method: 'POST', headers, body })).status;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

let redis: TestRedis;
let desk: Desk;
let queues: Queues;
let hub: Hub;
let site: Site;
let page: FastifyInstance;
let client: NonNullable<ReturnType<typeof openHubClient>>;
let fetcher: ReturnType<typeof testFetcher>;
let feed: Feed;
let items: string[];
let followed: boolean;

beforeEach(async () => {
  redis = testRedis();
  hub = new Hub();
  const hubUrl = await hub.listen();
  items = ['one'];
  site = await startSite((_, response) => {
    const links = `<atom:link rel="hub" href="${hubUrl}"/><atom:link rel="self" href="/feed"/>`;
    const list = items.map(
      (name) => `<item><title>${name}</title><guid>${name}</guid><link>/${name}</link></item>`,
    );
    response.end(`<rss version="2.0"><channel><title>T</title>${links}${list.join('')}</channel></rss>`);
  });
  feed = feedOf(`${site.url}/feed`);
  followed = true;
  desk = openDesk(redis.redis, redis.prefix, { feeds: [feed] }, { parseFeed });
  queues = openQueues({ connection: redis.redis, prefix: redis.prefix });
  fetcher = testFetcher();
  page = fastify();
  const { store, ports } = desk;
  const catalogue = { feed: (id: string) => (followed ? ports.catalogue.feed(id) : undefined) };
  hubRoutes(page, hubPorts({ catalogue, store, queues, clock: ports.clock }), 100_000);
  const publicUrl = await page.listen({ host: '127.0.0.1', port: 0 });
  const settings = settingsSchema.parse({ web: { publicUrl }, net: { allowPrivate: ['127.0.0.0/8'] } });
  const opened = openHubClient({ settings }, await store.secret());
  if (!opened) throw new Error('no client, though there is a public address');
  client = opened;
});
afterEach(async () => {
  await client.close();
  await page.close();
  await fetcher.close();
  await site.close();
  await hub.close();
  await queues.close();
  await redis.close();
});

const poll = (pushed = false) =>
  pollFeed(desk.context({ fetcher, hubs: client }), { feedId: feed.id, pushed });
const push = () => desk.store.feedPush(feed.id);
const state = () => desk.store.feedState(feed.id);
const queued = async () => (await queues.queue('poll-feed').getJobs()).map(({ data }) => data);
function pass(ms: number): void {
  desk.setTime(new Date(Date.parse(desk.ports.clock().toISOString()) + ms).toISOString());
}

describe('a feed that names a hub', () => {
  test('is subscribed there, and the hub is given its challenge back', async () => {
    await poll();
    await expect.poll(() => hub.verified).toEqual([{ status: 200, echoed: true }]);
    expect(Object.fromEntries(hub.asked[0] ?? [])).toMatchObject({
      'hub.mode': 'subscribe',
      'hub.topic': `${site.url}/feed`,
      'hub.lease_seconds': '864000',
    });
    expect(await push()).toMatchObject({
      topic: `${site.url}/feed`,
      until: new Date(Date.parse(NOW) + 10 * DAY_MS).toISOString(),
    });
    pass(DAY_MS);
    await poll();
    expect(hub.asked).toHaveLength(1);
  });

  test('has its lease renewed before the end', async () => {
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(1);
    pass(8.5 * DAY_MS);
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(2);
    const until = new Date(Date.parse(NOW) + 18.5 * DAY_MS).toISOString();
    expect(await push()).toMatchObject({ until });
  });

  test('is polled as ever when the hub refuses, and the hub is asked again a day later', async () => {
    hub.refuses = 422;
    expect(await poll()).toMatchObject({ kind: 'polled' });
    expect((await push())?.error).toBe('the hub answered 422: no more topics');
    pass(3_600_000);
    await poll();
    expect(hub.asked).toHaveLength(1);
    pass(DAY_MS);
    hub.refuses = null;
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(1);
    expect(await push()).not.toHaveProperty('error');
  });
});

describe('what a hub sends', () => {
  beforeEach(async () => {
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(1);
  });

  test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
    'rightly signed (%s) has its feed asked at once',
    async (algorithm) => {
      expect(await hub.send('<rss/>', { algorithm })).toBe(202);
      expect(await queued()).toEqual([{ feedId: feed.id, pushed: true }]);
      items.unshift('two');
      pass(60_000);
      expect(await poll(true)).toMatchObject({ kind: 'polled', fresh: 1 });
    },
  );

  test('wrongly signed, or not at all, is answered and left', async ({ task }) => {
    expect(await hub.send('<rss/>', { secret: 'guessed' })).toBe(202);
    expect((await fetch(hub.callback, { method: 'POST', body: 'x' })).status).toBe(202);
    const secret = hub.asked.at(-1)?.get('hub.secret') ?? '';
    const mac = (body: string) => createHmac('sha256', secret).update(body).digest('hex');
    const right = mac('<rss/>');
    const near = [...right].map(
      (digit, at) => right.slice(0, at) + (digit === '0' ? '1' : '0') + right.slice(at + 1),
    );
    const forged = [...near, right.slice(1), `${right}0`, '', mac('<rss></rss>')].map(
      (one) => `sha256=${one}`,
    );
    for (const signature of [...forged, right, `sha1=${right}`, `md5=${right}`, `none=${right}`, 'sha256']) {
      const headers = { 'x-hub-signature': signature };
      const answer = await fetch(hub.callback, { method: 'POST', body: '<rss/>', headers });
      expect(answer.status, signature).toBe(202);
    }
    expect(await queued()).toEqual([]);
    expect(await push()).not.toHaveProperty('pushedAt');
    note(task, {
      fault: 'callbacks of a hub, unsigned or with a signature altered at each digit',
      times: forged.length + 7,
      of: 'the callback of a feed',
      lost: 0,
      doubled: 0,
      note: '0 believed: no feed was asked for it',
    });
  });

  test('to another address, of a feed no longer followed, or too large is refused', async () => {
    expect(await hub.send('<rss/>', { to: `${hub.callback}x` })).toBe(410);
    expect(await hub.send('x'.repeat(200_000))).toBe(413);
    followed = false;
    expect(await hub.send('<rss/>')).toBe(410);
    expect(await queued()).toEqual([]);
  });

  test('has the feed polled less often while it comes, and as ever once it missed something', async () => {
    const MINUTE = 60_000;
    await hub.send('<rss/>');
    pass(MINUTE);
    await poll(true);
    expect((await state()).waitsFor).toBe('pushed');
    pass(30 * MINUTE);
    expect(await poll()).toMatchObject({ kind: 'too-early' });
    pass(6 * 60 * MINUTE);
    items.unshift('two');
    expect(await poll()).toMatchObject({ kind: 'polled', fresh: 1 });
    expect(await push()).toHaveProperty('missedAt');
    expect((await state()).waitsFor).not.toBe('pushed');
  });

  test('however often, asks the feed no oftener than every half minute, and forgets nothing', async () => {
    pass(10_000);
    expect(await poll(true)).toMatchObject({ kind: 'too-early' });
    expect(desk.enqueued.at(-1)).toMatchObject({ data: { pushed: true }, options: { delayMs: 30_000 } });
  });
});

describe('a feed that is removed', () => {
  beforeEach(async () => {
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(1);
  });

  test('has its hub asked to tell no more, and the hub is given its challenge back', async () => {
    expect(await leaveHub(client, desk.store, feed.id)).toBe(true);
    await desk.store.forgetFeed(feed.id);
    followed = false;
    expect(hub.asked.at(-1)?.get('hub.mode')).toBe('unsubscribe');
    expect(hub.asked.at(-1)?.get('hub.topic')).toBe(`${site.url}/feed`);
    await expect.poll(() => hub.verified.slice(1)).toEqual([{ status: 200, echoed: true }]);
    await hub.send('<rss/>', { secret: hub.asked[0]?.get('hub.secret') ?? '' });
    expect(await queued()).toEqual([]);
  });

  test('is removed though its hub refuses', async () => {
    hub.refuses = 500;
    expect(await leaveHub(client, desk.store, feed.id)).toBe(false);
  });

  test('and added again is subscribed anew', async () => {
    await leaveHub(client, desk.store, feed.id);
    await desk.store.forgetFeed(feed.id);
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(3);
    expect(hub.asked.at(-1)?.get('hub.mode')).toBe('subscribe');
    expect(await push()).toHaveProperty('until');
  });
});

describe('a hub that was not asked', () => {
  beforeEach(async () => {
    await poll();
    await expect.poll(() => hub.verified).toHaveLength(1);
  });

  test('confirms nothing: another topic, or an end that nobody wished for', async () => {
    await hub.verify('subscribe', 'https://other.example/');
    await hub.verify('unsubscribe', `${site.url}/feed`);
    expect(hub.verified.slice(1)).toEqual([
      { status: 404, echoed: false },
      { status: 404, echoed: false },
    ]);
  });

  test('may deny what it promised, with its reason', async () => {
    await hub.verify('denied', `${site.url}/feed`, { 'hub.reason': 'topic closed' });
    expect(await push()).toMatchObject({ error: 'the hub refused: topic closed' });
    expect(await push()).not.toHaveProperty('until');
  });
});
