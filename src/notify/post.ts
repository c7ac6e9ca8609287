import { createHmac } from 'node:crypto';
import type { Channel, Ntfy, Webhook } from '../model/channel.ts';
import type { Development } from '../model/development.ts';
import { DeliveryError } from '../model/errors.ts';
import type { Mailbox, MailMessage } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { BEFORE_WORDS, KIND_WORDS } from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { factOf, headlineWithKind } from './fact.ts';
import { messageId } from './headers.ts';
import type { Links } from './links.ts';

/** ntfy makes a file of a message above 4,096 bytes. */
const NTFY_CHARACTERS = 900;
const SUBJECT_CHARACTERS = 150;

export interface PostInput {
  readonly deliveryId: string;
  readonly channel: Pick<Channel, 'name' | 'kind'>;
  readonly watch: Pick<Watch, 'id' | 'title'>;
  readonly development: Development;
  /** Of all developments it tells: later reports of the same event are folded into one. */
  readonly developmentIds: readonly string[];
  readonly from: Mailbox;
  readonly links: Links;
  readonly now: Instant;
}

/**
 * One development as a message for a program or a phone: its text is what is posted, the same bytes at every try.
 * Neither address nor secret of the channel is in it.
 */
export function composePost(input: PostInput): MailMessage {
  const { channel, development, watch } = input;
  const title = clip(oneLine(watch.title), { characters: 60 });
  const subject = clip(`${headlineWithKind(development)} — ${title}`, { characters: SUBJECT_CHARACTERS });
  return messageOf(input, subject, channel.kind === 'webhook' ? webhookBody(input) : ntfyBody(input));
}

type Envelope = Pick<PostInput, 'deliveryId' | 'channel' | 'from' | 'now'>;

/** What tells an operator that a channel works. */
export function composeTest(about: Envelope): MailMessage {
  const subject = 'Newswatch can reach this channel';
  const { name, kind } = about.channel;
  const webhook = { type: 'test', timestamp: about.now, data: { channel: name } };
  return messageOf(
    about,
    subject,
    kind === 'webhook' ? webhook : { title: subject, message: `It is ${name}.` },
  );
}

function messageOf({ deliveryId, channel, from, now }: Envelope, subject: string, body: object): MailMessage {
  return {
    messageId: messageId(deliveryId, from),
    from,
    to: { address: channel.name },
    subject,
    text: JSON.stringify(body),
    html: '',
    headers: {},
    date: now,
  };
}

/** The envelope of Standard Webhooks: type, timestamp, data. */
function webhookBody({ watch, development, developmentIds, links, now }: PostInput) {
  return {
    type: `development.${development.kind}`,
    timestamp: now,
    data: {
      watch: { id: watch.id, title: watch.title },
      development,
      developmentIds,
      page: pageOf(links, development),
    },
  };
}

/** Fields of ntfy's JSON publishing; the topic is added when it is sent. */
function ntfyBody({ watch, development, links, now }: PostInput) {
  const fact = factOf(development, { timezone: 'UTC', now });
  const known =
    fact.before && `${BEFORE_WORDS[development.kind]}: “${fact.before.quote}” — ${fact.before.byline}`;
  const lines = [
    `${KIND_WORDS[development.kind]} · ${clip(oneLine(watch.title), { characters: 60 })}`,
    fact.change,
    `“${fact.quote}” — ${fact.byline}`,
    known,
    `${fact.spread}.`,
  ];
  const click = pageOf(links, development) ?? fact.url;
  return {
    title: headlineWithKind(development),
    message: clip(lines.filter(Boolean).join('\n'), { characters: NTFY_CHARACTERS }),
    tags: ['newspaper'],
    ...(click && { click }),
  };
}

function pageOf(links: Links, { watchId, id }: Development): string | null {
  return links.page(`/developments/${encodeURIComponent(watchId)}/${encodeURIComponent(id)}`);
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Try {
  /** Of the delivery: the same at every try, so that a receiver knows what it has. */
  readonly id: string;
  readonly at: Date;
  /** Makes the secret of a webhook that has none of its own. */
  readonly installationSecret: string;
}

/** The request that carries a message. @param body the message's text */
export function postRequest(channel: Channel, body: string, about: Try): PostRequest {
  return channel.kind === 'webhook'
    ? webhookRequest(channel, body, about)
    : ntfyRequest(channel, body, about);
}

/** Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, a signature for each secret. */
function webhookRequest(channel: Webhook, body: string, { id, at, installationSecret }: Try): PostRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secretsOf(channel, installationSecret).map(
    (secret) => `v1,${signature(secret, `${id}.${timestamp}.${body}`)}`,
  );
  return {
    url: channel.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  };
}

function ntfyRequest(channel: Ntfy, body: string, { id }: Try): PostRequest {
  const { origin, pathname } = new URL(channel.url);
  const { token, priority } = channel;
  return {
    url: `${origin}/`,
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      topic: pathname.slice(1),
      // A notification of the same sequence takes the place of the earlier one: a try too many is not seen.
      sequence_id: id,
      ...(priority !== undefined && { priority }),
      ...(JSON.parse(body) as object),
    }),
  };
}

/** Those a webhook is signed with: the configured ones, else one of this installation and this address alone. */
export function secretsOf({ id, secrets }: Webhook, installationSecret: string): readonly string[] {
  if (secrets.length > 0) return secrets;
  return [`whsec_${createHmac('sha256', installationSecret).update(`webhook ${id}`).digest('base64')}`];
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(content).digest('base64');
}

/** What a server answered to a message. */
export interface PostAnswer {
  readonly status: number;
  /** The beginning of it. */
  readonly text: string;
  readonly retryAfterMs?: number;
}

/**
 * What an answer means: any 2xx took it, 410 wants no more, all else is tried again.
 * @returns the answer in words
 * @throws DeliveryError
 */
export function heedAnswer({ status, text, retryAfterMs }: PostAnswer): string {
  const words = clip(oneLine(text), { characters: 160 });
  const answer = `${status}${words && ` ${words}`}`;
  if (status >= 200 && status < 300) return answer;
  if (status === 410) {
    throw new DeliveryError('It answered 410: it wants no more messages.', { deadAddress: true });
  }
  const moved = status >= 300 && status < 400 && '; redirects are not followed: configure the new address';
  throw new DeliveryError(`It answered ${answer}${moved || ''}`, {
    retryable: true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
