import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { inOnePiece } from '../../src/notify/mime.ts';
import { demoMails } from './demo-mails.ts';

type Mail = Parameters<ReturnType<typeof createTransport>['sendMail']>[0];

const MAILS: Readonly<Record<string, Mail>> = {
  'text and HTML': { text: 'Plain.\n', html: '<p>Marked up.</p>' },
  'text alone, of ASCII': { text: 'Plain.\nTwo lines.' },
  'lines over 76 characters, each way': {
    text: `${'word '.repeat(60)}\n${'x'.repeat(400)}`,
    html: `<p>${'é'.repeat(300)}</p>`,
  },
  'no ASCII at all, right to left, emoji': { text: 'محادثات بغداد\n', html: '<p>🕊️🕊️ בגדד</p>' },
  'dots, blanks and tabs where lines end or begin': {
    text: '.\n..two\nblank \ntab\t\n\n.',
    html: '<p>a=b</p> ',
  },
  'line breaks of every kind': { text: 'a\r\nb\rc\nd', html: 'é\r\né\ré\né' },
  'no content': { text: '', html: '' },
  'an attachment': {
    text: 'See below.',
    html: '<p>See below.</p>',
    attachments: [
      {
        filename: 'expected.ics',
        contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
        content: `BEGIN:VCALENDAR\r\nSUMMARY:${'Käse '.repeat(40)}\r\n`,
      },
    ],
  },
};

describe('a mail in one piece', () => {
  it.each(Object.entries(MAILS))('is what nodemailer makes of %s', async (_, mail) => {
    expect(await built(mail, true)).toBe(await built(mail, false));
  });

  it('is what nodemailer makes of every mail of the demo', async () => {
    for (const { mail } of demoMails()) {
      const { subject, text, html, attachments, headers } = mail;
      const files = attachments && { attachments: attachments.map((file) => ({ ...file })) };
      const same = { subject, text, html, headers: { ...headers }, ...files };
      expect(await built(same, true)).toBe(await built(same, false));
    }
  });
});

async function built(mail: Mail, whole: boolean): Promise<string> {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  if (whole) writer.use('stream', inOnePiece);
  const { message } = await writer.sendMail({
    ...{ from: 'a@example.org', to: 'b@example.org', messageId: '<1@example.org>', date: new Date(0) },
    ...{ baseBoundary: 'boundary', textEncoding: 'quoted-printable' as const, ...mail },
  });
  return String(message);
}
