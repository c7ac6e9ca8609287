import type { Channel } from './channel.ts';
import type { EventType } from './event.ts';
import type { Instant } from './time.ts';

export interface Mailbox {
  readonly name?: string;
  /** One address, validated; never a list. */
  readonly address: string;
}

export type DigestFrequency = 'off' | 'hourly' | 'daily' | 'weekdays' | 'weekly';

/** Local hours without alerts, 0 to 23: from the first until the second begins; 22 to 7 spans midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** What a reader chooses. */
export interface Preferences {
  readonly watchIds: readonly string[];
  /** Mails at once for what wakes. */
  readonly alerts: boolean;
  readonly digest: DigestFrequency;
  /** Local hour of the digest, 0 to 23. */
  readonly hour: number;
  /** IANA zone, `Europe/Berlin`. */
  readonly timezone: string;
  /** Of these nothing is mailed, neither at once nor in a digest. */
  readonly mutedTypes?: readonly EventType[];
  /** Alerts found in these hours go out at their end. */
  readonly quiet?: QuietHours;
  /** No mail before this; the next digest tells what was missed. */
  readonly snoozeUntil?: Instant;
  /** Of dates in mails, as a language tag (BCP 47): `de`. */
  readonly language?: string;
  /** A mail a month though nothing is new, to know that the watching goes on. */
  readonly signOfLife?: boolean;
}

/** What somebody asked for, on the page or the command line. */
export interface SubscribeWish extends Preferences {
  /** As typed. */
  readonly address: string;
  readonly name?: string;
}

/** A wish that waits for the owner of the address to confirm it. */
export interface SubscribeRequest {
  readonly id: string;
  readonly wish: SubscribeWish;
  readonly at: Instant;
  /** The mail that asks; it is forgotten with the request. */
  readonly deliveryId: string;
}

export interface Subscriber extends Preferences {
  /** `contentId('s', lower-cased address)`. */
  readonly id: string;
  readonly mailbox: Mailbox;
  /** Alerts a day at most; what is over goes into the digest. */
  readonly maxAlertsPerDay: number;
  readonly status: 'active' | 'unsubscribed' | 'suspended';
  /** Why mail to the address was stopped, in the mail server's words. */
  readonly suspended?: { readonly reason: string; readonly at: Instant };
  readonly createdAt: Instant;
}

/** A small text file that comes with a mail. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: string;
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
  readonly attachments?: readonly Attachment[];
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

/** A notice is about the subscription itself: it asks to confirm one, or brings the link that changes it. */
export type DeliveryKind = 'alert' | 'digest' | 'notice';

/** One mail to one address, or one message to one channel. */
export interface Delivery {
  /** Of subscriber, kind, and the development, the end of the digest's window or what the notice is for. */
  readonly id: string;
  /** The channel's id where it goes to a channel. */
  readonly subscriberId: string;
  readonly kind: DeliveryKind;
  /** It goes there and to no mailbox: the message's text is what is posted, its recipient the channel's name. */
  readonly channel?: Pick<Channel, 'name' | 'kind'>;
  readonly developmentIds: readonly string[];
  readonly message: MailMessage;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** Of the article it tells of: to know later how long it took. */
  readonly news?: { readonly publishedAt?: string; readonly seenAt: Instant };
  /** Held till then, by the clock of jobs: the reader's quiet hours. */
  readonly notBefore?: Instant;
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
  | {
      readonly kind: 'claimed';
      readonly delivery: Delivery;
      /** Whom it is for; null for a channel and a notice, and where there is none of that id. */
      readonly subscriber: Subscriber | null;
      readonly lastAttemptUnknown: boolean;
    }
  /** Another has it, for so long unless it renews its lease. */
  | { readonly kind: 'busy'; readonly leftMs: number }
  | { readonly kind: 'done'; readonly delivery: Delivery }
  | { readonly kind: 'missing' };
