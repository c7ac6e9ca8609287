import { domainToASCII } from 'node:url';
import { contentId } from '../model/id.ts';
import type { Mailbox } from '../model/mail.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';

/** Who a mail belongs to and how its readers leave it. */
export interface ListInput {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly kind: 'alert' | 'digest';
  /** What mail programs sort by: the watch of an alert, `digest` for a digest. */
  readonly list: { readonly id: string; readonly title: string };
  /** The signed page that ends the subscription; null where there are no pages. */
  readonly unsubscribe: string | null;
  /** The subject of a mail that ends the subscription too. */
  readonly unsubscribeSubject: string;
  /** Where what was sent before can be read; null where there are no pages. */
  readonly archive: string | null;
}

/**
 * The headers of mail sent by a program to a list of readers who asked for it:
 * List-Id (RFC 2919), List-Unsubscribe and List-Archive (RFC 2369), one-click (RFC 8058),
 * Auto-Submitted (RFC 3834). Precedence and X-Auto-Response-Suppress quiet the out-of-office
 * replies of programs that do not know RFC 3834; Feedback-ID tells Gmail's reports apart.
 */
export function listHeaders(input: ListInput): Readonly<Record<string, string>> {
  const listId = input.list.id.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  const title = asciiPhrase(input.list.title);
  const { address } = input.replyTo ?? input.from;
  const byMail = `<mailto:${encodeURIComponent(address).replaceAll('%40', '@')}?subject=${encodeURIComponent(input.unsubscribeSubject)}>`;
  return {
    'List-Id': `${title && `"${title}" `}<${listId}.newswatch.${domainOf(input.from)}>`,
    'List-Unsubscribe': input.unsubscribe ? `<${input.unsubscribe}>, ${byMail}` : byMail,
    ...(input.unsubscribe && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    ...(input.archive && { 'List-Archive': `<${input.archive}>` }),
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'Feedback-ID': `${listId}:${input.kind}:newswatch`,
  };
}

/** Of a mail about a subscription itself: no list yet, and no answers of machines. */
export function serviceHeaders(): Readonly<Record<string, string>> {
  return { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
}

/** Stable: the same delivery gives the same Message-ID, and it is the delivery's own id. */
export function messageId(deliveryId: string, from: Mailbox): string {
  return `<${deliveryId}@${domainOf(from)}>`;
}

/**
 * What an alert answers, though none of it was ever sent: a root for the story, and under it one for each event, so
 * that an update, a confirmation or a denial stands in the thread of the first report. The nearest comes last: the
 * event of the subject.
 *
 * @param entryIds the subject's first
 */
export function threadOf(watchId: string, entryIds: readonly string[], from: Mailbox): readonly string[] {
  const events = [...new Set(entryIds)].reverse();
  return [contentId('w', watchId), ...events.map((id) => contentId('e', watchId, id))].map((id) =>
    messageId(id, from),
  );
}

export function domainOf(mailbox: Mailbox): string {
  const domain = domainToASCII(mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1));
  return /^[a-z0-9.-]+$/.test(domain) ? domain : 'localhost';
}

/** The list's name as a quoted string may hold it; '' when nothing of it is ASCII. */
function asciiPhrase(title: string): string {
  const ascii = oneLine(title)
    .replaceAll(/\p{Pd}/gu, '-')
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]|["\\<>]/g, '');
  return clip(ascii.trim(), { characters: 60 }).replace('…', '...');
}
