import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchOf } from '../support/samples.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const WATCH = watchOf({ id: 'docks', title: 'The docks', feeds: [{ url: 'https://news.example/rss' }] });
const PLANTED = 'A'.repeat(43);

let desk: PageDesk;
beforeEach(async () => {
  desk = await openPageDesk(WATCH);
});
afterEach(() => desk.close());

const get = (url: string, cookie: string) => desk.page.inject({ method: 'GET', url, headers: { cookie } });

/** One who signed in, with the token of their forms. */
async function operator() {
  const visitor = desk.visitor();
  await visitor.signIn();
  const { csrf = '' } = await visitor.form('/operate', 'Sign out');
  return { ...visitor, csrf };
}

test('a cookie planted before signing in never becomes a session', async () => {
  const payload = new URLSearchParams({ password: 'correct horse battery', back: '/operate' }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    cookie: `newswatch=${PLANTED}`,
  };
  const answer = await desk.page.inject({ method: 'POST', url: '/operate/login', headers, payload });
  const given = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  expect(given).toMatch(/^newswatch=[\w-]{43}$/);
  expect(given).not.toContain(PLANTED);
  expect((await get('/operate', given)).statusCode).toBe(200);
  expect((await get('/operate', `newswatch=${PLANTED}`)).statusCode).toBe(303);
});

test('every sign-in has a session of its own, which Redis does not tell', async () => {
  const [one, other] = [await operator(), await operator()];
  expect(one.cookie()).not.toBe(other.cookie());
  expect(one.csrf).not.toBe(other.csrf);
  const keys = await desk.redis.redis.keys(`${desk.redis.prefix}*`);
  const token = one.cookie().slice('newswatch='.length);
  expect(keys.some((key) => key.includes('session'))).toBe(true);
  expect(keys.join(' ')).not.toContain(token);
  await one.post('/operate/logout', { csrf: one.csrf });
  expect((await get('/operate', other.cookie())).statusCode).toBe(200);
});

test('a session lasts twelve hours at most', async () => {
  await operator();
  const { redis, prefix } = desk.redis;
  const [key = ''] = (await redis.keys(`${prefix}*`)).filter((name) => name.includes('session'));
  const leftMs = await redis.pttl(key);
  expect(leftMs).toBeGreaterThan(11 * 3_600_000);
  expect(leftMs).toBeLessThanOrEqual(12 * 3_600_000);
});

const FORMS = ['run', 'queues', 'failed', 'feeds', 'mails', 'logout'] as const;
const FIELDS = { job: 'sweep', pause: 'deliver', do: 'retry' };

test('a form without the session’s own token, or sent from another site, does nothing', async () => {
  const [me, other] = [await operator(), await operator()];
  const strange: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
    [{}, {}],
    [{ csrf: '' }, {}],
    [{ csrf: PLANTED }, {}],
    [{ csrf: other.csrf }, {}],
    [{ csrf: `${me.csrf}x` }, {}],
    [{ csrf: me.csrf }, { 'sec-fetch-site': 'cross-site' }],
    [{ csrf: me.csrf }, { 'sec-fetch-site': 'same-site' }],
    [{ csrf: me.csrf }, { origin: 'https://evil.example' }],
    [{ csrf: me.csrf }, { origin: 'null' }],
  ];
  for (const path of FORMS) {
    for (const [token, headers] of strange) {
      const answer = await me.post(`/operate/${path}`, { ...FIELDS, ...token }, headers);
      expect(answer.statusCode, `${path} ${JSON.stringify({ token, headers })}`).toBe(403);
    }
  }
  expect(await desk.queues.size('sweep')).toMatchObject({ waiting: 0 });
  expect(await desk.queues.queue('deliver').isPaused()).toBe(false);
  expect((await get('/operate', me.cookie())).statusCode).toBe(200);
  expect((await me.post('/operate/run', { job: 'sweep', csrf: me.csrf })).statusCode).toBe(303);
});

test('another site can sign nobody out', async () => {
  // Its form comes without the cookie, which is SameSite=Strict.
  const answer = await desk.visitor().post('/operate/logout', {}, { 'sec-fetch-site': 'cross-site' });
  expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
});

test('nothing is changed by following a link', async () => {
  const me = await operator();
  for (const path of FORMS) {
    const query = new URLSearchParams({ ...FIELDS, csrf: me.csrf });
    const answer = await me.get(`/operate/${path}?${query}`);
    expect(answer.statusCode, path).toBe(404);
  }
  expect(await desk.queues.size('sweep')).toMatchObject({ waiting: 0 });
  expect((await get('/operate', me.cookie())).statusCode).toBe(200);
});
