import { createTransport } from 'nodemailer';
import type { Mailbox } from '../model/mail.ts';
import { smtpFailure } from './delivery-failure.ts';
import { type DkimKey, verpAddress } from './transport.ts';

export interface SmtpCheck {
  readonly steps: readonly {
    readonly step: 'connection and login' | 'encryption' | 'mail';
    readonly ok: boolean;
    readonly detail: string;
  }[];
}

/** Tries a mail server step by step, ending at the first that fails. Throws nothing that a server may do. */
export async function checkSmtp(options: {
  readonly url: string;
  readonly from: Mailbox;
  readonly to: Mailbox;
  /** Nothing is sent, the test mail neither, over a connection that is not encrypted. */
  readonly requireTls?: boolean;
  /** Where bounces go: the test mail has a return path of its own, as every mail has. */
  readonly returnPath?: Mailbox;
  readonly dkim?: DkimKey;
}): Promise<SmtpCheck> {
  const { url, from, to, returnPath, requireTls = false, dkim } = options;
  const sender = returnPath ? verpAddress(returnPath, 'test') : from.address;
  const mailer = createTransport({
    url,
    requireTLS: requireTls,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
    }),
  });
  const steps: SmtpCheck['steps'][number][] = [];
  const inWords = (error: unknown) => {
    const failure = smtpFailure(error, { handedOver: false, address: to.address });
    return failure instanceof Error ? failure.message : String(failure);
  };
  try {
    await mailer.verify();
    steps.push({ step: 'connection and login', ok: true, detail: loginInWords(url) });
  } catch (error) {
    return { steps: [{ step: 'connection and login', ok: false, detail: inWords(error) }] };
  } finally {
    mailer.close();
  }
  steps.push(await encryption(url, inWords));
  try {
    const sent = await mailer.sendMail({
      envelope: { from: sender, to: [to.address] },
      ...{ from: { name: '', ...from }, to: { name: '', ...to }, subject: 'Newswatch can send mail' },
      text: 'This is the mail that `newswatch mail test` sends. Nothing else is to be done.\n',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const path = returnPath ? `; return path ${sender}` : '';
    steps.push({ step: 'mail', ok: true, detail: `${sent.response}${path}` });
  } catch (error) {
    steps.push({ step: 'mail', ok: false, detail: inWords(error) });
  }
  return { steps };
}

function loginInWords(url: string): string {
  const { username, host } = new URL(url);
  return username ? `${host} takes the login` : `${host} answers; no login is configured`;
}

/** Tries once more, this time insisting on encryption. */
async function encryption(
  url: string,
  inWords: (error: unknown) => string,
): Promise<SmtpCheck['steps'][number]> {
  const strict = createTransport({
    url,
    requireTLS: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
  });
  try {
    await strict.verify();
    return {
      step: 'encryption',
      ok: true,
      detail: 'the connection is encrypted, and its certificate is valid',
    };
  } catch (error) {
    const detail = `mails and the login travel readable: ${inWords(error)}`;
    return { step: 'encryption', ok: false, detail };
  } finally {
    strict.close();
  }
}
