import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokens } from '../../src/app/tokens.ts';
import { contentId } from '../../src/model/id.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { composePost, composeTest } from '../../src/notify/post.ts';
import { ROUTES } from '../../src/web/api/plugin.ts';
import { READER } from '../web/sample-data.ts';
import { openWebDesk, type WebDesk } from './web-desk.ts';

const WATCH = 'us-iraq-coalition';
const SUBSCRIBER = contentId('s', READER);

let desk: WebDesk;
let read: string;
let operate: string;
beforeEach(async () => {
  desk = await openWebDesk();
  const tokens = createTokens(desk.store, () => new Date());
  read = (await tokens.create('reads', 'read')).text;
  operate = (await tokens.create('operates', 'operate')).text;
});
afterEach(() => desk.close());

interface Ask {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string | null;
  readonly body?: unknown;
}

async function ask(path: string, { method = 'GET', token = operate, body }: Ask = {}) {
  const answer = await desk.web.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { payload: body as object }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body };
}

async function feedId(): Promise<string> {
  return (await ask('/feeds')).body.items[0].id;
}

describe('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { status, body } = await ask('/openapi.json', { token: null });
    expect(status).toBe(200);
    const { valid, errors } = await new Validator().validate(body);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(Object.keys(body.paths).length).toBe(new Set(ROUTES.map(({ path }) => path)).size + 1);
  });

  test('is what real answers of every route are, to the last field', async () => {
    const { body: document } = await ask('/openapi.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document, 'api');
    const feed = await feedId();
    const wish = { address: 'new@readers.example', watchIds: [WATCH], timezone: 'Europe/Berlin' };
    const asks: readonly (readonly [route: string, path: string, status: number, ask?: Ask])[] = [
      ['GET /watches', '/watches', 200],
      ['GET /watches/{watchId}', `/watches/${WATCH}`, 200],
      ['GET /watches/{watchId}/developments', `/watches/${WATCH}/developments?limit=3`, 200],
      ['GET /watches/{watchId}/developments/{developmentId}', `/watches/${WATCH}/developments/v-toll`, 200],
      ['GET /watches/{watchId}/articles', `/watches/${WATCH}/articles`, 200],
      ['GET /watches/{watchId}/withheld', `/watches/${WATCH}/withheld`, 200],
      ['GET /articles/{articleId}', '/articles/a1', 200],
      ['GET /feeds', '/feeds', 200],
      ['GET /feeds/{feedId}', `/feeds/${feed}`, 200],
      ['POST /feeds/{feedId}/pause', `/feeds/${feed}/pause`, 200, { method: 'POST' }],
      ['POST /feeds/{feedId}/resume', `/feeds/${feed}/resume`, 200, { method: 'POST' }],
      ['GET /subscribers', '/subscribers', 200],
      ['GET /subscribers/{subscriberId}', `/subscribers/${SUBSCRIBER}`, 200],
      ['POST /subscribers', '/subscribers', 200, { method: 'POST', body: wish }],
      ['POST /subscribers', '/subscribers', 202, { method: 'POST', body: { ...wish, confirm: true } }],
      ['GET /deliveries', '/deliveries', 200],
      ['GET /deliveries/{deliveryId}', '/deliveries/d-alert', 200],
      ['POST /triggers', '/triggers', 202, { method: 'POST', body: { job: 'poll-feed', feedId: feed } }],
      ['GET /triggers/{job}/{jobId}', '/triggers/sweep/none', 200],
      ['GET /status', '/status', 200],
      [
        'POST /subscriptions',
        '/subscriptions',
        202,
        { method: 'POST', token: null, body: { address: 'stranger@readers.example' } },
      ],
      ['DELETE /subscribers/{subscriberId}', `/subscribers/${SUBSCRIBER}`, 204, { method: 'DELETE' }],
    ];
    const lists: number[] = [];
    for (const [route, path, status, how] of asks) {
      const answer = await ask(path, how);
      expect([route, answer.status]).toEqual([route, status]);
      if (status === 204) continue;
      const [method = '', at = ''] = route.split(' ');
      const { schema } =
        document.paths[at][method.toLowerCase()].responses[status].content['application/json'];
      const validate = ajv.compile({ $ref: `api${schema.$ref}` });
      expect([route, validate(answer.body), validate.errors ?? []]).toEqual([route, true, []]);
      if ('items' in answer.body) lists.push(answer.body.items.length);
    }
    expect(lists.every((length) => length > 0)).toBe(true);
    const missing = ROUTES.map(({ method, path }) => `${method} ${path}`).filter(
      (route) => !asks.some(([asked]) => asked === route),
    );
    expect(missing).toEqual(['GET /watches/{watchId}/export']);
  });

  test('is what webhooks are sent', async () => {
    const { body: document } = await ask('/openapi.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(document, 'api');
    const { schema } = document.webhooks.development.post.requestBody.content['application/json'];
    const validate = ajv.compile({ $ref: `api${schema.$ref}` });
    const about = {
      ...{ deliveryId: 'd1', channel: { name: 'ops', kind: 'webhook' as const } },
      ...{ from: { address: 'n@news.example' }, now: '2024-02-12T09:30:00.000Z' },
    };
    const links = makeLinks({ secret: 's', publicUrl: 'https://news.example' });
    const [watch = { id: '', title: '' }] = desk.config.watches;
    const told = desk.sample.developments.map((development) =>
      composePost({ ...about, watch, development, developmentIds: [development.id], links }),
    );
    for (const { text } of [...told, composeTest(about)]) {
      expect([validate(JSON.parse(text)), validate.errors ?? []]).toEqual([true, []]);
    }
  });

  test('is what errors are too', async () => {
    const { body: document } = await ask('/openapi.json');
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(document.components.schemas.Problem);
    const problems = [
      await ask('/watches', { token: null }),
      await ask('/subscribers', { token: read }),
      await ask('/watches/none'),
      await ask('/nothing'),
      await ask(`/watches/${WATCH}/developments?limit=0&kind=old`),
    ];
    expect(problems.map(({ status }) => status)).toEqual([401, 403, 404, 404, 400]);
    for (const { status, headers, body } of problems) {
      expect(headers['content-type']).toContain('application/problem+json');
      expect([validate(body), body.status]).toEqual([true, status]);
    }
  });

  test('is shown to people on a page without a script', async () => {
    const { status, body } = await ask('/docs', { token: null });
    expect(status).toBe(200);
    expect(body).toContain('GET /watches/{watchId}/developments');
    expect(body).not.toMatch(/<script|style=/);
  });
});

