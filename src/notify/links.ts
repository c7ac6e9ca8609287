import { createHmac } from 'node:crypto';
import type { EventType } from '../model/event.ts';
import { isSameSecret } from '../model/same-secret.ts';
import type { Instant } from '../model/time.ts';

/** What a link in a mail may do. A token made for one purpose is worth nothing for another. */
export type TokenPurpose = 'unsubscribe' | ExpiringPurpose;

/** Worth nothing after a time; whoever comes late asks for a new link by mail. */
export type ExpiringPurpose = 'preferences' | 'mute' | 'pause' | 'confirm';

/** The addresses a mail can point to; null where no public address is configured. */
export interface Links {
  /** A page of Newswatch, by its path: `/watches/dock-strike`. */
  page(path: string): string | null;
  /** The signed link that ends a subscription: shows a form on GET, acts on POST (RFC 8058). It works for ever. */
  unsubscribe(subscriberId: string): string | null;
  /** What a mail to the unsubscribe address says, as its subject. */
  unsubscribeSubject(subscriberId: string): string;
  /** The signed page where a reader changes what they get. Of a mail of that time, as the two below. */
  preferences(subscriberId: string, mailedAt: Instant): string | null;
  /** Asks whether mails on events of this type shall stop. */
  mute(subscriberId: string, type: EventType, mailedAt: Instant): string | null;
  /** Asks for how long mails shall stop. */
  pause(subscriberId: string, mailedAt: Instant): string | null;
  /** Confirms a request to be subscribed, once and until then. */
  confirm(requestId: string, until: Date): string | null;
}

/** How long the links of a mail work, but for the one that unsubscribes. */
export const LINK_DAYS = 90;

/**
 * @param options.publicUrl where readers reach the pages, a path allowed: `https://news.example.org/watch`
 * @param options.secret the key of this installation's tokens
 */
export function makeLinks(options: { readonly publicUrl?: string; readonly secret: string }): Links {
  const base = options.publicUrl?.replace(/\/+$/, '');
  const page = (path: string) => (base ? `${base}/${path.replace(/^\/+/, '')}` : null);
  const own = (subscriberId: string, purpose: ExpiringPurpose, mailedAt: Instant) => {
    const until = new Date(Date.parse(mailedAt) + LINK_DAYS * 86_400_000);
    return `token=${signUntil(options.secret, subscriberId, purpose, until)}`;
  };
  return {
    page,
    unsubscribe: (subscriberId) =>
      page(`/unsubscribe?token=${signToken(options.secret, subscriberId, 'unsubscribe')}`),
    unsubscribeSubject: (subscriberId) =>
      `unsubscribe ${signToken(options.secret, subscriberId, 'unsubscribe')}`,
    preferences: (subscriberId, mailedAt) =>
      page(`/preferences?${own(subscriberId, 'preferences', mailedAt)}`),
    mute: (subscriberId, type, mailedAt) => page(`/mute?${own(subscriberId, 'mute', mailedAt)}&type=${type}`),
    pause: (subscriberId, mailedAt) => page(`/pause?${own(subscriberId, 'pause', mailedAt)}`),
    confirm: (requestId, until) =>
      page(`/confirm?token=${signUntil(options.secret, requestId, 'confirm', until)}`),
  };
}

/** A token that names a subscriber, good for one purpose: `<subscriber>.<HMAC-SHA256, base64url>`. */
export function signToken(secret: string, subscriberId: string, purpose: TokenPurpose): string {
  return `${subscriberId}.${mac(secret, subscriberId, purpose)}`;
}

/** The subscriber a token names, or null when it was not made with this secret for this purpose. */
export function verifyToken(secret: string, token: string, purpose: TokenPurpose): string | null {
  const dot = token.lastIndexOf('.');
  if (dot < 1) return null;
  const subscriberId = token.slice(0, dot);
  return isSameSecret(token.slice(dot + 1), mac(secret, subscriberId, purpose)) ? subscriberId : null;
}

/**
 * What stands in the return path beside a delivery's id, so that nobody can forge its bounce: the ids can be worked out.
 * Hex, for mail servers lower the case; 40 bits, for each guess is a mail and the part before the @ has 64 characters at most.
 */
export function bounceMark(secret: string, deliveryId: string): string {
  return hmac(secret, deliveryId, 'bounce').toString('hex').slice(0, 10);
}

export function isBounceMark(secret: string, deliveryId: string, mark: string): boolean {
  return isSameSecret(mark.toLowerCase(), bounceMark(secret, deliveryId));
}

/** A token that ends: the time until which it works is signed with it. */
export function signUntil(secret: string, id: string, purpose: ExpiringPurpose, until: Date): string {
  return signToken(secret, `${id}.${Math.floor(until.getTime() / 1000).toString(36)}`, purpose);
}

/** As `verifyToken`, for a token that ends: null as well once it has. */
export function verifyUntil(
  secret: string,
  token: string,
  purpose: ExpiringPurpose,
  now: Date,
): string | null {
  const [id, seconds] = verifyToken(secret, token, purpose)?.split('.') ?? [];
  if (!id || !seconds) return null;
  return Number.parseInt(seconds, 36) * 1000 > now.getTime() ? id : null;
}

function mac(secret: string, subscriberId: string, purpose: TokenPurpose): string {
  return hmac(secret, subscriberId, purpose).toString('base64url');
}

function hmac(secret: string, id: string, purpose: TokenPurpose | 'bounce'): Buffer {
  return createHmac('sha256', secret).update(`newswatch\0${purpose}\0${id}`).digest();
}
