import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { DeliveryError } from '../model/errors.ts';
import type { Mailbox, MailMessage } from '../model/mail.ts';
import { isOneAddress } from './address.ts';
import { diskFailure, smtpFailure } from './delivery-failure.ts';
import { inOnePiece } from './mime.ts';

/** The port that the jobs declare, and the way to let go of it. */
export interface ClosableTransport {
  /** Sends one mail to its one reader. Returns the server's answer in its words; throws DeliveryError. */
  send(message: MailMessage): Promise<string>;
  /** Waits for the mails on their way, then hangs up. */
  close(): Promise<void>;
}

export interface SmtpOptions {
  /** `smtps://user:password@mail.example.org:465`; instead of host, port, secure and auth. */
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  /** TLS from the first byte; without it STARTTLS is used where the server offers it. */
  readonly secure?: boolean;
  /** Sends nothing over a connection that is not encrypted. */
  readonly requireTls?: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Connections at most; default 5. */
  readonly maxConnections?: number;
  /** To connect, DNS and TLS included, and to be greeted; default 30 s each. */
  readonly connectTimeoutMs?: number;
  /** Longest silence of the server; default 60 s. */
  readonly silenceTimeoutMs?: number;
  /** For one mail from start to end, waiting for a free connection included; default 4 min, shorter than a delivery's lease. */
  readonly sendTimeoutMs?: number;
  /** Where bounces go: `bounces@example.org` becomes `bounces+<delivery>-<mark>@example.org` (VERP). */
  readonly returnPath?: Mailbox;
  /** Shows that a bounce is one of a mail of ours. */
  readonly bounceMark?: (deliveryId: string) => string;
  readonly dkim?: DkimKey;
}

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Signed with DKIM: what RFC 6376 recommends and RFC 8058 asks for; what a mail lacks is left out. */
const SIGNED_HEADERS = [
  ...['From', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'References', 'MIME-Version'],
  ...['Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted', 'Feedback-ID'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Archive'],
].join(':');

/** Sends by SMTP over a pool of connections. */
export function createSmtpTransport(options: SmtpOptions): ClosableTransport {
  const {
    requireTls,
    connectTimeoutMs = 30_000,
    silenceTimeoutMs = 60_000,
    sendTimeoutMs = 240_000,
  } = options;
  const { url, host, port, secure, auth, maxConnections = 5, dkim } = options;
  const mailer = createTransport({
    pool: true,
    url,
    host,
    port,
    secure,
    auth: auth && { ...auth },
    maxConnections,
    requireTLS: requireTls,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim: signature(dkim) }),
  });
  mailer.use('stream', inOnePiece);
  const bodies = new WeakMap<object, Readable>();
  mailer.use('stream', ({ data, message }, done) => {
    const createReadStream = message.createReadStream.bind(message);
    message.createReadStream = (streamOptions) => {
      const body = createReadStream(streamOptions);
      if (data.signal) bodies.set(data.signal, body);
      return body;
    };
    done();
  });
  const onTheirWay = new Set<Promise<unknown>>();
  const send = async (message: MailMessage) => {
    const signal = AbortSignal.timeout(sendTimeoutMs);
    try {
      return (await mailer.sendMail({ ...mailOptions(message, options), signal })).response;
    } catch (error) {
      // The end of the body is read right before the final dot is written: only then can it have arrived.
      const handedOver = bodies.get(signal)?.readableEnded ?? false;
      throw smtpFailure(error, { handedOver, address: message.to.address });
    }
  };
  return {
    send(message) {
      const sending = send(message);
      onTheirWay.add(sending);
      return sending.finally(() => onTheirWay.delete(sending));
    },
    async close() {
      await Promise.allSettled(onTheirWay);
      mailer.close();
    },
  };
}

/**
 * Writes each mail to a file of its own, for a machine without a mail server: the same bytes that SMTP would send,
 * named for the delivery, so that a second try writes the same file.
 */
export function createOutboxTransport(options: { readonly folder: string }): ClosableTransport {
  const writer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  writer.use('stream', inOnePiece);
  return {
    async send(message) {
      const { message: bytes } = await writer.sendMail(mailOptions(message));
      const file = join(options.folder, `${nameOf(message)}.eml`);
      try {
        await mkdir(options.folder, { recursive: true });
        await writeWhole(file, bytes);
      } catch (error) {
        throw diskFailure(error, options.folder);
      }
      return `written to ${basename(file)}`;
    },
    async close() {},
  };
}

/** The delivery's id, fit for a file name and, with what nodemailer adds, for a boundary of 70 characters. */
function nameOf(message: MailMessage): string {
  const id = message.messageId.replace(/^</, '').replace(/@.*$/s, '');
  return id.replaceAll(/[^\w-]+/g, '_').slice(0, 50);
}

/** A reader sees the whole file or none; it outlives a power cut. */
async function writeWhole(file: string, bytes: Readable | Buffer): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

type ReturnPath = Pick<SmtpOptions, 'returnPath' | 'bounceMark'>;

/** What nodemailer takes. Addresses are objects and the envelope is given, so that no string is read as a list. */
function mailOptions(message: MailMessage, { returnPath, bounceMark }: ReturnPath = {}) {
  const { from, to, replyTo } = message;
  const headers = Object.entries(message.headers).map(([key, value]) => ({ key, value: headerValue(value) }));
  return {
    envelope: {
      from: returnPath ? verpAddress(returnPath, nameOf(message), bounceMark) : from.address,
      to: [to.address],
    },
    from: named(from),
    to: named(to),
    ...(replyTo && { replyTo: named(replyTo) }),
    messageId: message.messageId,
    date: new Date(message.date),
    subject: message.subject,
    text: message.text,
    html: message.html,
    ...(message.attachments && { attachments: message.attachments.map((file) => ({ ...file })) }),
    references: [...(message.references ?? [])],
    headers,
    textEncoding: 'quoted-printable' as const,
    // Chance would make every try another mail.
    baseBoundary: nameOf(message),
    xMailer: false as const,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** `bounces+<delivery>-<mark>@example.org`: a bounce names its delivery though it quotes nothing. */
export function verpAddress(
  { address }: Mailbox,
  deliveryId: string,
  markOf?: (deliveryId: string) => string,
): string {
  const at = address.lastIndexOf('@');
  const detail = markOf ? `${deliveryId}-${markOf(deliveryId)}` : deliveryId;
  return `${address.slice(0, at)}+${detail}${address.slice(at)}`;
}

/** The key is read once: to read it out of its PEM takes longer than to sign with it. */
function signature({ domain, selector, privateKey }: DkimKey) {
  return {
    ...{ domainName: domain, keySelector: selector, privateKey: createPrivateKey(privateKey) },
    headerFieldNames: SIGNED_HEADERS,
  };
}

/** The last look before an address meets a mail server: nodemailer reads `a, b` as two recipients. */
function named({ name = '', address }: Mailbox): { name: string; address: string } {
  if (!isOneAddress(address)) throw new DeliveryError('The mail names an address that is not one address.');
  return { name, address };
}

/** As it stands, where it is ASCII: nodemailer would turn `<https://…>` into encoded words, which nobody can follow. */
function headerValue(value: string) {
  return /^[\x20-\x7e]*$/.test(value) ? { prepared: true, foldLines: true, value } : value;
}
