import type { DeliveryKind, DeliveryState } from '../model/mail.ts';
import type { WakeRule } from '../model/watch.ts';
import { TYPE_WORDS } from '../model/words.ts';

export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'waiting',
  sending: 'being sent',
  sent: 'sent',
  failed: 'failed for good',
  held: 'held: it may have arrived',
};

export const DELIVERY_WORDS: Readonly<Record<DeliveryKind, string>> = {
  alert: 'Alert',
  digest: 'Digest',
  notice: 'About a subscription',
};

export function wakeInWords({ types, mute, minWeight }: WakeRule): string {
  const named = (list: typeof mute) => list.map((type) => TYPE_WORDS[type]).join(', ');
  const what = types ? `developments of these kinds (${named(types)})` : 'any development';
  const never = mute.length > 0 ? `, never for these: ${named(mute)}` : '';
  return `A mail at once for ${what} of weight ${minWeight} or more${never}; the rest waits for the digest.`;
}

/** At most `length` characters, cut at a code point and marked when cut. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}
