import type { Instant } from './time.ts';

/** Where alerts go besides mailboxes, as configured under `notify`. */
export type Channel = Webhook | Ntfy;

interface ChannelBase {
  /** Of name and address: another address is another channel, which knows nothing of a refusal of the old one. */
  readonly id: string;
  /** The key in `notify`; watches name it. */
  readonly name: string;
  readonly url: string;
}

/** A program that is sent JSON, signed as Standard Webhooks says. */
export interface Webhook extends ChannelBase {
  readonly kind: 'webhook';
  /** `whsec_…` each; empty: one is made from this installation's own. Every one signs, so that a receiver can change over. */
  readonly secrets: readonly string[];
}

/** A topic of an ntfy server, for phones. */
export interface Ntfy extends ChannelBase {
  readonly kind: 'ntfy';
  /** Access token of the server. */
  readonly token?: string;
  /** 1 to 5. */
  readonly priority?: number;
}

/** What sending to a channel has taught; absent while all is well. */
export interface ChannelState {
  /** `disabled`: it answered 410 and is sent nothing more until a person enables it. */
  readonly state: 'failing' | 'disabled';
  readonly since: Instant;
  /** In words. */
  readonly error: string;
  /** Nothing is sent before this: one message at a time finds out whether it answers again. */
  readonly notBefore: Instant;
}
