import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOGIN, PASSWORD } from '../app/page-desk.ts';
import { type Started, startCommand } from '../cli/home.ts';
import { freePort } from './redis-process.ts';
import { note } from './rows.ts';
import { openTown, type Town, WATCH } from './town.ts';

const TRIES = 60;
const ALLOWED = 20;
const LETTERS = 'Aa0z-_';
const FORMS = ['run', 'queues', 'failed', 'feeds', 'mails', 'logout'] as const;
const FIELDS = { job: 'sweep', pause: 'deliver', do: 'retry' };
const PURPOSES = ['/unsubscribe', '/confirm', '/preferences', '/mute', '/pause'] as const;

interface Ask {
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of 127.0.0.0/8; another one each time unless given. */
  readonly from?: string;
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly cookie: string;
  readonly body: string;
}

let town: Town;
let page: Started;
let port = 0;
let asked = 0;

beforeAll(async () => {
  port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  town = await openTown({ feeds: 1, items: 0, readers: 1, settings: { web: { port, publicUrl } } });
  const env = { NEWSWATCH_DATA: town.home.data, NEWSWATCH_LOGIN: LOGIN };
  page = startCommand(['--config', path.join(town.home.folder, 'config'), 'start'], env);
  await page.says('worker started');
});
afterAll(async () => {
  page.kill('SIGKILL');
  await page.ended;
  await town.close();
});

/** A GET, or a form where there are fields. */
function ask(at: string, { fields, headers = {}, from }: Ask = {}): Promise<Answer> {
  asked += 1;
  const localAddress = from ?? `127.1.${asked >> 8}.${asked & 255}`;
  const form = fields && { 'content-type': 'application/x-www-form-urlencoded' };
  const options = { port, path: at, localAddress, method: fields ? 'POST' : 'GET', agent: false } as const;
  return new Promise((resolve, reject) => {
    const sending = request({ ...options, headers: { ...form, ...headers } }, async (answer) => {
      const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      const { statusCode: status = 0, headers: told } = answer;
      resolve({ status, cookie, location: told.location ?? '', body: await text(answer) });
    });
    sending.on('error', reject);
    sending.end(fields && new URLSearchParams(fields).toString());
  });
}

/** The same with another letter at one of its places, at each of them. */
const altered = (word: string) =>
  [...word].flatMap((letter, at) =>
    [...LETTERS].filter((one) => one !== letter).map((one) => word.slice(0, at) + one + word.slice(at + 1)),
  );

async function signIn(): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const { cookie } = await ask('/operate/login', { fields: { password: PASSWORD, back: '/operate' } });
  const { body } = await ask('/operate', { headers: { cookie } });
  return { cookie, csrf: /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? expect.fail(body) };
}

