import { EVENT_TYPES, type EventType } from '../model/event.ts';
import { isDateLanguage } from '../model/language.ts';
import type { DigestFrequency, Preferences } from '../model/mail.ts';
import type { WatchOverview } from './ports.ts';

export const FREQUENCY_WORDS: Readonly<Record<DigestFrequency, string>> = {
  off: 'none',
  hourly: 'every hour',
  daily: 'every day',
  weekdays: 'on weekdays',
  weekly: 'on Mondays',
};

const TOKEN_LENGTH_MOST = 512;
const FIELD_LENGTH_MOST = 400;
/** Of one reader: their digest is composed from all of them. */
export const WATCHES_MOST = 100;
const TYPES: ReadonlySet<string> = new Set(Object.values(EVENT_TYPES).flat());
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Values of a field, as a form or a query gives them: none, one or a list. */
export function fieldValues(fields: unknown, name: string): readonly string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  const given: unknown = Object.getOwnPropertyDescriptor(fields, name)?.value;
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  return values.filter((value) => typeof value === 'string' && value.length <= FIELD_LENGTH_MOST) as string[];
}

/** The one value of a field; '' where there is none, or more than one. */
export function field(fields: unknown, name: string): string {
  const values = fieldValues(fields, name);
  return values.length === 1 ? (values[0] ?? '').trim() : '';
}

/** The token of a mailed link, in a query or in a form. Null where it is missing or cannot be one. */
export function tokenIn(fields: unknown): string | null {
  if (typeof fields !== 'object' || fields === null || !('token' in fields)) return null;
  const { token } = fields;
  return typeof token === 'string' && token !== '' && token.length <= TOKEN_LENGTH_MOST ? token : null;
}

export function eventType(text: string): EventType | null {
  return TYPES.has(text) ? (text as EventType) : null;
}

/** What a form asks for, or what is wrong with it in a sentence. Watches there are not are left out. */
export function preferencesIn(
  body: unknown,
  watches: readonly WatchOverview[],
): { readonly ok: true; readonly wishes: Preferences } | { readonly ok: false; readonly why: string } {
  const wanted = fieldValues(body, 'watch');
  const watchIds = watches.map(({ watch }) => watch.id).filter((id) => wanted.includes(id));
  if (watchIds.length === 0) return { ok: false, why: 'Choose at least one story.' };
  if (watchIds.length > WATCHES_MOST) {
    return { ok: false, why: `Choose ${WATCHES_MOST} stories at most.` };
  }
  const digest = field(body, 'digest');
  if (!isFrequency(digest)) return { ok: false, why: 'Choose how often a digest shall come.' };
  const alerts = field(body, 'alerts') === 'yes';
  if (!alerts && digest === 'off') return { ok: false, why: 'Choose alerts, a digest, or both.' };
  const mutedTypes = fieldValues(body, 'mute').flatMap((type) => eventType(type) ?? []);
  const quiet = quietIn(body);
  const snooze = field(body, 'snooze');
  const language = field(body, 'language');
  return {
    ok: true,
    wishes: {
      ...{ watchIds, alerts, digest, hour: hourIn(body, 'hour') ?? 7, timezone: field(body, 'timezone') },
      ...(mutedTypes.length > 0 && { mutedTypes }),
      ...(quiet && { quiet }),
      ...(isDateLanguage(language) && { language }),
      ...(field(body, 'signOfLife') === 'yes' && { signOfLife: true }),
      ...(DAY.test(snooze) &&
        !Number.isNaN(Date.parse(snooze)) && { snoozeUntil: `${snooze}T00:00:00.000Z` }),
    },
  };
}

function quietIn(body: unknown): Preferences['quiet'] | null {
  const [from, to] = [hourIn(body, 'quietFrom'), hourIn(body, 'quietTo')];
  return from === null || to === null || from === to ? null : { from, to };
}

function hourIn(body: unknown, name: string): number | null {
  const text = field(body, name);
  const hour = Number(text);
  return /^\d{1,2}$/.test(text) && hour <= 23 ? hour : null;
}

function isFrequency(text: string): text is DigestFrequency {
  return Object.hasOwn(FREQUENCY_WORDS, text);
}
