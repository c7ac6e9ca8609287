import type { Socket } from 'node:net';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/jobs/context.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import { sendDigest } from '../../src/jobs/send-digest.ts';
import type { Delivery } from '../../src/model/mail.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { createSmtpTransport } from '../../src/notify/transport.ts';
import { type Closers, mailServer, oddServer, type Received, until } from '../support/mail-servers.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { deliveryOf, developmentOf, NOW, subscriberOf, watchOf } from './samples.ts';

/** The job of production, its store and its transport, against servers that misbehave. */

const ADA = subscriberOf('ada');
const MAIL = deliveryOf(ADA, developmentOf('walkout'));
const closers: Closers = [];

let redis: TestRedis;
let desk: Desk;

beforeEach(async () => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, { watches: [watchOf()] }, { composeAlert, composeDigest });
  await desk.store.saveSubscriber(ADA);
  await desk.store.createDelivery(MAIL);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await redis.close();
});

async function sendBy(
  port: number,
  { requireTls = false, hold = false, id = MAIL.id } = {},
): Promise<Delivery | null> {
  const transport = createSmtpTransport({
    ...{ host: '127.0.0.1', port, requireTls, connectTimeoutMs: 700, silenceTimeoutMs: 700 },
  });
  const limits = { ...DEFAULT_LIMITS, whenUnsure: hold ? ('hold' as const) : ('resend' as const) };
  await deliver(desk.context({ transport, limits }), { deliveryId: id });
  await transport.close();
  return desk.store.delivery(id);
}

const refuses = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });
const hangUp = (socket: Socket) => socket.destroy();
const silent = () => {};

/** One mail, one recipient, under the delivery's own Message-ID. */
async function expectOnce(received: readonly Received[]): Promise<void> {
  expect(received.map(({ recipients }) => recipients)).toEqual([[ADA.mailbox.address]]);
  const { messageId } = await PostalMime.parse(received[0]?.bytes ?? '');
  expect(messageId).toBe(MAIL.message.messageId);
}

describe('the mail waits with the reason, and goes out once when the server is well', () => {
  const greylist: SMTPServerOptions = {
    onRcptTo: (_address, _session, done) => done(refuses(450, 'greylisted')),
  };

  test.each([
    ['hangs before its greeting', () => oddServer(closers, silent, ''), /did not answer in time/],
    ['hangs after its greeting', () => oddServer(closers, until(/^EHLO/, silent)), /did not answer in time/],
    ['hangs up after its greeting', () => oddServer(closers, until(/^EHLO/, hangUp)), /mail server/],
    [
      'turns everybody away',
      () => oddServer(closers, silent, '554 go away\r\n'),
      /turns the connection away/,
    ],
    ['greylists', () => mailServer(closers, greylist), /Put off by the mail server: 450/],
    ['hangs up at the recipient', () => oddServer(closers, until(/^RCPT/, hangUp)), /mail server/],
  ])('%s', async (_, open, why) => {
    const waiting = await sendBy((await open()).port);
    expect(waiting).toMatchObject({ state: 'pending', response: expect.stringMatching(why) });
    expect(desk.enqueued).toMatchObject([{ name: 'deliver', data: { deliveryId: MAIL.id } }]);
    const well = await mailServer(closers);
    expect(await sendBy(well.port)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await sendBy(well.port)).toMatchObject({ state: 'sent', attempts: 2 });
    await expectOnce(well.received);
  });

  test('offers no encryption where it is required: not a byte of the mail leaves', async () => {
    const { port, received } = await mailServer(closers);
    const waiting = await sendBy(port, { requireTls: true });
    expect(waiting).toMatchObject({
      state: 'pending',
      response: expect.stringMatching(/encrypt|STARTTLS|TLS/i),
    });
    expect(received).toEqual([]);
  });
});

describe('closes after the final dot: nobody can know whether the mail arrived', () => {
  test('it goes out again as the same mail, to the same reader', async () => {
    const { port } = await oddServer(closers, until(/^\.$/, hangUp));
    expect(await sendBy(port)).toMatchObject({
      state: 'pending',
      response: expect.stringContaining('may have arrived'),
    });
    const well = await mailServer(closers);
    expect(await sendBy(well.port)).toMatchObject({ state: 'sent' });
    await expectOnce(well.received);
  });

  test('or is held for a person, as configured, and then goes out no more', async () => {
    const { port } = await oddServer(closers, until(/^\.$/, hangUp));
    expect(await sendBy(port, { hold: true })).toMatchObject({ state: 'held' });
    const well = await mailServer(closers);
    expect(await sendBy(well.port, { hold: true })).toMatchObject({ state: 'held' });
    expect(well.received).toEqual([]);
  });
});

