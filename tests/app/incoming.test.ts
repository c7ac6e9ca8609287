import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heedIncoming } from '../../src/app/incoming.ts';
import { watchMailbox } from '../../src/app/mailbox-watch.ts';
import { heedMaildir } from '../../src/app/maildir.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { DeliveryError } from '../../src/model/errors.ts';
import { isDeadAddress, readIncoming } from '../../src/notify/bounce.ts';
import { bounceMark, signToken, signUntil } from '../../src/notify/links.ts';
import { note } from '../faults/rows.ts';
import { deliveryOf, developmentOf, subscriberOf } from '../jobs/samples.ts';
import { openFrontDesk } from './front-desk.ts';

const ADA = subscriberOf('ada');
const MAIL = deliveryOf(ADA, developmentOf('walkout'));

let front: ReturnType<typeof openFrontDesk>;
/** What stands in ADA's mails, and nobody else sees. */
let own: string;
beforeEach(async () => {
  front = openFrontDesk();
  await front.desk.store.saveSubscriber(ADA);
  await front.desk.store.createDelivery(MAIL);
  own = signToken(await front.desk.store.secret(), ADA.id, 'unsubscribe');
});
afterEach(() => front.close());

/** As Postfix writes one (RFC 3464). */
function dsn(
  more: {
    status?: string;
    words?: string;
    action?: string;
    to?: string;
    quoted?: string;
    token?: string;
  } = {},
) {
  const {
    status = '5.1.1',
    words = '550 5.1.1 <ada@readers.example>: user unknown',
    action = 'failed',
  } = more;
  const { to = 'newswatch@newswatch.example', quoted = MAIL.message.messageId, token = own } = more;
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <20240211@mx.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="XYZ"',
    '',
    '--XYZ',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--XYZ',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; ada@readers.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--XYZ',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${quoted}`,
    `List-Unsubscribe: <https://news.example/unsubscribe?token=${token}>,`,
    ` <mailto:newswatch@newswatch.example?subject=unsubscribe%20${token}>`,
    'Subject: walkout',
    '',
    'text',
    '--XYZ--',
    '',
  ].join('\r\n');
}

const heed = (raw: string) =>
  heedIncoming({ store: front.desk.store, people: front.people, clock: front.desk.ports.clock }, raw);

