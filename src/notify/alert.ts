import type { Development, DevelopmentKind } from '../model/development.ts';
import type { EventType } from '../model/event.ts';
import { contentId } from '../model/id.ts';
import type { Mailbox, MailMessage, Subscriber } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { BEFORE_WORDS, KIND_WORDS, TYPE_WORDS } from '../model/words.ts';
import { type Beside, besideHtml, besideOf, besideText, NOTHING_BESIDE } from './alert-beside.ts';
import { clip, clipSentence, countWords } from './budget.ts';
import { readerOf } from './dates.ts';
import { type Fact, factOf, headlineWithKind } from './fact.ts';
import { frame, inKindColour, inset, link, look } from './frame.ts';
import { listHeaders, messageId, threadOf } from './headers.ts';
import type { Links } from './links.ts';
import { blocks, wrap } from './plain.ts';
import { bodyTitle, shortTitle } from './title.ts';

/** An alert of one development is under 120 words. */
const MAX_WORDS = 119;
const SUBJECT_CHARACTERS = 150;

export interface AlertInput {
  /** Its fact is the subject. */
  readonly development: Development;
  /** What else its article told, the more important first: in short below it. */
  readonly beside?: readonly Development[];
  /** How much more the article told, which is left to the digest. */
  readonly more?: number;
  readonly watch: Pick<Watch, 'id' | 'title'>;
  readonly subscriber: Subscriber;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly links: Links;
  readonly now: Instant;
}

interface AlertView {
  readonly fact: Fact;
  readonly beside: Beside;
  readonly title: string;
  readonly kind: DevelopmentKind;
  /** The watch's page. */
  readonly page: string | null;
  /** The development's own page: who reported it, and what it was held against. */
  readonly proof: string | null;
  readonly unsubscribe: string | null;
  /** `[words, address]` of what a reader may change; none where there are no pages. */
  readonly changes: readonly (readonly [words: string, address: string])[];
}

/** The id of the delivery that tells a reader these, the subject's first: the same at every try. */
export function alertId(
  subscriber: Pick<Subscriber, 'id'>,
  told: readonly Pick<Development, 'id'>[],
): string {
  return contentId('d', subscriber.id, 'alert', ...told.map(({ id }) => id));
}

/**
 * The mail for one development: the fact, what was known, the sentence that says so, and why it was sent; and in
 * short what else its article told.
 */
export function composeAlert(input: AlertInput): MailMessage {
  const { development, beside = [], watch, subscriber, from, replyTo, links, now } = input;
  const told = [development, ...beside];
  const view = withBeside(input, {
    fact: factOf(development, readerOf(subscriber, now)),
    title: bodyTitle(watch.title),
    kind: development.kind,
    page: links.page(`/watches/${encodeURIComponent(watch.id)}`),
    proof: links.page(`/developments/${encodeURIComponent(watch.id)}/${development.id}`),
    unsubscribe: links.unsubscribe(subscriber.id),
    changes: changesOf(
      input,
      told.map(({ event }) => event.type),
    ),
    beside: NOTHING_BESIDE,
  });
  return {
    messageId: messageId(alertId(subscriber, told), from),
    from,
    to: subscriber.mailbox,
    ...(replyTo && { replyTo }),
    subject: clip(`${headlineWithKind(development)} — ${shortTitle(watch.title)}`, {
      characters: SUBJECT_CHARACTERS,
    }),
    text: renderText(view),
    html: renderHtml(view),
    references: threadOf(
      watch.id,
      told.map(({ entryId }) => entryId),
      from,
    ),
    headers: listHeaders({
      from,
      ...(replyTo && { replyTo }),
      kind: 'alert',
      list: watch,
      unsubscribe: view.unsubscribe,
      unsubscribeSubject: links.unsubscribeSubject(subscriber.id),
      archive: view.page,
    }),
    date: now,
  };
}