test('refuses one of many: that reader is suspended, the others get theirs, nobody gets another’s', async () => {
  const names = Array.from({ length: 20 }, (_, at) => `r${at}`);
  const readers = names.map((name) => subscriberOf(name));
  const { port, received } = await mailServer(closers, {
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('r7@') ? refuses(550, '5.1.1 no such user') : null),
  });
  for (const reader of readers) {
    await desk.store.saveSubscriber(reader);
    const mail = deliveryOf(reader, developmentOf('walkout'));
    await desk.store.createDelivery(mail);
    await sendBy(port, { id: mail.id });
  }
  const took = received.map(({ recipients }) => recipients);
  expect(took).toEqual(names.filter((name) => name !== 'r7').map((name) => [`${name}@readers.example`]));
  const refused = await desk.store.subscriber(readers[7]?.id ?? '');
  expect(refused).toMatchObject({
    status: 'suspended',
    suspended: { reason: expect.stringContaining('5.1.1') },
  });
});

describe('what a page may call its news reaches one reader, and reads as it should', () => {
  test.each([
    ['2,000 characters', 'Talks resume in Baghdad and '.repeat(72)],
    ['one word of 2,000 characters', 'x'.repeat(2_000)],
    ['only emoji', '🎉👩‍👩‍👧‍👦🇮🇶'.repeat(80)],
    ['right to left', 'استئناف المحادثات في بغداد بين الجانبين'],
    ['HTML', '<script>alert(1)</script><b>Talks</b> & "more"'],
    ['line breaks and headers', 'Talks\r\nBcc: eve@evil.example\r\n\r\nresume'],
    ['a lone surrogate and a null', 'Talks \ud83d\u0000 resume'],
  ])('a headline of %s', async (_, headline) => {
    const { port, received } = await mailServer(closers);
    const development = developmentOf('odd', { headline });
    await commitFound(desk.store, development);
    await sendAlert(desk.context(), { watchId: watchOf().id, developmentId: development.id });
    const id = desk.enqueued.flatMap(({ data }) => ('deliveryId' in data ? [data.deliveryId] : []))[0] ?? '';
    expect(await sendBy(port, { id })).toMatchObject({ state: 'sent' });
    expect(received.map(({ recipients }) => recipients)).toEqual([[ADA.mailbox.address]]);
    const mail = await PostalMime.parse(received[0]?.bytes ?? '');
    const composed = (await desk.store.delivery(id))?.message;
    expect(mail.subject).toBe(composed?.subject);
    expect(mail.subject?.length).toBeLessThanOrEqual(1_000);
    expect([mail.to?.map(({ address }) => address), mail.cc, mail.bcc]).toEqual([
      [ADA.mailbox.address],
      undefined,
      undefined,
    ]);
    expect(mail.html).not.toContain('<script');
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(composed?.text.trim());
  });

  test('500 developments at once: the day’s four alerts, and one digest of seven that counts the rest', async () => {
    const found = Array.from({ length: 500 }, (_, at) => developmentOf(`fact ${at}`));
    await commitFound(desk.store, ...found);
    for (const { id } of found) {
      await sendAlert(desk.context(), { watchId: watchOf().id, developmentId: id });
    }
    const alerts = (await desk.store.deliveries(1_000)).filter(({ kind }) => kind === 'alert');
    expect(alerts).toHaveLength(1 + ADA.maxAlertsPerDay);
    await desk.store.scheduleDigest(ADA.id, NOW);
    expect(await sendDigest(desk.context(), { subscriberId: ADA.id })).toMatchObject({ developments: 496 });
    const [digest] = (await desk.store.deliveries(1_000)).filter(({ kind }) => kind === 'digest');
    expect(digest?.message.text.match(/^\* /gm)).toHaveLength(7);
    expect(digest?.message.text).toContain('489 more developments');
    const told = [...alerts.slice(0, 4), digest].flatMap((one) => one?.developmentIds ?? []);
    expect(new Set(told).size).toBe(told.length);
  });
});