describe('mail that came back', () => {
  test('from a mailbox that does not exist suspends its reader, with the reason', async () => {
    expect(await heed(dsn())).toMatchObject({ kind: 'suspended', address: ADA.mailbox.address });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({
      status: 'suspended',
      suspended: { reason: '550 5.1.1 <ada@readers.example>: user unknown' },
    });
    expect(await front.desk.store.subscriberIdsOf('strike')).toEqual([]);
  });

  test('is known by its return path though it quotes nothing', async () => {
    const mark = bounceMark(await front.desk.store.secret(), MAIL.id);
    const to = `bounces+${MAIL.id}-${mark}@newswatch.example`;
    const raw = dsn({ quoted: '<other@elsewhere.example>', token: 'none', to });
    expect(await heed(raw)).toMatchObject({ kind: 'suspended' });
  });

  test('is not believed from who could only work out the ids, as anybody can', async ({ task }) => {
    const other = bounceMark(await front.desk.store.secret(), deliveryOf(ADA, developmentOf('vote')).id);
    const othersToken = signToken(await front.desk.store.secret(), subscriberOf('bob').id, 'unsubscribe');
    const forged = [
      dsn({ token: 'none' }),
      dsn({ token: othersToken }),
      dsn({ token: `${ADA.id}.${othersToken.split('.')[1]}` }),
      ...['', `-${other}`, `-${'0'.repeat(10)}`].map((mark) =>
        dsn({ token: 'none', to: `bounces+${MAIL.id}${mark}@newswatch.example` }),
      ),
    ];
    for (const raw of forged) expect(await heed(raw)).toMatchObject({ kind: 'ignored' });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({ status: 'active' });
    note(task, {
      fault: 'bounces made up by who can work out the ids',
      times: forged.length,
      of: 'a reader’s subscription',
      lost: 0,
      doubled: 0,
      note: '0 believed',
    });
  });

  test.each([
    [{ status: '4.4.1', action: 'delayed', words: 'timed out' }, 'ignored'],
    [{ status: '5.2.2', words: '552 5.2.2 mailbox full' }, 'passing'],
    [{ status: '5.7.1', words: '550 5.7.1 message refused as spam by user policy' }, 'passing'],
    [{ quoted: '<d00000000000000000000@newswatch.example>' }, 'ignored'],
    [{ quoted: '<other@elsewhere.example>' }, 'ignored'],
  ])('changes nothing where the address may well be good: %j', async (more, kind) => {
    expect(await heed(dsn(more))).toMatchObject({ kind });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({ status: 'active' });
  });

  test.each([
    '',
    'hello',
    'Subject: unsubscribe x\n\n',
    '\n'.repeat(1000),
    `${'A: b\n'.repeat(9)}\n--x\nContent-Type: message/delivery-status`,
  ])('that is no such mail is left alone: %.20j', async (raw) => {
    expect(await heed(raw)).toMatchObject({ kind: 'ignored' });
  });

  test('a server that refuses the mailbox while the mail is sent suspends its reader too', async () => {
    const send = () =>
      Promise.reject(new DeliveryError('Refused: 550 5.1.1 no such user', { deadAddress: true }));
    const context = front.desk.context({ transport: { send } });
    expect(await deliver(context, { deliveryId: MAIL.id })).toMatchObject({ kind: 'failed' });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({ status: 'suspended' });
  });

  test('a suspended reader comes back by their preferences', async () => {
    await heed(dsn());
    const token = signUntil(await front.desk.store.secret(), ADA.id, 'preferences', new Date('2030-01-01'));
    expect((await front.get(`/preferences?token=${token}`)).body).toContain('Mails to you were stopped');
    await front.form('/preferences', {
      ...{ token, watch: 'strike', alerts: 'yes', digest: 'daily', hour: '7', timezone: 'UTC' },
    });
    const back = await front.desk.store.subscriber(ADA.id);
    expect(back).toMatchObject({ status: 'active' });
    expect(back?.suspended).toBeUndefined();
  });
});

describe('a mail to the unsubscribe address', () => {
  test('unsubscribes whom its token names, and nobody without one', async () => {
    const token = signToken(await front.desk.store.secret(), ADA.id, 'unsubscribe');
    expect(await heed('From: ada@readers.example\nSubject: unsubscribe\n\n')).toMatchObject({
      kind: 'ignored',
    });
    expect(await heed(`Subject: unsubscribe ${token}x\n\n`)).toMatchObject({ kind: 'ignored' });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({ status: 'active' });
    expect(await heed(`From: a@b.example\nSubject: unsubscribe\n ${token}\n\n`)).toMatchObject({
      kind: 'unsubscribed',
    });
    expect(await front.desk.store.subscriber(ADA.id)).toMatchObject({ status: 'unsubscribed' });
  });
});

test.each([
  ['5.1.1', 'x', true],
  ['5.1.10', 'null MX', true],
  ['5.2.1', 'mailbox disabled', true],
  ['', '550 No such user here', true],
  ['5.0.0', '550 The account does not exist', true],
  ['5.7.1', 'recipient unknown reputation', false],
  ['5.2.2', 'over quota', false],
  ['', '554 message looks like spam', false],
  ['4.2.1', 'user unknown for now', false],
])('%s %s: a dead address is %s', (status, words, dead) => {
  expect(isDeadAddress(status, words)).toBe(dead);
});

test('a notification of a megabyte is read at once', () => {
  const before = performance.now();
  readIncoming(`Subject: ${'unsubscribe '.repeat(50_000)}\n${'x: '.repeat(200_000)}\n\n`);
  expect(performance.now() - before).toBeLessThan(500);
});

