import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import type { PagePorts } from '../../src/web/ports.ts';
import { createServer, type ServerOptions } from '../../src/web/server.ts';
import { emptySample, fullSample, portsOf, type Sample } from './sample.ts';
import {
  coalitionWatch,
  READER,
  sampleDelivery,
  sampleDevelopment,
  strikeWatch,
  TOKEN,
} from './sample-data.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&\u0000\u202e`;

let open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.map((app) => app.close()));
  open = [];
});

function serve(sample: Sample, change: Partial<PagePorts> = {}, options?: ServerOptions): FastifyInstance {
  const app = createServer({ ...portsOf(sample), ...change }, options);
  open.push(app);
  return app;
}

function get(app: FastifyInstance, url: string) {
  return app.inject({ method: 'GET', url });
}

describe('the front page', () => {
  test('shows a development with its sentence, what was known before, why, and a link to the article', async () => {
    const { statusCode, body } = await get(serve(fullSample()), '/');
    expect(statusCode).toBe(200);
    expect(body).toContain('Talks resume in Baghdad');
    expect(body).toContain('met in Baghdad on Sunday, taking up talks');
    expect(body).toContain('The talks were suspended after three American soldiers');
    expect(body).toContain('none of its events says they resumed');
    expect(body).toContain('href="https://news.example/wire-b/2024/02/11/talks-resume"');
    expect(body).toContain('5 outlets, 2 origins');
  });

  test('says of a withheld event its article, its reason in words and why', async () => {
    const { body } = await get(serve(fullSample()), '/');
    expect(body).toContain('Explainer: what the international coalition does in Iraq');
    expect(body).toContain('deployment: background only');
    expect(body).toContain('Dated 2014, ten years before the article');
    expect(body).toContain('off the story');
  });

  test('tells of each feed when it was read, when it is next, and what is wrong with it', async () => {
    const { body } = await get(serve(fullSample()), '/');
    expect(body.replaceAll('\u00a0', ' ')).toMatch(/Last read <time[^>]*>4 min ago, 09:26 UTC<\/time>/);
    expect(body.replaceAll('\u00a0', ' ')).toMatch(/next poll <time[^>]*>in 11 min, 09:41 UTC<\/time>/);
    expect(body).toContain('did not answer within 15 s (4 failed polls in a row)');
    expect(body.replaceAll('\u00a0', ' ')).toContain('brought no new item for 5 days');
    expect(body).toContain('answers 410');
    expect(body).toContain('not polled yet');
  });

  test('says what is still being done', async () => {
    const sample = fullSample();
    const busy = { queue: 'read-article' as const, waiting: 11, active: 2, delayed: 0, failed: 0 };
    sample.health = { ...sample.health, queues: [busy], alertsHeld: 2 };
    const { body } = await get(serve(sample), '/');
    expect(body).toContain(
      '1 of 6 feeds to be asked for the first time, 13 articles to be read, 2 alerts wait for further',
    );
    sample.health = { ...sample.health, workers: 0 };
    expect((await get(serve(sample), '/')).body).not.toContain('Under way');
  });

  test('says what needs a person at its top', async () => {
    const sample = fullSample();
    sample.health = { ...sample.health, workers: 0 };
    const { body } = await get(serve(sample), '/');
    expect(body).toContain('No worker is running');
    expect(body).toContain('1 of 6 feeds cannot be read');
    expect(body).toContain('1 mail of the latest did not go out');
  });

  test('helps a newcomer on when nothing has happened yet', async () => {
    const { body } = await get(serve(emptySample()), '/');
    expect(body).toContain('No article read yet; the first poll is under way');
    expect(body).toContain('newswatch subscribe you@example.org --watch us-iraq-coalition');
  });

  test('shows several watches each with its own and leads to each', async () => {
    const sample = fullSample();
    sample.watches.push({ watch: strikeWatch(), baselineEvents: 4 });
    const { body } = await get(serve(sample), '/');
    expect(body).toContain('href="#watch-boeing-machinists-strike"');
    expect(body).toContain('id="watch-boeing-machinists-strike"');
    expect(body.split('Drone strike on a vehicle in eastern Baghdad')).toHaveLength(2);
  });

  test('without any watch says how one is made', async () => {
    const { statusCode, body } = await get(serve({ ...emptySample(), watches: [] }), '/');
    expect(statusCode).toBe(200);
    expect(body).toContain('No watch yet');
  });

  test('names the watches and answers 503 while Redis is down', async () => {
    const sample = fullSample();
    sample.health = {
      redis: { ok: false, detail: 'connect ENOENT' },
      queues: [],
      workers: 0,
      alertsHeld: 0,
      mistakes: [],
    };
    const { statusCode, body } = await get(serve(sample), '/');
    expect(statusCode).toBe(503);
    expect(body).toContain('Redis cannot be used');
    expect(body).toContain('The US-led coalition in Iraq and its end');
  });
});

