import type { Socket } from 'node:net';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/model/errors.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { createSmtpTransport, type SmtpOptions } from '../../src/notify/transport.ts';
import {
  type Closers,
  mailServer as openMailServer,
  oddServer as openOddServer,
  until,
} from '../support/mail-servers.ts';
import { from, links, now, resumed, subscriber, watch } from './samples.ts';

const alert = composeAlert({ watch, subscriber, from, links, now, development: resumed });
const closers: Closers = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const mailServer = (options?: SMTPServerOptions) => openMailServer(closers, options);
const oddServer = (behave: (socket: Socket, line: string) => void, greeting?: string) =>
  openOddServer(closers, behave, greeting);

function transport(port: number, options: SmtpOptions = {}) {
  const smtp = createSmtpTransport({
    host: '127.0.0.1',
    port,
    connectTimeoutMs: 10_000,
    silenceTimeoutMs: 10_000,
    ...options,
  });
  closers.push(() => smtp.close());
  return smtp;
}

async function failure(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => new Error('it was sent'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe('a mail server that works', () => {
  test('gets the mail, for one recipient, and its answer comes back', async () => {
    const { port, received } = await mailServer();
    expect(await transport(port).send(alert)).toMatch(/^250 /);
    expect(received.map(({ recipients }) => recipients)).toEqual([['ada@example.com']]);
    const mail = await PostalMime.parse(received[0]?.bytes ?? '');
    expect(mail.subject).toBe(alert.subject);
    expect(mail.messageId).toBe(alert.messageId);
    expect(mail.text?.trimEnd()).toBe(alert.text.trimEnd());
  });

  test('is found, and logged in to, by a URL alone', async () => {
    const logins: unknown[] = [];
    const { port, received } = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        logins.push([username, password]);
        done(null, { user: username });
      },
    });
    const smtp = createSmtpTransport({ url: `smtp://news:p%40ss@127.0.0.1:${port}` });
    closers.push(() => smtp.close());
    await smtp.send(alert);
    expect(received).toHaveLength(1);
    expect(logins).toEqual([['news', 'p@ss']]);
  });

  test('gets the very same mail again on a second try', async () => {
    const { port, received } = await mailServer();
    const smtp = transport(port);
    await smtp.send(alert);
    await smtp.send(alert);
    expect(received[0]?.bytes.equals(received[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  test('never gets a second recipient out of a name or an address', async () => {
    const { port, received } = await mailServer();
    const smtp = transport(port);
    await smtp.send({ ...alert, to: { name: 'b@example.org, c', address: 'ada@example.com' } });
    const lists = ['ada@example.com, eve@example.org', 'ada@example.com\r\nRCPT TO:<eve@example.org>'];
    for (const address of lists) {
      expect(await failure(smtp.send({ ...alert, to: { address } }))).toMatchObject({ retryable: false });
    }
    expect(received.map(({ recipients }) => recipients)).toEqual([['ada@example.com']]);
  });

  test('that hangs up between two mails is called again', async () => {
    const { port, received } = await mailServer({ socketTimeout: 300 });
    const smtp = transport(port);
    await smtp.send(alert);
    await new Promise((later) => setTimeout(later, 700));
    await smtp.send({ ...alert, messageId: '<d2@example.org>' });
    expect(received).toHaveLength(2);
  });

  test('refuses one of many: the others arrive', async () => {
    const { port, received } = await mailServer({
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('r7@') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null,
        ),
    });
    const smtp = transport(port);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        smtp.send({ ...alert, messageId: `<d${i}@example.org>`, to: { address: `r${i}@example.com` } }),
      ),
    );
    expect(outcomes.map(({ status }) => status).indexOf('rejected')).toBe(7);
    expect(new Set(received.flatMap(({ recipients }) => recipients)).size).toBe(29);
    expect(received).toHaveLength(29);
  });

  test('closing waits for the mails on their way', async () => {
    const { port, received } = await mailServer();
    const smtp = createSmtpTransport({ host: '127.0.0.1', port });
    const sending = [smtp.send(alert), smtp.send({ ...alert, messageId: '<d2@example.org>' })];
    await smtp.close();
    await Promise.all(sending);
    expect(received).toHaveLength(2);
  });
});

describe('what the server says of this mail decides', () => {
  const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

  test.each([
    ['RCPT 450, a greylist', { onRcptTo: (_a, _s, done) => done(answer(450, 'try later')) }, true],
    ['RCPT 550', { onRcptTo: (_a, _s, done) => done(answer(550, 'no such user')) }, false],
    ['MAIL 451', { onMailFrom: (_a, _s, done) => done(answer(451, 'try later')) }, true],
    ['MAIL 553', { onMailFrom: (_a, _s, done) => done(answer(553, 'not from you')) }, false],
    [
      'DATA 452',
      { onData: (stream, _s, done) => stream.resume().on('end', () => done(answer(452, 'full'))) },
      true,
    ],
    [
      'DATA 554',
      { onData: (stream, _s, done) => stream.resume().on('end', () => done(answer(554, 'spam'))) },
      false,
    ],
  ] as [string, SMTPServerOptions, boolean][])('%s', async (_, options, retryable) => {
    const { port } = await mailServer(options);
    const error = await failure(transport(port).send(alert));
    expect(error).toMatchObject({ retryable, outcomeUnknown: false });
    expect(error.message).toMatch(
      retryable ? /^Put off by the mail server: 45/ : /^Refused by the mail server: 55/,
    );
  });

  test('an international address at a server that takes them arrives', async () => {
    const { port, received } = await mailServer();
    await transport(port).send({ ...alert, to: { address: 'пример@example.org' } });
    expect(received.map(({ recipients }) => recipients)).toEqual([['пример@example.org']]);
  });

  test('the reader’s address stays out of the words', async () => {
    const { port } = await mailServer({
      onRcptTo: (_a, _s, done) => done(answer(550, '<ada@example.com> is unknown')),
    });
    const error = await failure(transport(port).send(alert));
    expect(error.message).toContain('<the address> is unknown');
    expect(error.message).not.toContain('ada@');
  });
});

describe('what is the operator’s to mend keeps the mail waiting', () => {
  test('a refused login', async () => {
    const { port } = await mailServer({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('wrong password')),
    });
    const error = await failure(transport(port, { auth: { user: 'u', pass: 'secret' } }).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect(error.message).toMatch(/refuses the login/);
    expect(error.message).not.toContain('secret');
  });

  test('a login that is wanted and not configured', async () => {
    const { port } = await mailServer({ disabledCommands: ['STARTTLS'], authOptional: false });
    expect(await failure(transport(port).send(alert))).toMatchObject({ retryable: true });
  });

  test('no encryption where it is required: nothing is sent', async () => {
    const { port, received } = await mailServer();
    const error = await failure(transport(port, { requireTls: true }).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect(received).toEqual([]);
  });

  test('no server at all', async () => {
    const { port } = await oddServer(() => {});
    await closers.pop()?.();
    const error = await failure(transport(port).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect(error.message).toMatch(/cannot be reached/);
  });

  test('a server that greets with 554', async () => {
    const { port } = await oddServer(() => {}, '554 no service for you\r\n');
    expect(await failure(transport(port).send(alert))).toMatchObject({
      retryable: true,
      outcomeUnknown: false,
    });
  });
});

describe('a server that falls silent or hangs up', () => {
  const hangUp = (socket: Socket) => socket.destroy();
  const silence = () => {};
  const impatient = { connectTimeoutMs: 1000, silenceTimeoutMs: 1000 };

  test('before the greeting', async () => {
    const { port } = await oddServer(() => {}, '');
    const error = await failure(transport(port, impatient).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect(error.message).toMatch(/did not answer in time/);
  });

  test.each([
    ['hangs up at MAIL', /^MAIL/, hangUp],
    ['hangs up at RCPT', /^RCPT/, hangUp],
    ['hangs up at DATA', /^DATA/, hangUp],
    ['is silent at EHLO', /^EHLO/, silence],
    ['is silent at MAIL', /^MAIL/, silence],
    ['is silent at DATA', /^DATA/, silence],
  ])('%s: the mail has not gone, and waits', async (_, stop, then) => {
    const { port } = await oddServer(until(stop, then));
    expect(await failure(transport(port, impatient).send(alert))).toMatchObject({
      retryable: true,
      outcomeUnknown: false,
    });
  });

  test.each([
    ['hangs up after the final dot', hangUp],
    ['is silent after the final dot', silence],
  ])('%s: the mail may have arrived, and is sent once only', async (_, then) => {
    const { port, connections } = await oddServer(until(/^\.$/, then));
    const error = await failure(transport(port, impatient).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: true });
    expect(error.message).toMatch(/may have arrived/);
    expect(connections.size).toBe(1);
  });

  test('after the final dot, with a reply: the reply decides', async () => {
    const { port } = await oddServer(until(/^\.$/, (socket) => socket.end('421 going down\r\n')));
    expect(await failure(transport(port, impatient).send(alert))).toMatchObject({
      retryable: true,
      outcomeUnknown: false,
    });
  });

  test('that answers a byte at a time is left after the time for one mail', async () => {
    const { port } = await oddServer(
      until(/^MAIL/, (socket) => {
        const timer = setInterval(() => socket.write('250-'), 50);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const error = await failure(transport(port, { sendTimeoutMs: 500 }).send(alert));
    expect(error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect(error.message).toMatch(/took too long/);
  });
});
