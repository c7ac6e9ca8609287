import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { createFetcher } from '../net/fetcher.ts';
import { parseAddress } from '../notify/address.ts';
import { checkSmtpConnection } from '../notify/smtp-check.ts';
import type { Finding } from './doctor.ts';
import { outboxFolder, smtpOptions } from './sending.ts';

/** What is allowed and yet seldom meant. */
export function checkSettings({ settings }: Config): readonly Finding[] {
  const part = 'configuration';
  const findings: Finding[] = [];
  const warn = (detail: string, mend: string) => findings.push({ part, state: 'warn', detail, mend });
  if (!settings.net.contact && !settings.web.publicUrl)
    warn(
      'sites cannot reach you',
      'set net.contact (NEWSWATCH_CONTACT): many sites block readers that give none',
    );
  if (settings.mail.smtp && /@localhost>?$/.test(settings.mail.from))
    warn(
      `mails would come from ${settings.mail.from}`,
      'set mail.from (NEWSWATCH_MAIL_FROM) to an address of yours',
    );
  return findings;
}

const SCARCE_BYTES = 1_000_000_000;
const FULL_BYTES = 100_000_000;

/** Room where the data is. */
export async function checkDisk(folder: string): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(path.dirname(folder)));
  const free = bavail * bsize;
  const detail = `${Math.round(free / 1_000_000).toLocaleString('en')} MB free where ${folder} is`;
  const mend = 'make room: Redis stops taking writes when its disk is full';
  if (free < FULL_BYTES) return [{ part: 'disk', state: 'fail', detail, mend }];
  return [
    free < SCARCE_BYTES
      ? { part: 'disk', state: 'warn', detail, mend }
      : { part: 'disk', state: 'ok', detail },
  ];
}

/** Connection, login and encryption of the mail server; no mail is sent. */
export async function checkMailServer(config: Config): Promise<readonly Finding[]> {
  const part = 'mail';
  const { smtp, from, requireTls } = config.settings.mail;
  try {
    parseAddress(from);
    smtpOptions(config);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [
      { part, state: 'fail', detail: error.message, mend: 'mend mail.from, mail.returnPath or mail.dkim' },
    ];
  }
  if (!smtp) {
    const mend = 'set SMTP_URL to send them';
    return [{ part, state: 'warn', detail: `mails are written to files in ${outboxFolder(config)}`, mend }];
  }
  const { steps } = await checkSmtpConnection(smtp, requireTls);
  return steps.map(({ step, ok, detail }): Finding => {
    if (ok) return { part, state: 'ok', detail: `${step}: ${detail}` };
    return step === 'encryption'
      ? {
          part,
          state: 'warn',
          detail: `${step}: ${detail}`,
          mend: 'use smtps://, or a server with STARTTLS and a valid certificate',
        }
      : {
          part,
          state: 'fail',
          detail: `${step}: ${detail}`,
          mend: 'look at SMTP_URL: host, port, user, password',
        };
  });
}

/** Where links in mails lead, and whether it answers from here. */
export async function checkPage({ settings }: Config): Promise<readonly Finding[]> {
  const part = 'page';
  const { publicUrl } = settings.web;
  if (!publicUrl) {
    const mend = 'set web.publicUrl (NEWSWATCH_PUBLIC_URL) before others are subscribed';
    return [{ part, state: 'warn', detail: 'links in mails lead to this machine alone', mend }];
  }
  const findings: Finding[] = [];
  if (!publicUrl.startsWith('https:')) {
    const mend = 'mail programs offer to unsubscribe with one click over https only (RFC 8058)';
    findings.push({ part, state: 'warn', detail: `${publicUrl} is not encrypted`, mend });
  }
  const fetcher = createFetcher({
    ...{
      userAgent: 'Newswatch doctor',
      timeoutMs: 10_000,
      maxRedirects: 3,
      perHost: 1,
      respectRobots: false,
    },
    // One's own page may well be on a private address.
    allowPrivate: ['0.0.0.0/0', '::/0'],
  });
  try {
    await fetcher.fetch(new URL('/healthz', publicUrl).href, { accept: '*/*', maxBytes: 100_000 });
    findings.push({ part, state: 'ok', detail: `${publicUrl} answers` });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const mend = 'is newswatch start (or web) running, and does the proxy lead to it?';
    findings.push({
      part,
      state: 'warn',
      detail: `${publicUrl} does not answer from here: ${error.message}`,
      mend,
    });
  } finally {
    await fetcher.close();
  }
  return findings;
}
