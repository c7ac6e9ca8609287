import type { Delivery, Mailbox } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { longMoment } from './dates.ts';
import { deliveryHref, deliveryItem, deliveryMoment, noMail, recipientInWords } from './delivery-view.ts';
import { developmentHref } from './development-view.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { csrfField } from './operate-page.ts';
import type { PagePorts } from './ports.ts';
import { redact, redactText } from './redact.ts';
import { clip, DELIVERY_WORDS, STATE_WORDS } from './words.ts';

/** Few enough that unpacking them stays cheap. */
const DELIVERIES = { most: 40, bytes: 88_000 };
const HEADERS = { most: 30, bytes: 12_000 };
const TEXT_LENGTH = 12_000;
const DEVELOPMENTS_MOST = 12;

/** @param skip how many of the latest to leave out */
export async function outboxPage(ports: PagePorts, skip: number): Promise<Markup> {
  const [deliveries, subscribers] = await Promise.all([
    ports.store.deliveryHeads(DELIVERIES.most + 1, skip),
    ports.store.subscriberCount(),
  ]);
  const now = ports.now();
  const { shown, left } = bounded(deliveries, DELIVERIES, (delivery) => deliveryItem(delivery, now));
  return layout({
    title: 'Outbox',
    now,
    main: markup`<div class="sheet"><h1>Outbox</h1>
<p class="standfirst">Every mail, the latest first, as it was composed and what became of it.</p>
${deliveries.length === 0 ? markup`<p class="empty">${noMail(subscribers, ports.watches())}</p>` : markup`<ul class="plain">${shown}</ul>`}
${paging(skip, shown.length, left > 0)}</div>`,
  });
}

function paging(skip: number, shown: number, more: boolean): Insert {
  const latest = skip > 0 && markup`<a rel="first" href="/outbox">Latest</a> `;
  const older = more && markup`<a rel="next" href="/outbox?skip=${skip + Math.max(1, shown)}">Older</a>`;
  return (latest || older) && markup`<nav class="paging" aria-label="Pages of mails">${latest}${older}</nav>`;
}

/** One mail as sent, but for what would give its reader away. Null when there is no such delivery. */
export async function deliveryPage(
  ports: PagePorts,
  deliveryId: string,
  viewer: Viewer | null,
): Promise<Markup | null> {
  const delivery = await ports.store.delivery(deliveryId);
  if (delivery === null) return null;
  if (delivery.channel) return postPage(delivery, ports.now(), viewer);
  const message = redact(delivery.message);
  const now = ports.now();
  return layout({
    title: clip(message.subject, 160),
    now,
    main: markup`<div class="sheet mail"><p class="trail"><a href="/outbox">Outbox</a></p>
<h1><bdi>${clip(message.subject, 160)}</bdi></h1>
<p class="counts"><span class="state ${delivery.state}">${STATE_WORDS[delivery.state]}</span> <span>${DELIVERY_WORDS[delivery.kind]}</span> <span>${deliveryMoment(delivery, now)}</span> <span>${counted(delivery.attempts, 'attempt')}</span></p>
${delivery.response && markup`<p class="meta">The mail server’s last answer: <q>${clip(redactText(delivery.response, delivery.message.to.address), 400)}</q></p>`}
${viewer && sendAgainForm(delivery, viewer)}
${await toldBy(ports, delivery)}
<h2>As a mail program shows it</h2>
<iframe src="${deliveryHref(delivery)}/body" title="The mail’s HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>
<h2>As plain text</h2>
<pre class="text" tabindex="0" aria-label="The mail’s text part">${clip(message.text, TEXT_LENGTH)}</pre>
<h2>Headers</h2>
<dl class="headers">${headerList(message)}</dl>
<p class="meta">The reader’s address and the links that unsubscribe them are hidden on this page.</p></div>`,
  });
}

/** What a webhook or an ntfy topic was sent. */
function postPage(delivery: Delivery, now: Date, viewer: Viewer | null): Markup {
  const { message, state, response, attempts } = delivery;
  return layout({
    title: clip(message.subject, 160),
    now,
    main: markup`<div class="sheet mail"><p class="trail"><a href="/outbox">Outbox</a></p>
<h1><bdi>${clip(message.subject, 160)}</bdi></h1>
<p class="counts"><span class="state ${state}">${STATE_WORDS[state]}</span> <span>Alert to ${recipientInWords(delivery)}</span> <span>${deliveryMoment(delivery, now)}</span> <span>${counted(attempts, 'attempt')}</span></p>
${response && markup`<p class="meta">The last answer: <q>${clip(response, 400)}</q></p>`}
${viewer && sendAgainForm(delivery, viewer)}
<h2>As it is posted</h2>
<pre class="text" tabindex="0" aria-label="The body">${clip(message.text, TEXT_LENGTH)}</pre></div>`,
  });
}

/** Nobody knows better than a person whether a mail that may have arrived shall go out again. */
function sendAgainForm({ id, state }: Delivery, viewer: Viewer): Insert {
  if (state !== 'failed' && state !== 'held') return null;
  return markup`<form class="judge" method="post" action="/operate/mails">${csrfField(viewer)}<input type="hidden" name="mail" value="${id}"><button class="small">Send it after all</button></form>`;
}

/** The mail's own HTML part, its links opening outside the frame. Null when there is no such delivery. */
export async function deliveryBody(ports: PagePorts, deliveryId: string): Promise<string | null> {
  const delivery = await ports.store.delivery(deliveryId);
  if (delivery === null || delivery.channel) return null;
  const { html: body } = redact(delivery.message);
  const base = '<base target="_blank">';
  return /<head\b[^>]*>/i.test(body) ? body.replace(/<head\b[^>]*>/i, (head) => head + base) : base + body;
}

/** Contents of the mail as links; a delivery does not name its watch, so each of the reader's is asked. */
async function toldBy(ports: PagePorts, delivery: Delivery): Promise<Insert> {
  const subscriber = await ports.store.subscriber(delivery.subscriberId);
  const ids = delivery.developmentIds.slice(0, DEVELOPMENTS_MOST);
  const found = await Promise.all(
    (subscriber?.watchIds.slice(0, 10) ?? []).flatMap((watchId) =>
      ids.map((id) => ports.store.development(watchId, id)),
    ),
  );
  const told = found.filter((development) => development !== null);
  if (told.length === 0) return null;
  return markup`<h2>What it told</h2><ul class="plain">${told.map(
    (development) =>
      markup`<li><a href="${developmentHref(development)}"><bdi>${clip(development.headline, 160)}</bdi></a></li>`,
  )}</ul>`;
}

function headerList(message: ReturnType<typeof redact>): readonly Markup[] {
  const date = new Date(message.date);
  const headers: readonly (readonly [string, string])[] = [
    ['From', mailbox(message.from)],
    ['To', mailbox(message.to)],
    ...(message.replyTo ? [['Reply-To', mailbox(message.replyTo)] as const] : []),
    ['Subject', message.subject],
    ['Date', Number.isNaN(date.getTime()) ? message.date : longMoment(date)],
    ['Message-ID', message.messageId],
    ...(message.references?.length ? [['References', message.references.join(' ')] as const] : []),
    ...Object.entries(message.headers),
  ];
  return bounded(
    headers,
    HEADERS,
    ([name, value]) => markup`<div><dt>${clip(name, 60)}</dt><dd>${clip(value, 600)}</dd></div>
`,
  ).shown;
}

function mailbox({ name, address }: Mailbox): string {
  return name ? `${name} <${address}>` : address;
}
