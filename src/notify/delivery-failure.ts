import { DeliveryError } from '../model/errors.ts';
import { enhancedStatus, isDeadAddress } from './bounce.ts';

/** What nodemailer tells of a failure. */
interface SmtpError extends Error {
  /** `ECONNECTION`, `EAUTH`, …, or the system's own. */
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** The server speaks of the login or the connection, not of this mail: 503 bad sequence, 530 to 538 of RFC 4954. */
const NOT_ABOUT_THE_MAIL: ReadonlySet<number> = new Set([503, 530, 534, 535, 538]);
const ABOUT_THE_MAIL: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const CAUSE_WORDS: Readonly<Record<string, string>> = {
  ECONNECTION: 'The connection to the mail server broke',
  ESOCKET: 'The mail server cannot be reached',
  ETIMEDOUT: 'The mail server did not answer in time',
  EABORT: 'The mail server took too long',
  EDNS: 'The name of the mail server cannot be looked up',
  ETLS: 'No encrypted connection to the mail server',
  EAUTH: 'The mail server refuses the login; check its user and password',
  ENOAUTH: 'The mail server wants a login; none is configured',
  EPROTOCOL: 'The mail server does not speak SMTP as it should',
};

/**
 * Only what the server says of this mail or its reader is final (5xx to MAIL, RCPT or DATA); a refused login
 * or greeting is the operator's to mend, and the mail waits.
 *
 * @param context.handedOver the whole message had been read for sending
 * @param context.address the reader's, kept out of what is logged
 */
export function smtpFailure(
  error: unknown,
  context: { readonly handedOver: boolean; readonly address: string },
): unknown {
  if (!isSmtpError(error)) return error;
  const { responseCode, command = '' } = error;
  const said = error.response ?? error.message;
  // Some servers repeat what they were told, and what they were told here is the password.
  const answer = error.code === 'EAUTH' ? codesOf(said) : withoutAddress(said, context.address);
  if (responseCode === undefined && context.handedOver) {
    return new DeliveryError(
      `No answer after the whole mail was handed over: it may have arrived (${answer})`,
      { retryable: true, outcomeUnknown: true, cause: error },
    );
  }
  if (responseCode !== undefined && ABOUT_THE_MAIL.has(command) && !NOT_ABOUT_THE_MAIL.has(responseCode)) {
    const final = responseCode >= 500;
    return new DeliveryError(`${final ? 'Refused' : 'Put off'} by the mail server: ${answer}`, {
      retryable: !final,
      deadAddress: final && command === 'RCPT TO' && isDeadAddress(enhancedStatus(answer), answer),
      cause: error,
    });
  }
  // What nodemailer refuses by itself it would refuse again.
  const final = responseCode === undefined && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
  const words = causeInWords(error);
  return new DeliveryError(`${words}: ${answer}`, { retryable: !final, cause: error });
}

function causeInWords({ code = '', responseCode }: SmtpError): string {
  if (code === 'EPROTOCOL' && responseCode) return 'The mail server turns the connection away';
  return CAUSE_WORDS[code] ?? 'The mail could not be sent';
}

const DISK_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'writing there is not allowed',
  EPERM: 'writing there is not allowed',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a file stands where the folder should be',
  EEXIST: 'a file stands where the folder should be',
  EMFILE: 'too many files are open',
};

/** A file of the outbox could not be written. */
export function diskFailure(error: unknown, folder: string): DeliveryError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = DISK_WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return new DeliveryError(`The mail could not be written to the outbox ${folder}: ${words}.`, {
    retryable: true,
    cause: error,
  });
}

function isSmtpError(error: unknown): error is SmtpError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E')
  );
}

/** `535 5.7.8` of a server's answer (RFC 5321 and 3463), without its words. */
function codesOf(answer: string): string {
  return /\b\d{3}\b(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(answer)?.[0] ?? 'no code';
}

function withoutAddress(text: string, address: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(address, 'the address').trim();
}