describe('hostile text', () => {
  const hostile = (): Sample => {
    const sample = fullSample();
    const development = sampleDevelopment();
    sample.developments = [
      {
        ...development,
        headline: HOSTILE,
        evidence: { text: HOSTILE, start: 0, end: 1 },
        article: { ...development.article, title: HOSTILE, source: HOSTILE, url: 'javascript:alert(1)' },
        before: { entryId: 'e', sentence: HOSTILE, source: HOSTILE, publishedAt: HOSTILE },
        why: [HOSTILE],
      },
    ];
    sample.verdicts = sample.verdicts.map((verdict) => ({
      ...verdict,
      article: { ...verdict.article, title: HOSTILE, url: 'data:text/html,<script>alert(1)</script>' },
      withheld: verdict.withheld.map((event) => ({ ...event, evidence: HOSTILE, why: [HOSTILE] })),
    }));
    sample.feedStates = new Map(
      sample.feeds.map(({ id }) => [
        id,
        { failures: 1, lastPollAt: HOSTILE, lastSuccessAt: HOSTILE, error: HOSTILE },
      ]),
    );
    sample.unreadable = sample.unreadable.map((item) => ({
      ...item,
      title: HOSTILE,
      url: 'javascript:alert(1)',
      error: HOSTILE,
    }));
    sample.deliveries = [
      sampleDelivery({
        response: HOSTILE,
        message: {
          ...sampleDelivery().message,
          subject: HOSTILE,
          text: HOSTILE,
          headers: { 'X-A': HOSTILE },
        },
      }),
    ];
    return sample;
  };

  test.each([
    '/',
    '/watches/us-iraq-coalition',
    '/developments/us-iraq-coalition/v-resumed',
    '/outbox',
    '/outbox/d-alert',
    `/unsubscribe?token=${encodeURIComponent(HOSTILE)}`,
    '/subscribe',
    `/confirm?token=${encodeURIComponent(HOSTILE)}`,
    `/preferences?token=${encodeURIComponent(HOSTILE)}`,
    `/mute?token=x&type=${encodeURIComponent(HOSTILE)}`,
    `/${encodeURIComponent(HOSTILE)}`,
  ])('stays text on %s', async (url) => {
    const { body } = await get(serve(hostile()), url);
    expect(body).not.toMatch(/<script|<img|onerror='/i);
    expect(body).not.toMatch(/(href|src)="(javascript|data):/i);
    expect(body).not.toContain('\u0000');
  });

  test('of great length keeps every page under 100 kB', async () => {
    const sample = hostile();
    const long = '&"<>'.repeat(5_000);
    const development = sampleDevelopment({
      headline: long,
      evidence: { text: long, start: 0, end: 1 },
      why: Array.from({ length: 50 }, () => long),
    });
    sample.developments = Array.from({ length: 500 }, (_, at) => ({ ...development, id: `v${at}` }));
    sample.verdicts = Array.from({ length: 500 }, () => ({
      ...fullSample().verdicts[0],
      watchId: development.watchId,
      article: { ...development.article, title: long, source: long },
      relevant: true,
      why: [long, long],
      developmentIds: [],
      withheld: [],
      at: development.at,
    }));
    sample.deliveries = Array.from({ length: 500 }, () =>
      sampleDelivery({ message: { ...sampleDelivery().message, subject: long, text: long } }),
    );
    sample.watches = Array.from({ length: 300 }, () => ({
      watch: { ...coalitionWatch(), title: long, follow: long },
      baselineEvents: 1,
    }));
    for (const url of ['/', '/watches/us-iraq-coalition', '/outbox', '/outbox/d-alert']) {
      const { body, statusCode } = await get(serve(sample), url);
      expect(statusCode, url).toBe(200);
      expect(Buffer.byteLength(body), url).toBeLessThan(100_000);
    }
  });
});

describe('pages of one thing', () => {
  test('a watch page says what is known, the dossier and what wakes', async () => {
    const { statusCode, body } = await get(serve(fullSample()), '/watches/us-iraq-coalition');
    expect(statusCode).toBe(200);
    expect(body).toContain('Known now');
    expect(body).toContain('Iraq and US hold first round of talks on the coalition');
    expect(body).toContain('any development of weight 0.8 or more');
  });

  test('a development page tells the event field by field', async () => {
    const { body } = await get(serve(fullSample()), '/developments/us-iraq-coalition/v-toll');
    expect(body).toContain('Killed: at least 2 → 3');
    expect(body).toContain('Reported before');
    expect(body).toContain('military strike · happened');
    expect(body).toContain('3 killed');
    expect(body).toContain('United States, Kataib Hezbollah');
    expect(body).toContain('7 Feb 2024');
  });

  test.each([
    '/nothing',
    '/watches/unknown',
    '/watches/%00',
    '/developments/us-iraq-coalition/unknown',
    '/developments/unknown/v-toll',
    '/outbox/unknown',
    '/outbox/unknown/body',
    '/constructor',
  ])('an unknown address is 404 in words: %s', async (url) => {
    const { statusCode, body, headers } = await get(serve(fullSample()), url);
    expect(statusCode).toBe(404);
    expect(headers['content-type']).toContain('text/html');
    expect(body).toContain('There is nothing at this address');
  });

  test.each([
    ['/watches/%E0%A4%A', 400],
    [`/watches/${'x'.repeat(5_000)}`, 414],
  ])('an address that cannot be one is answered in words: %.30s', async (url, status) => {
    const { statusCode, body } = await get(serve(fullSample()), url);
    expect(statusCode).toBe(status);
    expect(body).toBe('This address was not understood.\n');
  });
});

describe('the outbox', () => {
  test('shows a mail as sent but for the reader’s address and the links that unsubscribe them', async () => {
    const app = serve(fullSample());
    for (const url of ['/', '/outbox', '/outbox/d-alert', '/outbox/d-alert/body']) {
      const { body } = await get(app, url);
      expect(body.toLowerCase(), url).not.toContain(READER);
      expect(body, url).not.toContain(TOKEN);
      expect(body, url).not.toContain('Rosalind');
      expect(body, url).not.toContain('nobody@elsewhere.example');
    }
    const { body } = await get(app, '/outbox/d-alert');
    expect(body).toContain('r***@m***.org');
    expect(body).toContain('newswatch@watch.example.org');
    expect(body).toContain('List-Unsubscribe-Post');
    expect(body).toContain('href="/developments/us-iraq-coalition/v-resumed"');
  });

  test('hides an address that the mail server repeated in its answer', async () => {
    const sample = fullSample();
    sample.deliveries = [sampleDelivery({ state: 'failed', response: `550 <${READER}> unknown` })];
    const { body } = await get(serve(sample), '/outbox/d-alert');
    expect(body).toContain('550 &lt;r***@m***.org&gt; unknown');
  });

  test('serves a mail’s HTML in a sandbox that runs and loads nothing', async () => {
    const { headers, body } = await get(serve(fullSample()), '/outbox/d-alert/body');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-scripts)(?!.*allow-same-origin)/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(body).toContain('<head><base target="_blank">');
  });
});

describe('unsubscribing', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('a GET never unsubscribes: it shows a form', async () => {
    const sample = fullSample();
    const app = serve(sample);
    for (const method of ['GET', 'HEAD'] as const) {
      const { statusCode } = await app.inject({ method, url: `/unsubscribe?token=${TOKEN}` });
      expect(statusCode).toBe(200);
    }
    const { body } = await get(app, `/unsubscribe?token=${TOKEN}`);
    expect(body).toContain('<form method="post"');
    expect(body).toContain(`value="${TOKEN}"`);
    expect(sample.unsubscribed).toEqual([]);
  });

  test('the form unsubscribes', async () => {
    const sample = fullSample();
    const answer = await serve(sample).inject({
      method: 'POST',
      url: '/unsubscribe',
      headers: form,
      payload: `token=${encodeURIComponent(TOKEN)}`,
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('You are unsubscribed');
    expect(sample.unsubscribed).toEqual([sample.subscribers[0]?.id]);
  });

  test.each([
    [form, 'List-Unsubscribe=One-Click'],
    [
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
  ])('a mail program’s one click unsubscribes (RFC 8058), %j', async (headers, payload) => {
    const sample = fullSample();
    const url = `/unsubscribe?token=${TOKEN}`;
    const answer = await serve(sample).inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode).toBe(200);
    expect(sample.unsubscribed).toHaveLength(1);
  });

  test('the answer is the same whether or not the token is known', async () => {
    const sample = fullSample();
    const app = serve(sample);
    const post = (token: string) =>
      app.inject({ method: 'POST', url: `/unsubscribe?token=${token}`, headers: form, payload: '' });
    const [known, unknown] = [await post(TOKEN), await post('unknown')];
    expect(unknown.statusCode).toBe(known.statusCode);
    expect(unknown.body).toBe(known.body);
    expect(sample.unsubscribed).toHaveLength(1);
  });

  test.each([
    '/unsubscribe',
    '/unsubscribe?token=',
    `/unsubscribe?token=a&token=b`,
    `/unsubscribe?token=${'x'.repeat(2_000)}`,
  ])('a link that lost its token is told so: %.40s', async (url) => {
    const app = serve(fullSample());
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode, body } = await app.inject({ method, url });
      expect(statusCode).toBe(400);
      expect(body).toContain('This link is not complete');
    }
  });

  test('many requests from one address are slowed down, in words', async () => {
    const app = serve(fullSample());
    const post = () => app.inject({ method: 'POST', url: '/unsubscribe?token=x' });
    for (let nth = 1; nth <= 60; nth += 1) expect((await post()).statusCode).toBe(200);
    const last = await post();
    expect(last.statusCode).toBe(429);
    expect(last.headers['retry-after']).toBeDefined();
    expect(last.body).toContain('Too many requests');
  });

  test('a large body is refused in words', async () => {
    const payload = `token=${'x'.repeat(50_000)}`;
    const answer = await serve(fullSample()).inject({
      method: 'POST',
      url: '/unsubscribe',
      headers: form,
      payload,
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toContain('Too large');
  });

  test('a store that does not answer is 503 and says nothing is lost', async () => {
    const unsubscribe = () => Promise.reject(new StoreError('Redis is away'));
    const url = `/unsubscribe?token=${TOKEN}`;
    const answer = await serve(fullSample(), { unsubscribe }).inject({ method: 'POST', url });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('Not available just now');
    expect(answer.body).not.toContain('Redis is away');
  });
});

describe('every answer', () => {
  test('carries a strict policy: no script, no inline style, nothing from elsewhere', async () => {
    const app = serve(fullSample());
    for (const url of ['/', '/outbox', '/unsubscribe?token=x', '/nothing']) {
      const { headers } = await get(app, url);
      const policy = String(headers['content-security-policy']);
      expect(policy, url).toContain("default-src 'none'");
      expect(policy, url).toContain("style-src 'self'");
      expect(policy, url).toContain("frame-ancestors 'none'");
      expect(policy, url).not.toMatch(/unsafe|script-src|https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test('holds no inline style and no script', async () => {
    const app = serve(fullSample());
    for (const url of ['/', '/watches/us-iraq-coalition', '/outbox/d-alert']) {
      const { body } = await get(app, url);
      expect(body, url).not.toMatch(/<script|<style| style=| on\w+=/i);
    }
  });

  test('has its links under the path that readers reach it by', async () => {
    const app = serve(fullSample(), {}, { publicUrl: 'https://example.org/news/' });
    for (const url of ['/', '/news', '/news/', '/news/watches/us-iraq-coalition']) {
      const { statusCode, body } = await get(app, url);
      expect(statusCode, url).toBe(200);
      expect(body).toContain('href="/news/outbox"');
      expect(body).toContain('href="/news/assets/style.css?v=');
      expect(body).not.toMatch(/(href|src)="\/(?!news\/)/);
    }
    expect((await get(app, '/newsreel')).statusCode).toBe(404);
  });

  test('asks for https only where readers reach it by https', async () => {
    const plain = await get(serve(fullSample(), {}, { publicUrl: 'http://192.168.1.2:8080' }), '/');
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    const secure = await get(serve(fullSample(), {}, { publicUrl: 'https://watch.example.org' }), '/');
    expect(secure.headers['strict-transport-security']).toContain('max-age=');
  });

  test('that is an asset may be cached for ever under its hash only', async () => {
    const app = serve(fullSample());
    const { body } = await get(app, '/');
    const href = /href="(\/assets\/style\.css\?v=[0-9a-f]{16})"/.exec(body)?.[1] ?? '';
    const style = await get(app, href);
    expect(style.statusCode).toBe(200);
    expect(style.headers['content-type']).toContain('text/css');
    expect(style.headers['cache-control']).toContain('immutable');
    expect((await get(app, '/assets/style.css?v=old')).headers['cache-control']).toBe('no-cache');
  });

  test('leaves no token and no address in the log', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const unsubscribe = () => Promise.reject(new StoreError('Redis is away'));
    const app = serve(fullSample(), { unsubscribe }, { logger });
    await get(app, `/unsubscribe?token=${TOKEN}`);
    await get(app, `/outbox/d-alert`);
    await app.inject({ method: 'POST', url: `/unsubscribe?token=${TOKEN}` });
    expect(lines.join('')).toContain('Redis is away');
    expect(lines.join('')).not.toContain(TOKEN);
    expect(lines.join('')).not.toContain(READER);
  });

  test('to a bug is 500 in words, without the bug’s own', async () => {
    const watches = () => {
      throw new TypeError('secret detail');
    };
    const { statusCode, body } = await get(serve(fullSample(), { watches }), '/');
    expect(statusCode).toBe(500);
    expect(body).toContain('Something went wrong');
    expect(body).not.toContain('secret detail');
  });
});

describe('a page for this machine alone', () => {
  const statusAs = async (host: string) => {
    const app = serve(emptySample(), {}, { onlyLocal: true });
    return (await app.inject({ url: '/', headers: { host } })).statusCode;
  };

  test.each(['localhost', 'localhost:8025', '127.0.0.1:8025', '127.1.2.3', '[::1]:8025', 'news.localhost'])(
    'is shown as %s',
    async (host) => {
      expect(await statusAs(host)).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8025',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
  ])('is not shown as %s, whose name leads here', async (host) => {
    expect(await statusAs(host)).toBe(421);
  });
});

test('a request that drips in for ever is cut off', () => {
  expect(serve(emptySample()).server.requestTimeout).toBe(300_000);
});