describe('a stranger at the page', () => {
  test('who guesses passwords has twenty tries, and then not even the right one', async ({ task }) => {
    const from = '127.2.0.1';
    const statuses: number[] = [];
    for (let n = 0; n < TRIES; n += 1)
      statuses.push(
        (await ask('/operate/login', { fields: { password: `guess ${n}`, back: '/' }, from })).status,
      );
    const right = await ask('/operate/login', { fields: { password: PASSWORD, back: '/' }, from });
    note(task, {
      fault: 'passwords guessed on the page, from one network',
      times: TRIES + 1,
      of: 'the login',
      lost: 0,
      doubled: 0,
      note: `0 let in; ${ALLOWED} were tried, the others refused unread, the right one among them`,
    });
    expect(statuses).toEqual([...Array(ALLOWED).fill(401), ...Array(TRIES - ALLOWED).fill(429)]);
    expect([right.status, right.cookie]).toEqual([429, '']);
    expect((await signIn()).cookie).not.toBe('');
  });

  test('who makes up a session, alters one, or has one that ended, is asked for the password', async ({
    task,
  }) => {
    const [mine, ended] = [await signIn(), await signIn()];
    await ask('/operate/logout', { fields: { csrf: ended.csrf }, headers: { cookie: ended.cookie } });
    const token = mine.cookie.slice('newswatch='.length);
    const made = Array.from({ length: 100 }, () => randomBytes(32).toString('base64url'));
    const cookies = [...altered(token), ...made, '', token.slice(1), `${token}A`].map(
      (one) => `newswatch=${one}`,
    );
    const opened: string[] = [];
    for (const cookie of [...cookies, ended.cookie]) {
      const { status, location } = await ask('/operate', { headers: { cookie } });
      if (status !== 303 || !location.startsWith('/operate/login'))
        opened.push(`${cookie}: ${status} ${location}`);
    }
    note(task, {
      fault: 'sessions made up, altered in each letter, ended',
      times: cookies.length + 1,
      of: 'the operator’s pages',
      lost: 0,
      doubled: 0,
      note: `${opened.length} opened one`,
    });
    expect(opened).toEqual([]);
    expect((await ask('/operate', { headers: { cookie: mine.cookie } })).status).toBe(200);
  });

  test('who has the operator’s browser send a form gets nothing done', async ({ task }) => {
    const [me, other] = [await signIn(), await signIn()];
    const strange: readonly Ask[] = [
      {},
      { fields: { csrf: '' } },
      { fields: { csrf: other.csrf } },
      { fields: { csrf: me.csrf.slice(1) } },
      { fields: { csrf: me.csrf }, headers: { 'sec-fetch-site': 'cross-site' } },
      { fields: { csrf: me.csrf }, headers: { 'sec-fetch-site': 'same-site' } },
      { fields: { csrf: me.csrf }, headers: { origin: 'https://evil.example' } },
      { fields: { csrf: me.csrf }, headers: { origin: 'null' } },
    ];
    const done: string[] = [];
    for (const form of FORMS) {
      for (const { fields, headers } of strange) {
        const sent = { fields: { ...FIELDS, ...fields }, headers: { cookie: me.cookie, ...headers } };
        const { status } = await ask(`/operate/${form}`, sent);
        if (status !== 403) done.push(`${form} ${JSON.stringify({ fields, headers })}: ${status}`);
      }
      const { status } = await ask(`/operate/${form}?${new URLSearchParams({ ...FIELDS, csrf: me.csrf })}`, {
        headers: { cookie: me.cookie },
      });
      if (status !== 404) done.push(`GET ${form}: ${status}`);
    }
    note(task, {
      fault: 'forms sent from another site, without the session’s token, with another’s, or as a link',
      times: FORMS.length * (strange.length + 1),
      of: `${FORMS.length} forms of the operator`,
      lost: 0,
      doubled: 0,
      note: `${done.length} did anything`,
    });
    expect(done).toEqual([]);
    expect(await town.queues.queue('deliver').isPaused()).toBe(false);
    expect((await ask('/operate', { headers: { cookie: me.cookie } })).status).toBe(200);
  });

  test('who alters a link, uses it for something else, once more, or only follows it, changes nothing', async ({
    task,
  }) => {
    const address = 'ada@readers.example';
    const wish = { address, watch: WATCH, alerts: 'yes', digest: 'daily', hour: '7', timezone: 'UTC' };
    expect((await ask('/subscribe', { fields: wish })).status).toBe(200);
    await expect.poll(() => town.mailbox.mails.length).toBe(1);
    const link = /https?:\/\/\S+token=(\S+)/.exec(town.mailbox.mails[0]?.text ?? '');
    const token = link?.[1] ?? expect.fail(town.mailbox.mails[0]?.text);
    const active = async () =>
      (await town.store.subscribers()).filter(
        ({ mailbox, status }) => mailbox.address === address && status === 'active',
      ).length;
    let sent = 0;
    const believed: string[] = [];
    const send = async (at: string, one: string) => {
      sent += 1;
      const { status } = await ask(at, { fields: { token: one } });
      if (status < 400) believed.push(`${at} ${one}: ${status}`);
    };
    for (const one of altered(token)) await send('/confirm', one);
    for (const at of PURPOSES.filter((purpose) => purpose !== '/confirm')) {
      // Whoever unsubscribes is answered the same, known or not.
      if (at !== '/unsubscribe') await send(at, token);
      await ask(`${at}?token=${token}`);
      sent += 1;
    }
    await ask(`/confirm?token=${token}`);
    expect(await active()).toBe(0);
    expect((await ask('/confirm', { fields: { token } })).status).toBe(200);
    expect(await active()).toBe(1);
    await send('/confirm', token);
    note(task, {
      fault: 'a mail’s link altered in each letter, used for something else, used twice, only followed',
      times: sent + 1,
      of: 'the pages that links of mails lead to',
      lost: 0,
      doubled: 0,
      note: `${believed.length} changed anything`,
    });
    expect(believed).toEqual([]);
    expect(await active()).toBe(1);
  });
});
