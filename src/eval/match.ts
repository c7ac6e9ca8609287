import { type EventType, rootOf } from '../model/event.ts';
import type { DateRange, Day } from '../model/time.ts';
import type { LabelledEvent } from './labels.ts';
import type { ReplayAlert } from './replay-line.ts';

const DAY_MS = 86_400_000;

/** How well an alert fits an event: lower is better. */
const COST = {
  /** Type, root and dates alone, without a labelled sentence. */
  noEvidence: 8,
  otherRoot: 4,
  otherType: 2,
} as const;

/**
 * Whether an alert tells of an event that its article tells of: its evidence overlaps a labelled sentence, or its
 * type's root is the event's and their dates lie within a day of each other.
 *
 * @param text the article's text, see `articleText`
 * @param sentences the labelled sentences; none for an event told as background
 * @returns null for no, else how well it fits, lower is better
 */
export function matchCost(
  alert: ReplayAlert,
  event: LabelledEvent,
  sentences: readonly string[],
  text: string,
): number | null {
  const byType = costOfType(alert.type, event.type);
  if (sentences.some((sentence) => overlaps(text, alert.evidence, sentence))) return byType;
  if (byType === COST.otherRoot || !withinADay(alert.date, event.date)) return null;
  return COST.noEvidence + byType;
}

function costOfType(a: EventType, b: EventType): number {
  if (a === b) return 0;
  return rootOf(a) === rootOf(b) ? COST.otherType : COST.otherRoot;
}

/** Whether two passages, wherever they stand in a text, share a character of it. */
function overlaps(text: string, a: string, b: string): boolean {
  const starts = occurrences(text, b);
  return occurrences(text, a).some((at) => starts.some((bt) => at < bt + b.length && bt < at + a.length));
}

function occurrences(text: string, passage: string): readonly number[] {
  if (passage === '') return [];
  const starts: number[] = [];
  for (let at = text.indexOf(passage); at !== -1; at = text.indexOf(passage, at + 1)) starts.push(at);
  return starts;
}

/** Whether two ranges overlap, touch, or lie side by side with no day between. A missing date is near nothing. */
export function withinADay(a: DateRange | null, b: DateRange | null): boolean {
  if (!a || !b) return false;
  return dayNumber(a.from) <= dayNumber(b.to) + 1 && dayNumber(b.from) <= dayNumber(a.to) + 1;
}

/**
 * Whether an alert's date is right: every day it names lies within a day of the labelled date, so that a whole month
 * is no way to be right about a day. Where no report dates the event, right is to give none.
 */
export function dateRight(told: DateRange | null, truth: DateRange | null): boolean {
  if (!told || !truth) return told === truth;
  return dayNumber(told.from) >= dayNumber(truth.from) - 1 && dayNumber(told.to) <= dayNumber(truth.to) + 1;
}

function dayNumber(day: Day): number {
  return Math.round(Date.parse(day) / DAY_MS);
}
