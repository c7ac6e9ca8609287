import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { checkSmtp } from '../../src/notify/smtp-check.ts';

let server: SMTPServer | undefined;
afterEach(() => new Promise<void>((closed) => (server ? server.close(() => closed()) : closed())));

const mailboxes = { from: { address: 'desk@example.org' }, to: { address: 'ada@example.net' } };

/** A server without encryption that knows one password. */
async function check(
  login: string,
  options: SMTPServerOptions = {},
  more: { readonly returnPath?: { readonly address: string }; readonly requireTls?: boolean } = {},
) {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === 'right' ? done(null, { user: 'u' }) : done(new Error('wrong')),
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', done);
    },
    ...options,
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  const { steps } = await checkSmtp({ url: `smtp://${login}127.0.0.1:${port}`, ...mailboxes, ...more });
  return steps.map(({ step, ok, detail }) => `${ok ? 'ok' : 'failed'} ${step}: ${detail}`);
}

test('a server that takes login and mail, and offers no encryption', async () => {
  const [login, encryption, mail] = await check('u:right@');
  expect(login).toMatch(/^ok connection and login: .* takes the login$/);
  expect(encryption).toMatch(/^failed encryption: mails and the login travel readable/);
  expect(mail).toMatch(/^ok mail: 250/);
});

test('a refused login ends the check, and says what to look at', async () => {
  const steps = await check('u:wrong@');
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatch(/^failed connection and login: .*check its user and password/);
});

test('a refused mail is told in the words of the server, without the address', async () => {
  const steps = await check('u:right@', {
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('no such user'), { responseCode: 550 })),
  });
  expect(steps.at(-1)).toMatch(/^failed mail: Refused by the mail server: 550 no such user/);
  expect(steps.join()).not.toContain('ada@example.net');
});

test('the mail has a return path of its own, so that the way back is tried too', async () => {
  const senders: string[] = [];
  const onMailFrom: SMTPServerOptions['onMailFrom'] = ({ address }, _session, done) => {
    senders.push(address);
    done();
  };
  const returnPath = { address: 'bounces@example.org' };
  const steps = await check('u:right@', { onMailFrom }, { returnPath });
  expect(senders).toEqual(['bounces+test@example.org']);
  expect(steps.at(-1)).toMatch(/^ok mail: 250 .*; return path bounces\+test@example\.org$/);
});

test('where encryption is required nothing is tried without it', async () => {
  const steps = await check('u:right@', {}, { requireTls: true });
  expect(steps).toEqual([expect.stringMatching(/^failed connection and login: /)]);
});
