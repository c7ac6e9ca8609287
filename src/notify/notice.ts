import type { Mailbox, MailMessage, SubscribeWish } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import type { Instant } from '../model/time.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { zoneInWords } from './dates.ts';
import { button, frame, look } from './frame.ts';
import { messageId, serviceHeaders } from './headers.ts';
import { blocks, wrap } from './plain.ts';

export interface NoticeInput {
  readonly deliveryId: string;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly now: Instant;
  /** The one page this mail is for. */
  readonly link: string;
}

interface NoticeText {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action: string;
  readonly after: readonly string[];
}

/** Asks whoever reads an address whether they want what was asked for in its name. Nothing is mailed before they say so. */
export function composeConfirmation(
  input: NoticeInput & { readonly wish: SubscribeWish; readonly titles: readonly string[] },
): MailMessage {
  const titles = input.titles.map((title) => clip(oneLine(title), { characters: 80 }));
  return compose(input, {
    subject: 'Confirm your Newswatch subscription',
    lines: [
      'Somebody, most likely you, asked for mails from Newswatch to this address:',
      ...titles.map((title) => `• ${title}`),
      `${wishInWords(input.wish)}.`,
    ],
    action: 'Confirm the subscription',
    after: [
      'The link works once, for two days, and opens a page with one button.',
      'It was not you? Do nothing: no further mail will come, and the address is forgotten after two days.',
    ],
  });
}

/** Brings the link to their preferences to somebody known who asked for it, or asked to be subscribed again. */
export function composeManage(input: NoticeInput): MailMessage {
  return compose(input, {
    subject: 'Your Newswatch subscription',
    lines: [
      'Somebody, most likely you, typed this address into Newswatch. It is known here already; nothing was changed.',
      'On your own page you choose stories and hours, pause, see or delete what is held on you, and unsubscribe.',
    ],
    action: 'Open your preferences',
    after: ['It was not you? Do nothing. Keep the link to yourself: whoever has it can change what you get.'],
  });
}

function compose(input: NoticeInput, notice: NoticeText): MailMessage {
  const { deliveryId, from, to, now, link } = input;
  return {
    messageId: messageId(deliveryId, from),
    from,
    to,
    subject: notice.subject,
    text: blocks([
      ...notice.lines.map((line) => [wrap(line)]),
      [`${notice.action}:`, link],
      ...notice.after.map((line) => [wrap(line)]),
    ]),
    html: renderHtml(notice, link),
    headers: serviceHeaders(),
    date: now,
  };
}

function renderHtml({ subject, lines, action, after }: NoticeText, link: string): string {
  return frame({
    title: subject,
    sheet: markup`<h1 ${look('headline')}>${subject}</h1>
${lines.map(paragraph)}
${button(link, action)}
${after.map((line) => markup`<p ${look('remark')}>${line}</p>`)}`,
    foot: markup`<p ${look('footer')}>This mail is about a subscription only.</p>`,
  });
}

function paragraph(line: string): Markup {
  return markup`<p ${look('text')} dir="auto">${line}</p>
`;
}

/** `Alerts at once, and a digest every day at 07:00, Berlin time`. */
export function wishInWords({ alerts, digest, hour, timezone }: SubscribeWish): string {
  const at = `${String(hour).padStart(2, '0')}:00, ${zoneInWords(timezone)}`;
  const rhythm = {
    off: '',
    hourly: 'a digest every hour',
    daily: `a digest every day at ${at}`,
    weekdays: `a digest on weekdays at ${at}`,
    weekly: `a digest on Mondays at ${at}`,
  }[digest];
  if (rhythm === '') return alerts ? 'Alerts at once, no digest' : 'Neither alerts nor a digest';
  return alerts ? `Alerts at once, and ${rhythm}` : `No alerts, ${rhythm}`;
}
