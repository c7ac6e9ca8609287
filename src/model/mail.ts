import type { Instant } from './time.ts';

export interface Mailbox {
  readonly name?: string;
  /** One address, validated; never a list. */
  readonly address: string;
}

export type DigestFrequency = 'off' | 'hourly' | 'daily' | 'weekdays' | 'weekly';

export interface Subscriber {
  /** `contentId('s', lower-cased address)`. */
  readonly id: string;
  readonly mailbox: Mailbox;
  readonly watchIds: readonly string[];
  /** Mails at once for what wakes. */
  readonly alerts: boolean;
  readonly digest: DigestFrequency;
  /** Local hour of the digest, 0 to 23. */
  readonly hour: number;
  /** IANA zone, `Europe/Berlin`. */
  readonly timezone: string;
  /** Alerts a day at most; what is over goes into the digest. */
  readonly maxAlertsPerDay: number;
  readonly status: 'active' | 'unsubscribed' | 'suspended';
  readonly createdAt: Instant;
}

/** A mail, composed: everything a transport needs, nothing it must decide. Plain JSON. */
export interface MailMessage {
  /** With angle brackets; stable for a delivery, so that a retry is the same mail. */
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly references?: readonly string[];
  /** List-Id, List-Unsubscribe, Auto-Submitted, …; no line breaks in values. */
  readonly headers: Readonly<Record<string, string>>;
  readonly date: Instant;
}

export type DeliveryState =
  /** Composed, not handed over yet. */
  | 'pending'
  /** A sender holds its lease. */
  | 'sending'
  | 'sent'
  /** Refused for good. */
  | 'failed'
  /** Perhaps arrived, and the operator wants no duplicate. */
  | 'held';

/** One mail to one subscriber. */
export interface Delivery {
  /** Alert: `contentId('d', subscriber, 'alert', development)`; digest: `contentId('d', subscriber, 'digest', window end)`. */
  readonly id: string;
  readonly subscriberId: string;
  readonly kind: 'alert' | 'digest';
  readonly developmentIds: readonly string[];
  readonly message: MailMessage;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly sentAt?: Instant;
  /** The server's last answer, in its words. */
  readonly response?: string;
  /** Digest only: it told all up to here; the next one begins here once it is sent. */
  readonly windowEnd?: Instant;
}

/** What came of storing a new delivery. */
export type CreateDelivery =
  | { readonly kind: 'created' }
  /** The same delivery id is there already. */
  | { readonly kind: 'exists'; readonly delivery: Delivery }
  /** One of its developments is in another delivery to this subscriber. */
  | { readonly kind: 'already-told' }
  /** The day's alerts are used up; nothing was stored. */
  | { readonly kind: 'capped' };

/**
 * What came of taking a delivery in hand, to send it. `lastAttemptUnknown`: an earlier sender died, or got no answer
 * after the message was handed over.
 */
export type ClaimDelivery =
  | { readonly kind: 'claimed'; readonly delivery: Delivery; readonly lastAttemptUnknown: boolean }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly delivery: Delivery }
  | { readonly kind: 'missing' };