describe('tokens', () => {
  test('are told once and kept as a hash', async () => {
    const kept = JSON.stringify(await desk.redis.redis.hgetall(`${desk.redis.prefix}:1:tokens`));
    expect(kept).toContain('reads');
    expect(kept).not.toContain(read.slice(16));
  });

  test('that are none, shortened, another’s or revoked let nobody in', async () => {
    const id = read.slice(3, 15);
    const wrong = [`nw_${id}_${operate.slice(16)}`, read.slice(0, -1), 'nw_', 'x'.repeat(5000), `${read} `];
    for (const token of wrong.slice(0, 4)) expect((await ask('/watches', { token })).status).toBe(401);
    expect((await ask('/watches', { token: read })).status).toBe(200);
    await createTokens(desk.store, () => new Date()).revoke(id);
    const { status, headers } = await ask('/watches', { token: read });
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="Newswatch"']);
  });

  test('of the scope read change nothing and see no address', async () => {
    const body = { job: 'sweep' };
    expect((await ask('/triggers', { method: 'POST', token: read, body })).status).toBe(403);
    expect((await ask('/subscribers', { token: read })).status).toBe(403);
    const deliveries = JSON.stringify((await ask('/deliveries', { token: read })).body);
    expect(deliveries).toContain('r***@');
    expect(deliveries).not.toContain(READER);
    const { body: one } = await ask('/deliveries/v-none', { token: read });
    expect(one.detail).toContain('no delivery');
  });
});

describe('lists', () => {
  test('come in pages that neither skip nor repeat while new entries come in', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages += 1) {
      const { body } = await ask(`/watches/${WATCH}/withheld?limit=1${cursor}`);
      seen.push(
        ...body.items.map(({ evidence, type }: { evidence: string; type: string }) => type + evidence),
      );
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    const all = (await ask(`/watches/${WATCH}/withheld?limit=200`)).body.items;
    expect(seen.length).toBe(all.length);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(2);
  });

  test('of entries of one instant lose none', async () => {
    const [some] = desk.sample.deliveries;
    if (!some) throw new Error('the sample has a delivery');
    for (let i = 0; i < 7; i += 1)
      await desk.store.createDelivery({ ...some, id: `d${i}`, developmentIds: [] });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await ask(`/deliveries?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen.length).toBe(new Set(seen).size);
    expect(seen).toEqual(expect.arrayContaining(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd-alert']));
  });

  test('are narrowed by kind, type, words and time', async () => {
    const found = async (query: string) =>
      (await ask(`/watches/${WATCH}/developments?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found('kind=update')).toEqual(['v-toll']);
    expect(await found('type=strike&q=DRONE')).toEqual(['v-strike']);
    expect(await found('since=2024-02-09T00:00:00Z&until=2024-02-10T00:00:00Z')).toEqual(['v-sunday']);
    expect(await found('until=1969-01-01T00:00:00Z')).toEqual([]);
    expect((await ask('/deliveries?state=pending&via=webhook')).body.items).toEqual([]);
    expect((await ask('/feeds?condition=failing')).body.items).toEqual([]);
  });
});

