import type { Development, WithheldReason } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { contentId } from '../model/id.ts';
import type { Mailbox, MailMessage, Subscriber } from '../model/mail.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { calendarOf } from './ahead.ts';
import { clip } from './budget.ts';
import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import { type DigestView, viewOf } from './digest-view.ts';
import { headlineWithKind } from './fact.ts';
import { domainOf, listHeaders, messageId } from './headers.ts';
import type { Links } from './links.ts';
import { shortTitle } from './title.ts';

/** Of the fact; with how many more and the story a subject stays under 150. */
const FACT_CHARACTERS = 84;

export interface DigestSection {
  /** Its baseline is the story so far of a first digest. */
  readonly watch: Pick<Watch, 'id' | 'title'> & Partial<Pick<Watch, 'baseline'>>;
  readonly developments: readonly Development[];
  /** Earlier ones, for figures that have risen before. */
  readonly history?: readonly Development[];
  /** How many events were not told, by reason. */
  readonly withheld: Readonly<Partial<Record<WithheldReason, number>>>;
  /** The ledger, for what is expected. */
  readonly entries?: Iterable<LedgerEntry>;
}

export interface SilentFeed {
  readonly title: string;
  /** When it last brought an item, or was last heard of. */
  readonly since: Instant | Day;
}

export interface DigestInput {
  readonly sections: readonly DigestSection[];
  readonly silentFeeds: readonly SilentFeed[];
  readonly subscriber: Subscriber;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly links: Links;
  readonly window: { readonly from: Instant; readonly to: Instant };
  /** None was sent to this subscriber before. */
  readonly first?: boolean;
  readonly now: Instant;
}

/** The mail that gathers what was not worth an alert: the weightiest first, seven at most, by watch. */
export function composeDigest(input: DigestInput): MailMessage {
  const { subscriber, from, replyTo, links, window, now } = input;
  const view = viewOf(input);
  return {
    messageId: messageId(contentId('d', subscriber.id, 'digest', window.to), from),
    from,
    to: subscriber.mailbox,
    ...(replyTo && { replyTo }),
    subject: subjectOf(input, view),
    text: digestText(view),
    html: digestHtml(view),
    ...attachmentsOf(view, input),
    headers: listHeaders({
      from,
      ...(replyTo && { replyTo }),
      kind: 'digest',
      list: { id: 'digest', title: 'Newswatch digest' },
      unsubscribe: view.unsubscribe,
      unsubscribeSubject: links.unsubscribeSubject(subscriber.id),
      archive: links.page('/'),
    }),
    date: now,
  };
}

function attachmentsOf(
  view: DigestView,
  { from, links, now }: DigestInput,
): Pick<MailMessage, 'attachments'> {
  const lines = view.sections.flatMap(({ title, expected }) =>
    expected.map((line) => ({ ...line, what: `${line.what} (${shortTitle(title)})` })),
  );
  if (lines.length === 0) return {};
  const content = calendarOf(lines, { domain: domainOf(from), now, page: links.page('/') });
  const contentType = 'text/calendar; charset=utf-8; method=PUBLISH';
  return { attachments: [{ filename: 'expected.ics', contentType, content }] };
}

/** `Talks resume in Geneva, and 4 more — the dock strike`. */
function subjectOf(input: DigestInput, view: DigestView): string {
  const top = view.sections[0]?.items[0]?.development;
  const loud = input.sections.filter(({ developments }) => developments.length > 0);
  const [only] = loud.length > 0 ? loud : input.sections;
  const one = loud.length === 1 || input.sections.length === 1;
  const title = only && one ? shortTitle(only.watch.title) : 'Newswatch digest';
  const all = input.sections.reduce((sum, section) => sum + section.developments.length, 0);
  if (!top) return `Nothing new — ${title}`;
  const more = all > 1 ? `, and ${all - 1} more` : '';
  return `${clip(headlineWithKind(top), { characters: FACT_CHARACTERS })}${more} — ${title}`;
}
