import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { parseAddress } from '../notify/address.ts';
import { checkSmtp, type SmtpCheck } from '../notify/smtp-check.ts';
import { smtpOptions } from './sending.ts';

/** A record to be set in the domain's DNS. */
export interface DnsRecord {
  readonly what: 'SPF' | 'DKIM' | 'DMARC';
  readonly name: string;
  readonly type: 'TXT';
  readonly value: string;
  readonly note: string;
}

/** Connects, encrypts, logs in and sends one short mail, as far as it gets. @throws AppError when no server is configured */
export async function checkMail(config: Config, address: string): Promise<SmtpCheck> {
  const { smtp, from } = config.settings.mail;
  if (!smtp) throw new AppError('No mail server is configured: set SMTP_URL, or mail.smtp.');
  return checkSmtp({
    url: smtp,
    ...smtpOptions(config),
    from: parseAddress(from),
    to: parseAddress(address),
  });
}

/** What large mail providers look up before they take a mail as wanted. */
export function dnsRecords(config: Config): readonly DnsRecord[] {
  const { smtp, from, returnPath } = config.settings.mail;
  const domain = domainOf(from);
  const sender = returnPath ? domainOf(returnPath) : domain;
  const host = smtp ? new URL(smtp).hostname : 'mail.example.org';
  const { dkim } = smtpOptions(config);
  const dkimName = `${dkim?.selector ?? 'SELECTOR'}._domainkey.${dkim?.domain ?? domain}`;
  return [
    {
      ...{ what: 'SPF', name: sender, type: 'TXT', value: `v=spf1 ${mechanism(host)} -all` },
      note: `the mail server ${host} may send for ${sender}; a provider's own "include:" goes in its place`,
    },
    {
      ...{ what: 'DKIM', name: dkimName, type: 'TXT' },
      value: dkim ? `v=DKIM1; k=rsa; p=${publicPart(dkim.privateKey)}` : '(none)',
      note: dkim
        ? 'the public half of mail.dkim.keyFile'
        : 'no key is configured (mail.dkim): either the mail server signs, or nobody does',
    },
    {
      ...{
        what: 'DMARC',
        name: `_dmarc.${domain}`,
        type: 'TXT',
        value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
      },
      note: 'begin with p=none, read the reports, then p=quarantine or p=reject',
    },
  ];
}

function mechanism(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '');
  const version = isIP(bare);
  return version === 0 ? `a:${host}` : `ip${version}:${bare}`;
}

function domainOf(mailbox: string): string {
  const { address } = parseAddress(mailbox);
  return address.slice(address.lastIndexOf('@') + 1);
}

/** RFC 6376 wants SubjectPublicKeyInfo for RSA. */
function publicPart(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}