describe('triggers', () => {
  test('queue the job of the schedules, and tell where it is', async () => {
    const feed = await feedId();
    const body = { job: 'poll-feed', feedId: feed };
    const { status, body: told } = await ask('/triggers', { method: 'POST', body });
    expect([status, told.workers]).toEqual([202, 0]);
    const job = await desk.queues.queue('poll-feed').getJob(told.jobId);
    expect(job?.data).toEqual({ feedId: feed, force: true });
    expect((await ask(`/triggers/poll-feed/${told.jobId}`)).body.state).toBe('open');
    expect((await ask('/triggers/poll-feed/hand-none')).body.state).toBe('gone');
  });

  test('for what is not there are 404, and queue nothing', async () => {
    const bodies = [
      { job: 'poll-feed', feedId: 'f0' },
      { job: 'read-article', feedId: 'f0', url: 'https://news.example/a' },
      { job: 'compare-article', watchId: WATCH, articleId: 'a0' },
      { job: 'compare-article', watchId: 'none', articleId: 'a1' },
      { job: 'send-alert', watchId: WATCH, developmentId: 'v0' },
      { job: 'send-digest', subscriberId: 's0' },
      { job: 'deliver', deliveryId: 'd0' },
    ];
    for (const body of bodies) {
      expect([body.job, (await ask('/triggers', { method: 'POST', body })).status]).toEqual([body.job, 404]);
    }
    const waiting = (await desk.queues.sizes()).reduce((sum, queue) => sum + queue.waiting, 0);
    expect(waiting).toBe(0);
  });

  test('of every job can be asked for', async () => {
    const feed = await feedId();
    const bodies = [
      { job: 'poll-feed', feedId: feed },
      { job: 'read-article', feedId: feed, url: 'https://news.example/a' },
      { job: 'compare-article', watchId: WATCH, articleId: 'a1' },
      { job: 'send-alert', watchId: WATCH, developmentId: 'v-toll' },
      { job: 'send-digest', subscriberId: SUBSCRIBER },
      { job: 'deliver', deliveryId: 'd-alert' },
      { job: 'sweep' },
    ];
    for (const body of bodies) {
      expect([body.job, (await ask('/triggers', { method: 'POST', body })).status]).toEqual([body.job, 202]);
    }
    const sizes = await desk.queues.sizes();
    expect(sizes.map(({ queue, waiting }) => [queue, waiting])).toEqual(sizes.map(({ queue }) => [queue, 1]));
  });
});

describe('bad input', () => {
  test('is told with every mistake and its place', async () => {
    const body = { address: 'a', watchIds: [], digest: 'never', hour: 25, colour: 'red' };
    const answer = await ask('/subscribers', { method: 'POST', body });
    expect(answer.status).toBe(400);
    const places = answer.body.errors.map(({ where }: { where: string }) => where);
    expect(places).toEqual(
      expect.arrayContaining(['body.address', 'body.watchIds', 'body.digest', 'body.hour']),
    );
    expect(answer.body.detail).toContain('colour');
  });

  test('that is a wish that cannot be is 422 in words', async () => {
    const body = { address: 'no address', watchIds: [WATCH] };
    const answer = await ask('/subscribers', { method: 'POST', body });
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('it has no @')]);
    const zone = { address: 'a@b.example', watchIds: [WATCH], timezone: 'Mars/Base' };
    expect((await ask('/subscribers', { method: 'POST', body: zone })).status).toBe(422);
    expect((await desk.store.subscribers()).length).toBe(desk.sample.subscribers.length);
  });

  test('of a cursor, a search or an instant that is none is 400', async () => {
    const paths = ['cursor=abc', `q=${'x'.repeat(10_000)}`, 'since=yesterday', 'limit=1000', 'page=2'];
    for (const query of paths) {
      expect([query.slice(0, 9), (await ask(`/watches/${WATCH}/developments?${query}`)).status]).toEqual([
        query.slice(0, 9),
        400,
      ]);
    }
  });

  test('that is no JSON, or of another type, is told so', async () => {
    const send = (payload: string, type: string) =>
      desk.web.inject({
        method: 'POST',
        url: '/api/v1/triggers',
        headers: { authorization: `Bearer ${operate}`, 'content-type': type },
        payload,
      });
    expect((await send('{"job":', 'application/json')).statusCode).toBe(400);
    expect((await send('job=sweep', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    const empty = await ask('/triggers', { method: 'POST' });
    expect(empty.status).toBe(400);
  });

  test('of 50 MB is refused at once, over a real connection', async () => {
    await desk.web.listen({ host: '127.0.0.1', port: 0 });
    const { port } = desk.web.server.address() as AddressInfo;
    const length = 50_000_000;
    const sent = request({
      ...{ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/triggers' },
      headers: {
        ...{ authorization: `Bearer ${operate}`, 'content-type': 'application/json' },
        'content-length': length,
      },
    });
    sent.on('error', () => undefined);
    sent.write('{"job": "');
    const [response] = await once(sent, 'response');
    let body = '';
    for await (const part of response) body += part;
    sent.destroy();
    expect(response.statusCode).toBe(413);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(body).detail).toContain('64 kB');
  });

  test('too many requests are 429 with the time to wait', async () => {
    let last = await ask('/status', { token: 'nw_guess' });
    for (let i = 0; i < 305 && last.status !== 429; i += 1) last = await ask('/status', { token: `nw_${i}` });
    expect(last.status).toBe(429);
    expect(last.headers['content-type']).toContain('application/problem+json');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});