/** As a provider's feedback loop writes one (RFC 5965). */
function complaint(type = 'abuse', quoted = MAIL.message.messageId) {
  return [
    ...['From: feedback@provider.example', 'To: bounces@newswatch.example', 'Subject: FW: your mail'],
    ...[
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="ABC"',
      '',
    ],
    ...['--ABC', 'Content-Type: text/plain', '', 'This is a report on a mail.'],
    ...['--ABC', 'Content-Type: message/feedback-report', '', `Feedback-Type: ${type}`, 'Version: 1'],
    ...['User-Agent: Loop/1.0', 'Reporting-MTA: dns; mx.provider.example', ''],
    ...[
      '--ABC',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${quoted}`,
      `List-Unsubscribe: <https://news.example/unsubscribe?token=${own}>`,
      'Subject: News',
      '',
      'News.',
      '--ABC--',
    ],
  ].join('\r\n');
}

describe('a complaint', () => {
  test('ends the mails to who complained, with the reason', async () => {
    expect(await heed(complaint())).toMatchObject({
      ...{ kind: 'suspended', address: ADA.mailbox.address },
      reason: 'Reported as unwanted mail (abuse) by mx.provider.example',
    });
    expect((await front.desk.store.subscriber(ADA.id))?.status).toBe('suspended');
  });

  test('that is none, or is about another’s mail, changes nothing', async () => {
    expect((await heed(complaint('not-spam'))).kind).toBe('ignored');
    expect((await heed(complaint('abuse', '<d00000000000000000000@elsewhere.example>'))).kind).toBe(
      'ignored',
    );
    expect((await front.desk.store.subscriber(ADA.id))?.status).toBe('active');
  });
});

describe('a Maildir', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'newswatch-maildir-'));
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function read() {
    const kinds: string[] = [];
    for await (const { outcome } of heedMaildir(folder, heed)) kinds.push(outcome.kind);
    return kinds;
  }

  test('is read once, the oldest first, and what was read is marked as seen', async () => {
    const token = signToken(await front.desk.store.secret(), ADA.id, 'unsubscribe');
    writeFileSync(join(folder, 'new/1700000002.b.mx'), `Subject: unsubscribe ${token}\r\n\r\n`);
    writeFileSync(join(folder, 'new/1700000001.a.mx'), dsn());
    writeFileSync(join(folder, 'new/1700000003.c.mx'), `Subject: Hello\r\n\r\n${'spam '.repeat(500_000)}`);
    expect(await read()).toEqual(['suspended', 'unsubscribed', 'ignored']);
    expect(await read()).toEqual([]);
    expect(readdirSync(join(folder, 'cur')).sort()).toEqual([
      ...['1700000001.a.mx:2,S', '1700000002.b.mx:2,S', '1700000003.c.mx:2,S'],
    ]);
  });

  test('keeps what could not be heeded', async () => {
    writeFileSync(join(folder, 'new/1.a.mx'), dsn());
    const away = () => Promise.reject(new Error('the store is away'));
    await expect(heedMaildir(folder, away).next()).rejects.toThrow('the store is away');
    expect(await read()).toEqual(['suspended']);
  });

  test('is watched by the worker: what comes later is read too, and one that is gone stops nothing', async () => {
    const logged: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
    const mailbox = watchMailbox({ folder, heed, logger, everyMs: 5 });
    writeFileSync(join(folder, 'new/1.a.mx'), dsn());
    await expect.poll(async () => (await front.desk.store.subscriber(ADA.id))?.status).toBe('suspended');
    renameSync(folder, `${folder}-away`);
    await expect.poll(() => logged.join('')).toContain('cannot be read');
    renameSync(`${folder}-away`, folder);
    writeFileSync(join(folder, 'new/2.b.mx'), 'Subject: Hello\r\n\r\n');
    await expect.poll(() => readdirSync(join(folder, 'new'))).toEqual([]);
    await mailbox.close();
    expect(logged.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
    expect(logged.join('')).toContain('"suspended":1');
    expect(logged.join('')).not.toContain(ADA.mailbox.address);
  });

  test('that is none is told so', async () => {
    await expect(heedMaildir(join(folder, 'new'), heed).next()).rejects.toThrow(/is no Maildir/);
  });
});
