import type { Delivery } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import { counted } from '../model/words.ts';
import { moment } from './dates.ts';
import type { WatchOverview } from './ports.ts';
import { maskAddress } from './redact.ts';
import { clip, DELIVERY_WORDS, STATE_WORDS } from './words.ts';

export function deliveryItem(delivery: Delivery, now: Date): Markup {
  return markup`<li class="delivery"><p><span class="title"><a href="${deliveryHref(delivery)}"><bdi>${clip(delivery.message.subject, 160)}</bdi></a></span> <span class="state ${delivery.state}">${STATE_WORDS[delivery.state]}</span></p>
<p class="meta">${kindInWords(delivery)} to ${recipientInWords(delivery)} · ${deliveryMoment(delivery, now)}</p></li>
`;
}

export function deliveryHref(delivery: Pick<Delivery, 'id'>): string {
  return `/outbox/${encodeURIComponent(delivery.id)}`;
}

/** When it was sent, else when it was composed and how often it was tried. */
export function deliveryMoment(delivery: Delivery, now: Date): Markup {
  if (delivery.sentAt) return markup`sent ${moment(delivery.sentAt, now)}`;
  const { notBefore = '' } = delivery;
  if (delivery.state === 'pending' && notBefore > now.toISOString()) {
    return markup`goes out when the reader’s quiet hours end, ${moment(notBefore, now)}`;
  }
  return markup`composed ${moment(delivery.createdAt, now)}${delivery.attempts > 0 && markup`, ${counted(delivery.attempts, 'attempt')}`}`;
}

function kindInWords(delivery: Delivery): string {
  if (delivery.kind !== 'digest') return DELIVERY_WORDS[delivery.kind];
  return `Digest of ${counted(delivery.developmentIds.length, 'development')}`;
}

/** `r***@e***.org`, `the webhook ops-room`. */
export function recipientInWords({ channel, message }: Delivery): string {
  return channel
    ? `the ${channel.kind === 'ntfy' ? 'ntfy topic' : 'webhook'} ${channel.name}`
    : maskAddress(message.to.address);
}

/** Why the outbox is empty, and what to do. */
export function noMail(subscribers: number, watches: readonly WatchOverview[]): Markup {
  if (subscribers > 0) return markup`No mail yet; the first development that wakes is mailed at once.`;
  return markup`No subscriber yet: <a href="/subscribe">subscribe</a>, or ${subscribeCommand(watches)}`;
}

export function subscribeCommand(watches: readonly WatchOverview[]): Markup {
  const id = watches.length === 1 ? watches[0]?.watch.id : undefined;
  return markup`<kbd>newswatch subscribe you@example.org --watch ${id ?? 'ID'}</kbd>`;
}
