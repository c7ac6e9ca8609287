import type { Development } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { EventType } from '../model/event.ts';
import type { Day } from '../model/time.ts';
import { capital, number } from '../model/words.ts';

/** A figure over time: its words say every value, its picture only shows them. */
export interface Series {
  /** `Attacks known, week by week, the latest last: 0, 2, 3, 1`. */
  readonly words: string;
  /** The earliest first. */
  readonly values: readonly number[];
}

const WEEKS = 6;
const WEEK_MS = 7 * 86_400_000;
/** Fewer are no series. */
const LEAST = { values: 3, events: 4 };
const MOST_VALUES = 8;
const COUNTED: Readonly<Partial<Record<EventType, string>>> = {
  attack: 'Attacks',
  strike: 'Military strikes',
  clash: 'Clashes',
  protest: 'Protests',
};

/**
 * What of a digest's developments is one of a series: how often such events happened, by week, and figures that have
 * risen more than once.
 *
 * @param history earlier developments of the watch
 * @param today the reader's
 */
export function seriesOf(
  told: readonly Development[],
  history: readonly Development[],
  entries: readonly LedgerEntry[],
  today: Day,
): readonly Series[] {
  const types = [...new Set(told.map(({ event }) => event.type))];
  const counts = types.flatMap((type) => countsByWeek(type, entries, today) ?? []);
  const tolls = told.flatMap((development) => tollOf(development, history));
  return [...counts, ...tolls].slice(0, 2);
}

function countsByWeek(type: EventType, entries: readonly LedgerEntry[], today: Day): Series | null {
  const name = COUNTED[type];
  if (!name) return null;
  const end = Date.parse(`${today}T00:00:00Z`) + 86_400_000;
  const values = Array.from({ length: WEEKS }, () => 0);
  for (const { event } of entries) {
    if (event.type !== type || event.certainty !== 'happened' || !event.date) continue;
    const back = Math.floor((end - 1 - Date.parse(`${event.date.to}T00:00:00Z`)) / WEEK_MS);
    const at = WEEKS - 1 - back;
    if (back >= 0 && at >= 0) values[at] = (values[at] ?? 0) + 1;
  }
  const events = values.reduce((sum, value) => sum + value, 0);
  if (events < LEAST.events || values.filter((value) => value > 0).length < 2) return null;
  return { words: inWords(`${name} known, week by week, the latest last`, values), values };
}

/** A figure told at least three times, each time higher: a toll. */
function tollOf(development: Development, history: readonly Development[]): readonly Series[] {
  if (development.kind !== 'update') return [];
  const told = [...history.filter(isEarlierOf(development)), development].sort((a, b) =>
    a.at.localeCompare(b.at),
  );
  return Object.keys(development.event.figures).flatMap((name) => {
    const first = told[0]?.before?.figures?.[name]?.value;
    const values = told.map(({ event }) => event.figures[name]?.value);
    const known = [first, ...values].filter((value) => value !== undefined);
    const steps = known.filter((value, at) => value !== known[at - 1]).slice(-MOST_VALUES);
    if (steps.length < LEAST.values) return [];
    return [
      { words: inWords(`${capital(name.replaceAll('_', ' '))}, report by report`, steps), values: steps },
    ];
  });
}

function isEarlierOf(development: Development) {
  return (other: Development) =>
    other.entryId === development.entryId && other.id !== development.id && other.at <= development.at;
}

function inWords(name: string, values: readonly number[]): string {
  return `${name}: ${values.map(number).join(', ')}`;
}