function changesOf(
  { links, subscriber: { id }, now }: AlertInput,
  types: readonly EventType[],
): AlertView['changes'] {
  const given: readonly (readonly [string, string | null])[] = [
    ...[...new Set(types)].map((type) => [`Mute “${TYPE_WORDS[type]}”`, links.mute(id, type, now)] as const),
    ['Pause', links.pause(id, now)],
    ['Preferences', links.preferences(id, now)],
  ];
  return given.flatMap(([words, address]) => (address === null ? [] : [[words, address] as const]));
}

/** What stands beside the fact takes its words besides. */
function withBeside(input: AlertInput, view: AlertView): AlertView {
  return { ...fitWords(view), beside: besideOf(input) };
}

/** What the older sentence is left, though the new one be long. */
const BEFORE_LEAST = 20;

/** Cuts the two quotes to the words the rest leaves them: the older one first. */
function fitWords(view: AlertView): AlertView {
  const { quote, before } = view.fact;
  const bare = withQuotes(view, '', '');
  const left = MAX_WORDS - countWords(renderText(bare));
  const forBefore = Math.min(countWords(before?.quote ?? ''), BEFORE_LEAST);
  const told = clipSentence(quote, Math.max(1, left - forBefore));
  const rest = Math.max(1, left - countWords(told));
  return withQuotes(view, told, clipSentence(before?.quote ?? '', rest));
}

function withQuotes(view: AlertView, quote: string, beforeQuote: string): AlertView {
  const before = view.fact.before && { ...view.fact.before, quote: beforeQuote };
  return { ...view, fact: { ...view.fact, quote, before } };
}

function renderText({ fact, beside, title, kind, page, unsubscribe, changes }: AlertView): string {
  return blocks([
    [
      wrap(fact.headline),
      wrap(`${KIND_WORDS[kind]} · ${title}`),
      fact.particulars && wrap(fact.particulars),
      fact.change && wrap(fact.change),
    ],
    [wrap(`“${fact.quote}”`, '  '), wrap(`— ${fact.byline}`, '  '), fact.url && `  ${fact.url}`],
    fact.before
      ? [
          `${BEFORE_WORDS[kind]}:`,
          wrap(`“${fact.before.quote}”`, '  '),
          wrap(`— ${fact.before.byline}`, '  '),
        ]
      : [],
    [wrap(`${fact.spread}.`), fact.why && wrap(`Why now: ${fact.why}.`)],
    ...besideText(beside, page),
    [
      '-- ',
      'You follow this story.',
      page && `The story so far: ${page}`,
      ...changes.map(([words, address]) => `${words}: ${address}`),
      unsubscribe && `Unsubscribe: ${unsubscribe}`,
    ],
  ]);
}

function renderHtml({ fact, beside, title, kind, page, proof, unsubscribe, changes }: AlertView): string {
  return frame({
    title: fact.headline,
    sheet: markup`<p ${look('kicker')}>${inKindColour(kind, KIND_WORDS[kind])} &middot; ${title}</p>
<h1 ${look('headline')} dir="auto">${fact.headline}</h1>
${fact.particulars && markup`<p ${look('particulars')}>${fact.particulars}</p>`}
${fact.change && markup`<p ${look('change')}>${fact.change}</p>`}
<blockquote ${look('quote', kind)} dir="auto">“${fact.quote}”</blockquote>
<p ${look('byline')}>${link(fact.url, fact.source)}${fact.when && `, ${fact.when}`}</p>
${fact.before && inset(knownHtml(BEFORE_WORDS[kind], fact.before))}
<p ${look('remark')}><strong>${link(proof, fact.spread)}.</strong>${fact.why && ` Why now: ${fact.why}.`}</p>
${besideHtml(beside, page)}`,
    foot: markup`<p ${look('footer')}>You follow this story.</p>
<p ${look('footer')}>${page && markup`${link(page, 'The story so far')} &nbsp; `}${changes.map(([words, address]) => markup`${link(address, words)} &nbsp; `)}${unsubscribe && link(unsubscribe, 'Unsubscribe')}</p>`,
  });
}

function knownHtml(label: string, before: NonNullable<Fact['before']>): Markup {
  return markup`<p ${look('label')}>${label}</p>
<blockquote ${look('knownQuote')} dir="auto">“${before.quote}”</blockquote>
<p ${look('knownByline')}>${before.byline}</p>`;
}
