import { domainToASCII } from 'node:url';
import { AppError } from '../model/errors.ts';
import type { Mailbox } from '../model/mail.ts';

/** RFC 5321, 4.5.3.1: octets of a local part, and of a path without its angle brackets. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
const MAX_NAME = 100;

/** Control, format (zero-width, right-to-left marks), private and unassigned characters; line separators. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const DOT_ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One address as a person types it: `ada@example.org` or `Ada <ada@example.org>`.
 * A list, a group, a line break or a hidden character is refused, so that one address never becomes two recipients.
 *
 * @returns the domain in lower case and in ASCII (IDNA), the local part as typed
 * @throws AppError with what is wrong
 */
export function parseAddress(text: string): Mailbox {
  if (UNSEEN.test(text)) throw refused('it holds a line break or a character that cannot be seen');
  const { name, address } = split(text.trim().normalize('NFC'));
  const mailbox = checkedAddress(address);
  return name ? { name, address: mailbox } : { address: mailbox };
}

/** Whether what was validated once can still be read as one address only, by any parser of lists or commands. */
export function isOneAddress(address: string): boolean {
  return /^[^\s\p{C},;:<>()[\]\\"@]+@[^\s\p{C},;:<>()[\]\\"@]+$/u.test(address);
}

function split(text: string): { name: string; address: string } {
  const angle = /^(.*?)\s*<([^<>]*)>$/u.exec(text);
  if (!angle) return { name: '', address: text };
  const [, typed = '', address = ''] = angle;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/u.exec(typed);
  const name = quoted ? (quoted[1] ?? '').replaceAll(/\\(.)/gu, '$1') : typed;
  if (!quoted && /[,;:@<>"]/.test(name)) throw refused('it names more than one; give one address');
  if ([...name].length > MAX_NAME) throw refused(`its name is longer than ${MAX_NAME} characters`);
  return { name, address };
}

function checkedAddress(address: string): string {
  if (address === '') throw refused('it is empty');
  const at = address.lastIndexOf('@');
  if (at < 0) throw refused('it has no @');
  const local = unquoted(address.slice(0, at));
  if (/[,;\s]/u.test(local)) throw refused('it names more than one, or holds a space; give one address');
  if (local.startsWith('"')) throw refused('a quoted part before the @ is not supported');
  if (!DOT_ATOM.test(local)) throw refused('the part before the @ is not one');
  if (Buffer.byteLength(local) > MAX_LOCAL) {
    throw refused(`the part before the @ is longer than ${MAX_LOCAL} bytes`);
  }
  const whole = `${local}@${checkedDomain(address.slice(at + 1))}`;
  if (Buffer.byteLength(whole) > MAX_ADDRESS) throw refused(`it is longer than ${MAX_ADDRESS} bytes`);
  return whole;
}

/** `"ada"@…` and `ada@…` are one mailbox (RFC 5321, 4.1.2). */
function unquoted(local: string): string {
  const inner = /^"([^"\\]*)"$/u.exec(local)?.[1];
  return inner !== undefined && DOT_ATOM.test(inner) ? inner : local;
}

function checkedDomain(typed: string): string {
  if (/[,;\s]/u.test(typed)) throw refused('it names more than one, or holds a space; give one address');
  const domain = domainToASCII(typed).toLowerCase();
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (!labels.every((label) => DOMAIN_LABEL.test(label)) || /^\d+$/.test(last)) {
    throw refused('the part after the @ is not a domain');
  }
  if (labels.length < 2 && domain !== 'localhost') throw refused('its domain has no dot');
  return domain;
}

function refused(why: string): AppError {
  return new AppError(`Not an address mail can be sent to: ${why}.`);
}
