import path from 'node:path';
import type { Config } from '../config/load.ts';
import type { Mailbox } from '../model/mail.ts';
import { parseAddress } from '../notify/address.ts';
import { type Links, makeLinks } from '../notify/links.ts';
import { type ClosableTransport, createOutboxTransport, createSmtpTransport } from '../notify/transport.ts';

/** Where mails go when no SMTP server is configured. */
export function outboxFolder(config: Config): string {
  return path.join(config.dataFolder, 'outbox');
}

export function openTransport(config: Config): ClosableTransport {
  const { smtp } = config.settings.mail;
  return smtp ? createSmtpTransport({ url: smtp }) : createOutboxTransport({ folder: outboxFolder(config) });
}

/** Who the mails are from, and where their links lead. @throws AppError when `mail.from` is no address */
export function mailFrom(
  { settings }: Config,
  secret: string,
): { readonly sender: Mailbox; readonly links: Links } {
  const { publicUrl } = settings.web;
  return {
    sender: parseAddress(settings.mail.from),
    links: makeLinks({ secret, ...(publicUrl ? { publicUrl } : {}) }),
  };
}
