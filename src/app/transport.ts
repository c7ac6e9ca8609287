import type { Config } from '../config/load.ts';
import { bounceMark } from '../notify/links.ts';
import { type ClosableTransport, createOutboxTransport, createSmtpTransport } from '../notify/transport.ts';
import { outboxFolder, smtpOptions } from './sending.ts';

/** The configured mail server, or the outbox folder. @param secret this installation's @throws AppError as `smtpOptions` does */
export function openTransport(config: Config, secret: string): ClosableTransport {
  const { smtp } = config.settings.mail;
  return smtp
    ? createSmtpTransport({ url: smtp, ...smtpOptions(config), bounceMark: (id) => bounceMark(secret, id) })
    : createOutboxTransport({ folder: outboxFolder(config) });
}
