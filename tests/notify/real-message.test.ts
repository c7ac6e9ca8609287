import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { createSmtpTransport } from '../../src/notify/transport.ts';
import { type Closers, mailServer } from '../support/mail-servers.ts';
import { from, links, now, resumed, subscriber, watch } from './samples.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const update = { ...resumed, id: 'v9', kind: 'update' as const };
const denial = { ...resumed, id: 'v10', kind: 'denied' as const };
const alert = composeAlert({ watch, subscriber, from, links, now, development: resumed });
const mails = [
  alert,
  composeAlert({ watch, subscriber, from, links, now, development: update }),
  composeAlert({ watch, subscriber, from, links, now, development: denial }),
  composeDigest({
    sections: [{ watch, developments: [resumed], withheld: { known: 3 } }],
    silentFeeds: [],
    ...{ subscriber, from, links, now },
    window: { from: '2024-02-11T06:00:00.000Z', to: now },
  }),
];

/** As a real server received them, signed, over SMTP. */
const received: { readonly from: string; readonly to: readonly string[]; readonly raw: string }[] = [];
const closers: Closers = [];

beforeAll(async () => {
  const server = await mailServer(closers);
  const smtp = createSmtpTransport({
    host: '127.0.0.1',
    port: server.port,
    returnPath: { address: 'bounces@example.org' },
    dkim: {
      ...{ domain: 'example.org', selector: 'newswatch' },
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
  for (const mail of mails) await smtp.send(mail);
  await smtp.close();
  for (const { sender, recipients, bytes } of server.received) {
    received.push({ from: sender, to: recipients, raw: bytes.toString('latin1') });
  }
});
afterAll(async () => {
  for (const close of closers) await close();
});

const parse = (at: number) => PostalMime.parse(Buffer.from(received[at]?.raw ?? '', 'latin1'));

/** Header fields as they stand, the folding included. */
function fieldsOf(raw: string): readonly (readonly [name: string, field: string])[] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  return head
    .split(/\r\n(?![ \t])/)
    .map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field]);
}

/** RFC 6376, 3.4.2. */
function relaxed(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll(/\r\n/g, '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).toLowerCase().trim()}:${value}`;
}

/** RFC 6376, 3.4.4. */
function relaxedBody(raw: string): string {
  const lines = raw.slice(raw.indexOf('\r\n\r\n') + 4).split('\r\n');
  const tidy = lines.map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  return `${tidy.join('\r\n').replace(/(\r\n)*$/, '')}\r\n`;
}

describe('a message as a real server received it', () => {
  test('goes to one recipient, with a return path that names the delivery', () => {
    expect(received).toHaveLength(mails.length);
    for (const [at, { from: sender, to }] of received.entries()) {
      expect(to).toEqual([subscriber.mailbox.address]);
      const id = /<(.*)@/.exec(mails[at]?.messageId ?? '')?.[1];
      expect(sender).toBe(`bounces+${id}@example.org`);
    }
  });

  test('is signed with DKIM, the list headers included', () => {
    for (const { raw } of received) {
      const fields = fieldsOf(raw);
      const signature = fields.find(([name]) => name === 'dkim-signature')?.[1] ?? '';
      const tag = (name: string) =>
        (new RegExp(`[;:\\s]${name}=([^;]+)`).exec(signature)?.[1] ?? '').replaceAll(/\s/g, '');
      expect([tag('d'), tag('s'), tag('c')]).toEqual(['example.org', 'newswatch', 'relaxed/relaxed']);
      const signed = tag('h').toLowerCase().split(':');
      for (const name of ['from', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'list-archive']) {
        expect(signed, name).toContain(name);
      }
      expect(tag('bh')).toBe(createHash('sha256').update(relaxedBody(raw), 'latin1').digest('base64'));
      const covered = signed.map((name) => relaxed(fields.find(([own]) => own === name)?.[1] ?? ''));
      const own = relaxed(signature.replace(/([;\s]b=)[^;]*$/, '$1'));
      const verify = createVerify('sha256').update([...covered, own].join('\r\n'), 'latin1');
      expect(verify.verify(publicKey, tag('b'), 'base64')).toBe(true);
    }
  });

  test('has each header once, and answers go to who sent it', () => {
    for (const { raw } of received) {
      const names = fieldsOf(raw).map(([name]) => name);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
      for (const name of ['date', 'from', 'to', 'subject', 'message-id']) expect(names).toContain(name);
      for (const name of ['reply-to', 'cc', 'bcc', 'sender']) expect(names).not.toContain(name);
    }
  });

  test('has every header of a list that is left with one click', async () => {
    const { headers, messageId, date, from: sender, to } = await parse(0);
    const header = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(messageId).toBe(alert.messageId);
    expect(new Date(date ?? '').toISOString()).toBe(now);
    expect(sender?.address).toBe(from.address);
    expect(to?.map(({ address }) => address)).toEqual([subscriber.mailbox.address]);
    expect(header('list-id')).toBe('"US-Iraq coalition" <us-iraq-coalition.newswatch.example.org>');
    expect(header('list-unsubscribe')).toContain(`<${links.unsubscribe(subscriber.id)}>`);
    expect(header('list-unsubscribe')).toContain('<mailto:newswatch@example.org?subject=unsubscribe');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('list-archive')).toBe(`<${links.page(`/watches/${watch.id}`)}>`);
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('precedence')).toBe('bulk');
    expect(header('feedback-id')).toBe('us-iraq-coalition:alert:newswatch');
  });

  test('an update and a denial stand in the thread of the first report', async () => {
    const [first, second, third] = await Promise.all([parse(0), parse(1), parse(2)]);
    expect(first?.references).toMatch(/^<\S+> <\S+>$/);
    expect(second?.references).toBe(first?.references);
    expect(third?.references).toBe(first?.references);
    expect(new Set([first?.messageId, second?.messageId, third?.messageId]).size).toBe(3);
  });

  test('says the same in text and HTML, and fetches nothing', async () => {
    const { text, html } = await parse(0);
    expect(text).toContain('Talks resume in Baghdad');
    expect(html).toContain('Talks resume in Baghdad');
    expect(html).not.toMatch(/<img|src=|@import/);
  });
});
