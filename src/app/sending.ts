import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import type { Mailbox } from '../model/mail.ts';
import { parseAddress } from '../notify/address.ts';
import { type Links, makeLinks } from '../notify/links.ts';
import type { SmtpOptions } from '../notify/transport.ts';

/** Where mails go when no SMTP server is configured. */
export function outboxFolder(config: Config): string {
  return path.join(config.dataFolder, 'outbox');
}

/** @throws AppError when the key cannot be read or the return path is no address */
export function smtpOptions({
  settings: { mail },
}: Config): Pick<SmtpOptions, 'requireTls' | 'returnPath' | 'dkim'> {
  return {
    requireTls: mail.requireTls,
    ...(mail.returnPath && { returnPath: parseAddress(mail.returnPath) }),
    ...(mail.dkim && { dkim: readKey(mail.dkim) }),
  };
}

function readKey({ domain, selector, keyFile }: { domain: string; selector: string; keyFile: string }) {
  const [privateKey, type] = readPem(keyFile);
  // With any other, nodemailer sends mails unsigned and says nothing.
  if (type !== 'rsa') {
    throw new AppError(
      `mail.dkim.keyFile ${keyFile} holds a key of ${type}; mails are signed with RSA: openssl genrsa -out ${keyFile} 2048.`,
    );
  }
  return { domain, selector, privateKey };
}

function readPem(keyFile: string): readonly [pem: string, type: string] {
  try {
    const pem = readFileSync(keyFile, 'utf8');
    return [pem, createPrivateKey(pem).asymmetricKeyType ?? 'an unknown type'];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(`mail.dkim.keyFile ${keyFile} holds no private key that can be read: ${why}.`, {
      cause,
    });
  }
}

/** Where this machine's own page is, for a reader on the same machine: what a link falls back on without a public address. */
export function localUrl({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Who the mails are from, and where their links lead. @throws AppError when `mail.from` is no address */
export function mailFrom(
  { settings }: Config,
  secret: string,
  fallbackUrl?: string,
): { readonly sender: Mailbox; readonly links: Links } {
  const publicUrl = settings.web.publicUrl ?? fallbackUrl;
  return {
    sender: parseAddress(settings.mail.from),
    links: makeLinks({ secret, ...(publicUrl ? { publicUrl } : {}) }),
  };
}
