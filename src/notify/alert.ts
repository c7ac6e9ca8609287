import type { Development, DevelopmentKind } from '../model/development.ts';
import { contentId } from '../model/id.ts';
import type { Mailbox, MailMessage, Subscriber } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { BEFORE_WORDS, KIND_WORDS, TYPE_WORDS } from '../model/words.ts';
import { clip, clipSentence, countWords } from './budget.ts';
import { readerOf } from './dates.ts';
import { type Fact, factOf, headlineWithKind } from './fact.ts';
import { frame, inKindColour, inset, link, look } from './frame.ts';
import { listHeaders, messageId, threadOf } from './headers.ts';
import type { Links } from './links.ts';
import { blocks, wrap } from './plain.ts';
import { bodyTitle, shortTitle } from './title.ts';

/** An alert is under 120 words. */
const MAX_WORDS = 119;
const SUBJECT_CHARACTERS = 150;

export interface AlertInput {
  readonly development: Development;
  readonly watch: Pick<Watch, 'id' | 'title'>;
  readonly subscriber: Subscriber;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly links: Links;
  readonly now: Instant;
}

interface AlertView {
  readonly fact: Fact;
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

/** The mail for one development: the fact, what was known, the sentence that says so, and why it was sent. */
export function composeAlert(input: AlertInput): MailMessage {
  const { development, watch, subscriber, from, replyTo, links, now } = input;
  const view = fitWords({
    fact: factOf(development, readerOf(subscriber, now)),
    title: bodyTitle(watch.title),
    kind: development.kind,
    page: links.page(`/watches/${encodeURIComponent(watch.id)}`),
    proof: links.page(`/developments/${encodeURIComponent(watch.id)}/${development.id}`),
    unsubscribe: links.unsubscribe(subscriber.id),
    changes: changesOf(input, development.event.type),
  });
  return {
    messageId: messageId(contentId('d', subscriber.id, 'alert', development.id), from),
    from,
    to: subscriber.mailbox,
    ...(replyTo && { replyTo }),
    subject: clip(`${headlineWithKind(development)} — ${shortTitle(watch.title)}`, {
      characters: SUBJECT_CHARACTERS,
    }),
    text: renderText(view),
    html: renderHtml(view),
    references: threadOf(watch.id, development.entryId, from),
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
  type: Development['event']['type'],
): AlertView['changes'] {
  const given: readonly (readonly [string, string | null])[] = [
    [`Mute “${TYPE_WORDS[type]}”`, links.mute(id, type, now)],
    ['Pause', links.pause(id, now)],
    ['Preferences', links.preferences(id, now)],
  ];
  return given.flatMap(([words, address]) => (address === null ? [] : [[words, address] as const]));
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

function renderText({ fact, title, kind, page, unsubscribe, changes }: AlertView): string {
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
    [
      '-- ',
      'You follow this story.',
      page && `The story so far: ${page}`,
      ...changes.map(([words, address]) => `${words}: ${address}`),
      unsubscribe && `Unsubscribe: ${unsubscribe}`,
    ],
  ]);
}

function renderHtml({ fact, title, kind, page, proof, unsubscribe, changes }: AlertView): string {
  return frame({
    title: fact.headline,
    sheet: markup`<p ${look('kicker')}>${inKindColour(kind, KIND_WORDS[kind])} &middot; ${title}</p>
<h1 ${look('headline')} dir="auto">${fact.headline}</h1>
${fact.particulars && markup`<p ${look('particulars')}>${fact.particulars}</p>`}
${fact.change && markup`<p ${look('change')}>${fact.change}</p>`}
<blockquote ${look('quote', kind)} dir="auto">“${fact.quote}”</blockquote>
<p ${look('byline')}>${link(fact.url, fact.source)}${fact.when && `, ${fact.when}`}</p>
${fact.before && inset(knownHtml(BEFORE_WORDS[kind], fact.before))}
<p ${look('remark')}><strong>${link(proof, fact.spread)}.</strong>${fact.why && ` Why now: ${fact.why}.`}</p>`,
    foot: markup`<p ${look('footer')}>You follow this story.</p>
<p ${look('footer')}>${page && markup`${link(page, 'The story so far')} &nbsp; `}${changes.map(([words, address]) => markup`${link(address, words)} &nbsp; `)}${unsubscribe && link(unsubscribe, 'Unsubscribe')}</p>`,
  });
}

function knownHtml(label: string, before: NonNullable<Fact['before']>): Markup {
  return markup`<p ${look('label')}>${label}</p>
<blockquote ${look('knownQuote')} dir="auto">“${before.quote}”</blockquote>
<p ${look('knownByline')}>${before.byline}</p>`;
}
