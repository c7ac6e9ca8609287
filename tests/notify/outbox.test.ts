import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeliveryError } from '../../src/model/errors.ts';
import type { MailMessage } from '../../src/model/mail.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { createOutboxTransport } from '../../src/notify/transport.ts';
import { from, links, now, resumed, subscriber, watch } from './samples.ts';

const alert = composeAlert({ watch, subscriber, from, links, now, development: resumed });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newswatch-outbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes one mail and reads it as a mail program would. */
async function written(message: MailMessage) {
  const outbox = createOutboxTransport({ folder });
  await outbox.send(message);
  await outbox.close();
  const [file = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  const bytes = await readFile(join(folder, file));
  const mail = await PostalMime.parse(bytes);
  const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
  return { file, bytes, mail, header };
}

test('a mail is written as a mail program reads it', async () => {
  const { file, mail, header } = await written(alert);
  expect(file).toMatch(/^d[0-9a-f]{20}\.eml$/);
  expect(mail.subject).toBe(alert.subject);
  expect(mail.from).toEqual({ name: 'Newswatch', address: 'newswatch@example.org' });
  expect(mail.to).toEqual([{ name: 'Ada Lovelace', address: 'ada@example.com' }]);
  expect(mail.messageId).toBe(alert.messageId);
  expect(mail.date).toBe(now);
  expect(mail.text?.trimEnd()).toBe(alert.text.trimEnd());
  expect(mail.html?.trim()).toBe(alert.html.trim());
  expect(header('references')).toEqual([alert.references?.join(' ')]);
  for (const [name, value] of Object.entries(alert.headers)) {
    expect(header(name.toLowerCase())).toEqual([value]);
  }
  expect(header('x-mailer')).toEqual([]);
});

test('the text part comes first, for programs that show the first they can', async () => {
  const { bytes } = await written(alert);
  const source = bytes.toString();
  expect(source).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(source.indexOf('text/plain')).toBeLessThan(source.indexOf('text/html'));
});

test('no line is longer than mail may have, no header holds what is not ASCII', async () => {
  const { bytes } = await written({ ...alert, subject: `Ünï → ${'long '.repeat(200)}` });
  const lines = bytes.toString('latin1').split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  expect(bytes.toString('latin1').split('\r\n\r\n')[0]).toMatch(/^[\x20-\x7e\r\n\t]*$/);
});

test('a second try writes the same file with the same bytes', async () => {
  const first = await written(alert);
  const second = await written(alert);
  expect(second.file).toBe(first.file);
  expect(second.bytes.equals(first.bytes)).toBe(true);
});

test('line breaks in any field make no header and no second recipient', async () => {
  const evil = 'x\r\nBcc: eve@example.org\r\n\r\n<b>body</b>';
  const { mail, header } = await written({
    ...alert,
    subject: evil,
    from: { name: evil, address: from.address },
    to: { name: `${evil}, eve@example.org`, address: subscriber.mailbox.address },
    headers: { ...alert.headers, 'List-Id': evil },
    references: [evil],
  });
  expect(mail.bcc).toBeUndefined();
  expect(mail.cc).toBeUndefined();
  expect(mail.to?.map(({ address }) => address)).toEqual([subscriber.mailbox.address]);
  expect(header('bcc')).toEqual([]);
  expect(mail.text?.trimEnd()).toBe(alert.text.trimEnd());
});

test('a name that looks like a list is one name', async () => {
  const { mail } = await written({
    ...alert,
    to: { name: 'a@example.org, b@example.org', address: 'ada@example.com' },
  });
  expect(mail.to).toEqual([{ name: 'a@example.org, b@example.org', address: 'ada@example.com' }]);
});

test('a Message-ID cannot write outside the outbox', async () => {
  const { file } = await written({ ...alert, messageId: '<../../etc/cron.d/x@example.org>' });
  expect(file).toBe('_etc_cron_d_x.eml');
});

test('the folder is made when it is not there', async () => {
  await rm(folder, { recursive: true });
  await written(alert);
});

test('a disk that refuses puts the mail off, in words, and leaves no half file', async () => {
  const blocked = join(folder, 'outbox');
  await writeFile(blocked, '');
  const sending = createOutboxTransport({ folder: blocked }).send(alert);
  await expect(sending).rejects.toThrow(DeliveryError);
  await expect(sending).rejects.toMatchObject({ retryable: true, outcomeUnknown: false });
  await expect(sending).rejects.toThrow(/a file stands where the folder should be/);

  await rm(blocked);
  await mkdir(join(blocked, `${alert.messageId.slice(1, 22)}.eml`), { recursive: true });
  await expect(createOutboxTransport({ folder: blocked }).send(alert)).rejects.toThrow(DeliveryError);
  expect(await readdir(blocked)).toHaveLength(1);
});
