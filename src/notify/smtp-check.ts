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

type Step = SmtpCheck['steps'][number];

/** Connects and logs in, then looks whether the way is encrypted; sends nothing. Throws nothing that a server may do. */
export async function checkSmtpConnection(url: string, requireTls: boolean): Promise<SmtpCheck> {
  const mailer = createTransport({ url, requireTLS: requireTls, ...TIMEOUTS });
  try {
    await mailer.verify();
  } catch (error) {
    return { steps: [{ step: 'connection and login', ok: false, detail: inWords(error) }] };
  } finally {
    mailer.close();
  }
  const login: Step = { step: 'connection and login', ok: true, detail: loginInWords(url) };
  return { steps: [login, await encryption(url)] };
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
  const { steps } = await checkSmtpConnection(url, requireTls);
  if (steps[0]?.ok !== true) return { steps };
  const mailer = createTransport({
    ...{ url, requireTLS: requireTls, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true },
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
    }),
  });
  try {
    const sent = await mailer.sendMail({
      envelope: { from: sender, to: [to.address] },
      ...{ from: { name: '', ...from }, to: { name: '', ...to }, subject: 'Newswatch can send mail' },
      text: 'This is the mail that `newswatch mail test` sends. Nothing else is to be done.\n',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const path = returnPath ? `; return path ${sender}` : '';
    return { steps: [...steps, { step: 'mail', ok: true, detail: `${sent.response}${path}` }] };
  } catch (error) {
    return { steps: [...steps, { step: 'mail', ok: false, detail: inWords(error, to.address) }] };
  } finally {
    mailer.close();
  }
}

const TIMEOUTS = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 };

function inWords(error: unknown, address = ''): string {
  const failure = smtpFailure(error, { handedOver: false, address });
  return failure instanceof Error ? failure.message : String(failure);
}

function loginInWords(url: string): string {
  const { username, host } = new URL(url);
  return username ? `${host} takes the login` : `${host} answers; no login is configured`;
}

/** Tries once more, this time insisting on encryption. */
async function encryption(url: string): Promise<Step> {
  const strict = createTransport({ url, requireTLS: true, ...TIMEOUTS });
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
