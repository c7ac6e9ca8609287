import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtpTransport } from '../../src/notify/transport.ts';
import { openMailbox, type TestMailbox } from '../jobs/mailbox.ts';
import { note } from './rows.ts';

const INJECTED = [
  '\r\nBcc: eve@evil.example',
  '\nBcc: eve@evil.example',
  '\r\n\r\n<b>body</b>',
  '\u2028Bcc: eve@evil.example',
  '\0',
  '%0d%0aBcc: eve@evil.example',
];
const RECIPIENTS = [
  'ada@example.org, eve@evil.example',
  'ada@example.org\r\nRCPT TO:<eve@evil.example>',
  '<ada@example.org> <eve@evil.example>',
  'ada@example.org;eve@evil.example',
  '"ada@example.org, eve@evil.example" <x>',
  'group: ada@example.org, eve@evil.example;',
];

let mailbox: TestMailbox;
beforeEach(async () => {
  mailbox = await openMailbox();
});
afterEach(() => mailbox.close());

function message(more: object) {
  return {
    messageId: '<d1@newswatch.example>',
    from: { name: 'Newswatch', address: 'newswatch@newswatch.example' },
    to: { address: 'ada@example.org' },
    subject: 'Talks resume',
    text: 'Text.',
    html: '<p>Text.</p>',
    headers: {},
    date: '2024-02-11T12:00:00.000Z',
    ...more,
  };
}

test('no name, subject or header adds a header or a recipient, and no address is two', async ({ task }) => {
  const transport = createSmtpTransport({ url: mailbox.url });
  let sent = 0;
  for (const text of INJECTED) {
    const parts = [
      { subject: `Talks ${text}` },
      { to: { name: `Ada ${text}`, address: 'ada@example.org' } },
      { from: { name: `News ${text}`, address: 'newswatch@newswatch.example' } },
      { headers: { 'List-Id': `a ${text}` } },
    ];
    for (const part of parts) {
      await transport.send(message(part)).then(
        () => {
          sent += 1;
        },
        () => undefined,
      );
    }
  }
  const refused = await Promise.all(
    RECIPIENTS.map((address) =>
      transport.send(message({ to: { address } })).then(
        () => 'sent',
        () => 'refused',
      ),
    ),
  );
  await transport.close();
  expect(new Set(refused)).toEqual(new Set(['refused']));
  expect(mailbox.mails).toHaveLength(sent);
  expect(sent).toBeGreaterThan(10);
  for (const { bcc = [], cc = [], to = [], html } of mailbox.mails) {
    expect([...bcc, ...cc]).toEqual([]);
    expect(to.map(({ address }) => address)).toEqual(['ada@example.org']);
    expect(html).not.toContain('<b>body</b>');
  }
  note(task, {
    fault: 'headers and recipients injected into mails',
    times: INJECTED.length * 4 + RECIPIENTS.length,
    of: 'subject, names, headers, addresses',
    lost: 0,
    doubled: 0,
    note: '0 got through',
  });
});

test('an attachment is its content: a path and an address are read by nobody', async ({ task }) => {
  const transport = createSmtpTransport({ url: mailbox.url });
  const attempts = [
    { path: '/etc/passwd' },
    { path: mailbox.url.replace('smtp', 'http') },
    { href: 'http://127.0.0.1:9/' },
  ];
  for (const source of attempts) {
    const attachment = { filename: 'a.txt', contentType: 'text/plain', ...source };
    await expect(transport.send(message({ attachments: [attachment] }) as never)).rejects.toThrow();
  }
  await transport.close();
  expect(mailbox.mails).toEqual([]);
  note(task, {
    fault: 'attachments by path and by address',
    times: attempts.length,
    of: 'the sender of mails',
    lost: 0,
    doubled: 0,
    note: '0 read, none sent',
  });
});
