import { type EventRoot, rootOf } from '../model/event.ts';
import type { Day } from '../model/time.ts';
import { DAY_MS } from './dates.ts';
import type { StoryLine } from './story-index.ts';

/** An expected day that passed unnoticed is told of this long. */
const SILENCE_TOLD_DAYS = 30;

/** What is to come, or was to: by the last that was told of each event. */
export interface Expected {
  readonly line: StoryLine;
  /** Its day is over, and nothing was told since. */
  readonly passed: boolean;
}

/** The last line of each event of the ledger, in the order told. */
export function latestOfEach(lines: readonly StoryLine[]): readonly StoryLine[] {
  const byEntry = new Map<string, StoryLine>();
  for (const line of lines) {
    // Told again, it goes to the end.
    byEntry.delete(line.entryId);
    byEntry.set(line.entryId, line);
  }
  return [...byEntry.values()];
}

/** For each root of events the last that happened and weighs something, newest first. */
export function knownNow(latest: readonly StoryLine[]): readonly StoryLine[] {
  const byRoot = new Map<EventRoot, StoryLine>();
  for (const line of latest) {
    const known = byRoot.get(rootOf(line.type));
    const counts = line.certainty !== 'planned' && rootOf(line.type) !== 'other';
    // What wakes nobody makes way for what does.
    if (counts && !(known && known.weight > line.weight && line.weight < 0.5))
      byRoot.set(rootOf(line.type), line);
  }
  return [...byRoot.values()].sort((a, b) => b.foundAt - a.foundAt);
}

/** Planned events with a day: those to come, the next first, then those whose day passed in silence, the last first. */
export function expectedEvents(latest: readonly StoryLine[], today: Day): readonly Expected[] {
  const oldest = new Date(Date.parse(today) - SILENCE_TOLD_DAYS * DAY_MS).toISOString().slice(0, 10);
  const dated: Dated[] = [];
  const happened: Dated[] = [];
  for (const line of latest) {
    if (line.date === null || line.date.to < oldest) continue;
    (line.certainty === 'planned' ? dated : happened).push({ line, ...line.date });
  }
  const coming = dated.filter(({ to }) => to >= today).sort((a, b) => a.from.localeCompare(b.from));
  const silent = dated
    .filter(({ to }) => to < today)
    .filter((plan) => !happened.some((event) => isMetBy(plan, event)))
    .sort((a, b) => b.to.localeCompare(a.to));
  return [
    ...coming.map(({ line }) => ({ line, passed: false })),
    ...silent.map(({ line }) => ({ line, passed: true })),
  ];
}

interface Dated {
  readonly line: StoryLine;
  readonly from: Day;
  readonly to: Day;
}

/** Told since, of the same root, and on a day of the plan. */
function isMetBy(plan: Dated, event: Dated): boolean {
  return (
    event.line.foundAt > plan.line.foundAt &&
    rootOf(event.line.type) === rootOf(plan.line.type) &&
    event.from <= plan.to &&
    event.to >= plan.from
  );
}
