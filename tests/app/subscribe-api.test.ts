import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentId } from '../../src/model/id.ts';
import { ASKED, openFrontDesk, tokenOf } from './front-desk.ts';

let front: ReturnType<typeof openFrontDesk>;
beforeEach(() => {
  front = openFrontDesk();
});
afterEach(() => front.close());

const ADA = contentId('s', ASKED.address);
const WISH = {
  address: ASKED.address,
  watches: ['strike'],
  digest: 'weekly',
  hour: 18,
  timezone: 'Europe/Berlin',
};

const post = (body: unknown, from = '192.0.2.1', type = 'application/json') =>
  front.page.inject({
    ...{ method: 'POST', url: '/api/v1/subscriptions', remoteAddress: from },
    headers: { 'content-type': type },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('POST /api/v1/subscriptions', () => {
  test('mails a link, and only its button subscribes', async () => {
    const answer = await post({ ...WISH, language: 'de', quiet: { from: 22, to: 7 } });
    expect([answer.statusCode, answer.json().status]).toEqual([202, 'asked']);
    expect(await front.desk.store.subscriber(ADA)).toBeNull();
    expect(front.desk.sent).toHaveLength(1);
    await front.form('/confirm', { token: tokenOf(front.link()) });
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({
      ...{ status: 'active', watchIds: ['strike'], alerts: true, digest: 'weekly', hour: 18 },
      ...{ timezone: 'Europe/Berlin', language: 'de', quiet: { from: 22, to: 7 } },
    });
  });

  test('answers the same whether or not the address is known, and changes nothing for who is', async () => {
    const stranger = await post(WISH);
    await front.form('/confirm', { token: tokenOf(front.link()) });
    const known = await post({ ...WISH, digest: 'hourly' });
    expect([known.statusCode, known.body]).toEqual([stranger.statusCode, stranger.body]);
    expect(front.desk.sent.at(-1)?.subject).toBe('Your Newswatch subscription');
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({ digest: 'weekly' });
  });

  test('has the limits of the form: by address, and by network', async () => {
    for (let i = 0; i < 5; i += 1) expect((await post(WISH)).statusCode).toBe(202);
    expect(front.desk.sent).toHaveLength(3);
    for (let i = 0; i < 5; i += 1) await post({ ...WISH, address: `r${i}@readers.example` });
    const over = await post({ ...WISH, address: 'new@readers.example' });
    expect(over.statusCode).toBe(429);
    expect(over.headers['content-type']).toContain('application/problem+json');
    expect(over.json().detail).toMatch(/many requests from your network/);
    expect((await post({ ...WISH, address: 'new@readers.example' }, '198.51.100.7')).statusCode).toBe(202);
  });

  test('is counted together with the forms: whoever filled in ten asks no eleventh time, by whatever way', async () => {
    const network = '198.51.100.20';
    const asked = { address: 'ada@readers.example', watch: WISH.watches[0] ?? '', alerts: 'on' };
    for (let i = 0; i < 4; i += 1) await front.form('/subscribe', asked, network);
    for (let i = 0; i < 3; i += 1) await front.form('/preferences/link', { address: asked.address }, network);
    for (let i = 0; i < 3; i += 1) expect((await post(WISH, network)).statusCode).toBe(202);
    const over = [
      await post(WISH, network),
      await front.form('/subscribe', asked, network),
      await front.form('/preferences/link', { address: asked.address }, network),
    ];
    expect(over.map(({ statusCode }) => statusCode)).toEqual([429, 429, 429]);
  });

  test.each([
    [{ ...WISH, address: 'a@readers.example, b@readers.example' }, 422, /more than one/],
    [{ ...WISH, address: 'ada@readers.example\r\nBcc: eve@readers.example' }, 422, /line break/],
    [{ ...WISH, address: `${'a'.repeat(300)}@readers.example` }, 422, /longer than 64 bytes/],
    [{ ...WISH, address: 'a'.repeat(321) }, 400, /^address: /],
    [{ ...WISH, timezone: 'Mars/Olympus' }, 422, /not a time zone/],
    [{ ...WISH, watches: ['unknown'] }, 400, /^watches: there are strike, talks/],
    [{ ...WISH, watches: Array(101).fill('strike') }, 400, /^watches: /],
    [{ ...WISH, hour: 24, digest: 'monthly' }, 400, /digest: .*hour: |hour: .*digest: /],
    [{ ...WISH, alerts: false, digest: 'off' }, 400, /alerts, a digest, or both/],
    [{ ...WISH, admin: true }, 400, /admin/],
    [[], 400, /^body: /],
    ['{', 400, /JSON/],
    ['null', 400, /address/],
  ])('%j is a problem in words', async (body, status, why) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ type: 'about:blank', status, detail: expect.stringMatching(why) });
    expect(front.desk.sent).toEqual([]);
  });

  test('a body that is too long is not read', async () => {
    const answer = await post(JSON.stringify({ ...WISH, name: 'x'.repeat(70_000) }));
    expect([answer.statusCode, answer.json().detail]).toEqual([413, expect.stringMatching(/64 kB/)]);
  });

  test('a form of another site cannot send it: it takes JSON alone', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect((await post(JSON.stringify(WISH), '192.0.2.1', type)).statusCode).toBeGreaterThanOrEqual(400);
    }
    expect(front.desk.sent).toEqual([]);
  });
});
