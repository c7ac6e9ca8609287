import { UnrecoverableError, Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogin, hashPassword, isPassword } from '../../src/app/login.ts';
import { settingsShown } from '../../src/app/settings-shown.ts';
import { discardFailed, failedJobs, retryFailed } from '../../src/jobs/failed.ts';
import type { JobName } from '../../src/model/job.ts';
import { alert, subscriber } from '../store/samples.ts';
import { watchOf } from '../support/samples.ts';
import { openPageDesk, PASSWORD, type PageDesk } from './page-desk.ts';

const MAIL = alert(subscriber('reader@news.example'), 'one');
const WATCH = watchOf({ id: 'docks', title: 'The docks', feeds: [{ url: 'https://news.example/rss' }] });

describe('a password', () => {
  test('opens with its hash and no other, which tells nothing of it', async () => {
    const hash = await hashPassword(PASSWORD);
    expect(hash).toMatch(/^scrypt:32768:8:3:[\w-]+:[\w-]+$/);
    expect(hash).not.toBe(await hashPassword(PASSWORD));
    expect(await isPassword(PASSWORD, hash)).toBe(true);
    expect(await isPassword(`${PASSWORD} `, hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  test('of a few letters is refused', async () => {
    await expect(hashPassword('short')).rejects.toThrow('10 characters at least');
  });
});

describe('signing in', () => {
  let desk: PageDesk;
  beforeEach(async () => {
    desk = await openPageDesk(WATCH);
  });
  afterEach(() => desk.close());

  test('leads back to where one wanted to go, with a cookie no script reads and no other site sends', async () => {
    const visitor = desk.visitor();
    const first = await visitor.get('/operate/settings');
    expect([first.statusCode, first.headers.location]).toEqual([
      303,
      '/operate/login?back=%2Foperate%2Fsettings',
    ]);
    const answer = await visitor.post('/operate/login', { password: PASSWORD, back: '/operate/settings' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/operate/settings']);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/; Path=\/;? /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect((await visitor.get('/operate/settings')).statusCode).toBe(200);
  });

  test('with a wrong password is answered by 401, and leads to no other host', async () => {
    const visitor = desk.visitor();
    const wrong = await visitor.signIn('not the password');
    expect([wrong.statusCode, wrong.headers['set-cookie']]).toEqual([401, undefined]);
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const right = await visitor.post('/operate/login', { password: PASSWORD, back });
      expect(right.headers.location, back).toBe('/operate');
    }
  });

  test('can be tried twenty times an hour from one network', async () => {
    const knock = () =>
      desk.page.inject({ method: 'POST', url: '/operate/login', remoteAddress: '198.51.100.7' });
    const codes: number[] = [];
    for (let tries = 0; tries < 21; tries += 1) codes.push((await knock()).statusCode);
    expect(codes).toEqual([...Array<number>(20).fill(401), 429]);
  });

  test('ends by signing out, everywhere the cookie went, and with another password', async () => {
    const visitor = desk.visitor();
    await visitor.signIn();
    const cookie = visitor.cookie();
    const again = () => desk.page.inject({ method: 'GET', url: '/operate', headers: { cookie } });
    expect((await again()).statusCode).toBe(200);
    const token = cookie.slice(cookie.indexOf('=') + 1);
    const changed = createLogin(await hashPassword('another password'), desk.store);
    expect(await changed.isOpen(token)).toBe(false);
    const form = await visitor.form('/operate', 'Sign out');
    expect((await visitor.post('/operate/logout', {})).statusCode).toBe(403);
    expect((await visitor.post('/operate/logout', form)).statusCode).toBe(303);
    expect((await again()).statusCode).toBe(303);
  });

  test('where no login is configured says how one is', async () => {
    const open = await openPageDesk(WATCH, { login: false });
    try {
      for (const url of ['/operate', '/operate/login', '/operate/board/']) {
        const { statusCode, body } = await open.page.inject({ method: 'GET', url });
        expect(statusCode, url).toBe(404);
        expect(body, url).toContain('newswatch web password');
      }
    } finally {
      await open.close();
    }
  });
});

describe('operating', () => {
  let desk: PageDesk;
  beforeEach(async () => {
    desk = await openPageDesk(WATCH);
  });
  afterEach(() => desk.close());

  async function signedIn() {
    const visitor = desk.visitor();
    await visitor.signIn();
    const { csrf = '' } = await visitor.form('/operate', 'Sign out');
    return { ...visitor, act: (path: string, fields: object) => visitor.post(path, { csrf, ...fields }) };
  }

  /** A job of that queue that failed for good. */
  async function failOne(name: JobName, data: never): Promise<string> {
    await desk.queues.add(name, [data]);
    const connection = desk.redis.connect();
    const worker = new Worker(
      name,
      async () => {
        throw new UnrecoverableError('the mail server said no');
      },
      { connection, prefix: desk.redis.prefix },
    );
    try {
      await expect.poll(async () => (await failedJobs(desk.queues, 9)).length).toBe(1);
    } finally {
      await worker.close();
      connection.disconnect();
    }
    return (await failedJobs(desk.queues, 9))[0]?.jobId ?? '';
  }

  test('is behind the login, whatever is asked for', async () => {
    const stranger = desk.visitor();
    for (const path of ['run', 'queues', 'failed', 'feeds', 'mails']) {
      const answer = await stranger.post(`/operate/${path}`, { job: 'sweep' });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/operate/login']);
    }
    expect((await stranger.get('/operate/board/api/queues')).statusCode).toBe(303);
    const pausing = await desk.page.inject({ method: 'PUT', url: '/operate/board/api/queues/deliver/pause' });
    expect(pausing.statusCode).toBe(401);
    expect(await desk.queues.queue('deliver').isPaused()).toBe(false);
    expect(await desk.queues.size('sweep')).toMatchObject({ waiting: 0 });
  });

  test('takes what the board asks from its own page only', async () => {
    const { cookie } = await signedIn();
    const put = (site: string) =>
      desk.page.inject({
        method: 'PUT',
        url: '/operate/board/api/queues/deliver/pause',
        headers: { cookie: cookie(), 'sec-fetch-site': site },
      });
    expect((await put('cross-site')).statusCode).toBe(403);
    expect(await desk.queues.queue('deliver').isPaused()).toBe(false);
    expect((await put('same-origin')).statusCode).toBe(200);
    expect(await desk.queues.queue('deliver').isPaused()).toBe(true);
  });

  test('runs any job now, and says what it cannot run', async () => {
    const { act, get } = await signedIn();
    const [feed] = desk.catalogue.feeds();
    await desk.store.createDelivery(MAIL);
    const runs = [
      { job: 'poll-feed', feed: feed?.id },
      { job: 'read-article', feed: feed?.id, address: 'https://news.example/a' },
      { job: 'deliver', delivery: MAIL.id },
      { job: 'sweep' },
    ];
    for (const run of runs) {
      expect((await act('/operate/run', run)).statusCode, run.job).toBe(303);
      expect(await desk.queues.size(run.job as JobName), run.job).toMatchObject({ waiting: 1 });
    }
    expect((await get('/operate?done=ran')).body).toContain('The job is queued.');
    const refused = [
      { job: 'poll-feed', feed: 'f0' },
      { job: 'read-article', feed: feed?.id, address: 'file:///etc/passwd' },
      { job: 'compare-article', watch: 'docks', article: 'a0' },
      { job: 'compare-article', watch: 'gone', article: 'a0' },
      { job: 'send-alert', watch: 'docks', development: 'v0' },
      { job: 'send-digest', address: 'nobody@news.example' },
      { job: 'deliver', delivery: 'd0' },
      { job: 'rm -rf' },
    ];
    for (const run of refused) {
      const answer = await act('/operate/run', run);
      expect(answer.statusCode, JSON.stringify(run)).toBe(400);
      expect(answer.body).toContain('role="alert"');
    }
  });

  test('retries a job that failed for good, its attempts counted anew, or forgets it', async () => {
    const jobId = await failOne('deliver', { deliveryId: 'd1' } as never);
    const { act, get } = await signedIn();
    expect((await get('/operate')).body).toContain('the mail server said no');
    // Its id is taken: the same work is not queued again.
    await desk.queues.add('deliver', [{ deliveryId: 'd1' }]);
    expect(await desk.queues.size('deliver')).toMatchObject({ waiting: 0, failed: 1 });
    const retried = await act('/operate/failed', { job: 'deliver', id: jobId, do: 'retry' });
    expect(retried.statusCode).toBe(303);
    expect(await desk.queues.size('deliver')).toMatchObject({ waiting: 1, failed: 0 });
    expect((await desk.queues.queue('deliver').getJob(jobId))?.attemptsMade).toBe(0);
    const late = await act('/operate/failed', { job: 'deliver', id: jobId, do: 'discard' });
    expect(late.statusCode).toBe(400);
    expect(late.body).toContain('not among the failed any more');
  });

  test('from the command line retries and forgets the same jobs', async () => {
    const jobId = await failOne('deliver', { deliveryId: 'd2' } as never);
    expect(await retryFailed(desk.queues, 'deliver', 'nobody')).toBe(false);
    expect(await retryFailed(desk.queues, 'deliver', jobId)).toBe(true);
    expect(await retryFailed(desk.queues, 'deliver', jobId)).toBe(false);
    expect(await discardFailed(desk.queues, 'deliver', jobId)).toBe(false);
  });

  test('retries as a new job what brought its workers down, or it would be given up at once', async () => {
    const jobId = await failOne('deliver', { deliveryId: 'd3' } as never);
    const queue = desk.queues.queue('deliver');
    await desk.redis.redis.hset(queue.toKey(jobId), 'stc', 3);
    expect((await queue.getJob(jobId))?.stalledCounter).toBe(3);
    expect(await retryFailed(desk.queues, 'deliver', jobId)).toBe(true);
    const again = await queue.getJob(jobId);
    expect([again?.stalledCounter, await again?.getState(), again?.data]).toEqual([
      0,
      'waiting',
      { deliveryId: 'd3' },
    ]);
  });

  test('pauses queues and feeds, and resumes them', async () => {
    const { act, get } = await signedIn();
    await act('/operate/queues', { pause: 'read-article' });
    expect(await desk.queues.queue('read-article').isPaused()).toBe(true);
    expect((await get('/operate')).body).toContain('Paused: read-article');
    await act('/operate/queues', { resume: 'read-article' });
    expect(await desk.queues.queue('read-article').isPaused()).toBe(false);
    const feed = desk.catalogue.feeds()[0]?.id;
    await act('/operate/feeds', { feed, do: 'pause' });
    expect((await get('/feeds')).body).toContain('no poll till it is resumed');
    await act('/operate/feeds', { feed, do: 'resume' });
    expect(await desk.store.isFeedPaused(feed ?? '')).toBe(false);
    expect((await act('/operate/feeds', { feed: 'f0', do: 'poll' })).statusCode).toBe(404);
    expect((await act('/operate/queues', { pause: 'nothing' })).statusCode).toBe(400);
  });

  test('sends a mail that failed after all, once', async () => {
    const mail = MAIL;
    await desk.store.createDelivery(mail);
    await desk.store.claimDelivery(mail.id, 'me', 60_000);
    await desk.store.giveUp(mail.id, 'me', 'held', 'no answer');
    const { act, get } = await signedIn();
    expect((await get(`/outbox/${mail.id}`)).body).toContain('Send it after all');
    expect((await act('/operate/mails', { mail: mail.id })).statusCode).toBe(303);
    expect((await desk.store.delivery(mail.id))?.state).toBe('pending');
    expect(await desk.queues.size('deliver')).toMatchObject({ waiting: 1 });
    expect((await act('/operate/mails', { mail: mail.id })).statusCode).toBe(400);
    // Nobody else's doubt is left: it is sent, not held again.
    const claim = await desk.store.claimDelivery(mail.id, 'you', 60_000);
    expect(claim).toMatchObject({ kind: 'claimed', lastAttemptUnknown: false });
  });

  test('shows the settings without their secrets', async () => {
    const { get } = await signedIn();
    const { body } = await get('/operate/settings');
    expect(body).toContain('mail.alertsPerDay');
    expect(body).not.toContain('scrypt:');
    const { settings } = desk.config;
    const secret = 'hunter2hunter2';
    const config = {
      ...desk.config,
      settings: {
        ...settings,
        redis: { ...settings.redis, url: `redis://user:${secret}@redis.example:6379/1?x=${secret}` },
        mail: { ...settings.mail, smtp: `smtps://me:${secret}@mail.example?key=${secret}` },
        later: { apiToken: secret, list: [secret], nested: [{ key: secret }] },
      },
    };
    const shown = settingsShown(config);
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown).toContainEqual({
      name: 'redis.url',
      value: 'redis://redis.example:6379/1 (user and password hidden)',
    });
    expect(shown).toContainEqual({ name: 'later.apiToken', value: 'set, hidden here' });
  });

  test('behind a path of its own keeps cookie, links and the board below it', async () => {
    const news = await openPageDesk(WATCH, { publicUrl: 'https://example.org/news' });
    try {
      const visitor = news.visitor();
      const answer = await visitor.signIn();
      expect(answer.headers.location).toBe('/news/operate');
      expect(String(answer.headers['set-cookie'])).toMatch(/Path=\/news; HttpOnly; Secure; SameSite=Strict/);
      const board = await visitor.get('/news/operate/board/');
      expect(board.body).toContain('<base href="/news/operate/board/"');
      expect((await visitor.get('/operate')).body).toContain('action="/news/operate/run"');
    } finally {
      await news.close();
    }
  });
});
