import type { Config } from '../config/load.ts';
import { type ClosableTransport, createOutboxTransport, createSmtpTransport } from '../notify/transport.ts';
import { outboxFolder, smtpOptions } from './sending.ts';

/** The configured mail server, or the outbox folder. @throws AppError as `smtpOptions` does */
export function openTransport(config: Config): ClosableTransport {
  const { smtp } = config.settings.mail;
  return smtp
    ? createSmtpTransport({ url: smtp, ...smtpOptions(config) })
    : createOutboxTransport({ folder: outboxFolder(config) });
}
