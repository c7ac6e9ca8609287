import type { Delivery } from '../model/mail.ts';
import { moment } from './dates.ts';
import { type Html, html } from './html.ts';
import type { WatchOverview } from './ports.ts';
import { maskAddress } from './redact.ts';
import { clip, count, STATE_WORDS } from './words.ts';

export function deliveryItem(delivery: Delivery, now: Date): Html {
  return html`<li class="delivery"><p><span class="title"><a href="${deliveryHref(delivery)}"><bdi>${clip(delivery.message.subject, 160)}</bdi></a></span> <span class="state ${delivery.state}">${STATE_WORDS[delivery.state]}</span></p>
<p class="meta">${delivery.kind === 'alert' ? 'Alert' : digestInWords(delivery)} to ${maskAddress(delivery.message.to.address)} · ${deliveryMoment(delivery, now)}</p></li>
`;
}

export function deliveryHref(delivery: Pick<Delivery, 'id'>): string {
  return `/outbox/${encodeURIComponent(delivery.id)}`;
}

/** When it was sent, else when it was composed and how often it was tried. */
export function deliveryMoment(delivery: Delivery, now: Date): Html {
  if (delivery.sentAt) return html`sent ${moment(delivery.sentAt, now)}`;
  return html`composed ${moment(delivery.createdAt, now)}${delivery.attempts > 0 && html`, ${count(delivery.attempts, 'attempt')}`}`;
}

function digestInWords(delivery: Delivery): string {
  return `Digest of ${count(delivery.developmentIds.length, 'development')}`;
}

/** Why the outbox is empty, and what to do. */
export function noMail(subscribers: number, watches: readonly WatchOverview[]): Html {
  if (subscribers > 0) return html`No mail yet; the first development that wakes is mailed at once.`;
  return html`No subscriber yet: ${subscribeCommand(watches)}`;
}

export function subscribeCommand(watches: readonly WatchOverview[]): Html {
  const id = watches.length === 1 ? watches[0]?.watch.id : undefined;
  return html`<kbd>newswatch subscribe you@example.org --watch ${id ?? 'ID'}</kbd>`;
}
