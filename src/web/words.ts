import type { DevelopmentKind, WithheldReason } from '../model/development.ts';
import type { Certainty, EventType, Figure } from '../model/event.ts';
import type { DeliveryState } from '../model/mail.ts';
import type { WakeRule } from '../model/watch.ts';

export const KIND_WORDS: Readonly<Record<DevelopmentKind, string>> = {
  new: 'New',
  update: 'Update',
  confirmed: 'Confirmed',
  denied: 'Denied',
  corrected: 'Corrected',
};

export const REASON_WORDS: Readonly<Record<WithheldReason, string>> = {
  known: 'known already',
  background: 'background, told as history',
  repeat: 'told before',
  'off-story': 'not this story',
  old: 'too old',
  duplicate: 'a copy of an article read before',
};

export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'waiting',
  sending: 'being sent',
  sent: 'sent',
  failed: 'failed for good',
  held: 'held: it may have arrived',
};

export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  happened: 'it happened',
  planned: 'it is planned',
  denied: 'it is denied',
  claimed: 'one side says so',
};

const BOUND_WORDS: Readonly<Record<Figure['bound'], string>> = {
  exact: '',
  about: 'about ',
  'at-least': 'at least ',
  'at-most': 'at most ',
};

const NUMBER_FORMAT = new Intl.NumberFormat('en-GB');

export function number(value: number): string {
  return NUMBER_FORMAT.format(value);
}

/** `1 article`, `2 articles`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `talks_resumed` → `talks resumed`. */
export function typeInWords(type: EventType): string {
  return type.replaceAll('_', ' ');
}

/** `at least 3 killed`. */
export function figureInWords(name: string, figure: Figure): string {
  return `${BOUND_WORDS[figure.bound]}${number(figure.value)} ${name.replaceAll('_', ' ')}`;
}

export function wakeInWords(wake: WakeRule): string {
  const types = wake.types ? `${wake.types.map(typeInWords).join(', ')}, ` : 'any development ';
  const mute = wake.mute.length > 0 ? `, never for ${wake.mute.map(typeInWords).join(', ')}` : '';
  return `A mail at once for ${types}of weight ${wake.minWeight} or more${mute}; the rest waits for the digest.`;
}

/** At most `length` characters, cut at a code point and marked when cut. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}
