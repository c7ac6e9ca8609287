import type { Config } from '../config/load.ts';
import { durationText, sizeText } from '../config/units.ts';
import type { ShownSetting } from '../web/ports.ts';

/**
 * Texts that may be shown. All others are hidden, so that a new secret is hidden before anybody thinks of it; numbers
 * and switches are none.
 */
const PLAIN: ReadonlySet<string> = new Set([
  'data',
  'redis.prefix',
  'mail.from',
  'mail.returnPath',
  'mail.maildir',
  'mail.dkim.domain',
  'mail.dkim.selector',
  'mail.dkim.keyFile',
  'mail.whenUnsure',
  'web.host',
  'web.publicUrl',
  'web.proxies',
  'net.contact',
  'net.allowPrivate',
  'log.level',
]);
/** Of these the address is shown, without user, password and query. */
const ADDRESSES: ReadonlySet<string> = new Set(['redis.url', 'mail.smtp']);

/** Kept in milliseconds and in bytes, and shown as they are written. */
const DURATION = /^(mail\.hold|net\.(timeout|pause)|poll\.\w+|keep\.\w+)$/;
const SIZE = /^net\.max\w+Size$/;

/** The settings as loaded, a line each, secrets hidden. */
export function settingsShown({ settings, dataFolder }: Config): readonly ShownSetting[] {
  return [...linesOf('', settings), { name: 'data folder', value: dataFolder }];
}

function linesOf(path: string, value: unknown): readonly ShownSetting[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) => linesOf(path ? `${path}.${key}` : key, inner));
  }
  return [{ name: path, value: shown(path, value) }];
}

function shown(path: string, value: unknown): string {
  if (value === undefined) return 'not set';
  if (typeof value === 'number') {
    if (DURATION.test(path)) return durationText(value);
    return SIZE.test(path) ? sizeText(value) : String(value);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (ADDRESSES.has(path) && typeof value === 'string') return bareAddress(value);
  if (!PLAIN.has(path)) return 'set, hidden here';
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
}

function bareAddress(address: string): string {
  if (!URL.canParse(address)) return 'set, hidden here';
  const { protocol, host, pathname, username, password } = new URL(address);
  const secret = username || password ? ' (user and password hidden)' : '';
  return `${protocol}//${host}${pathname}${secret}`;
}
