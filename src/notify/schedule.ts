import { AppError } from '../model/errors.ts';
import type { Subscriber } from '../model/mail.ts';
import type { Day } from '../model/time.ts';
import { inZone, offsetMs } from './zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Two weeks find the next Monday even where a zone skips a day (Samoa, December 2011). */
const DAYS_AHEAD = 15;

/** Local days of the week a digest goes out on, 0 for Sunday. */
const WEEKDAYS: Readonly<Record<'daily' | 'weekdays' | 'weekly', readonly number[]>> = {
  daily: [0, 1, 2, 3, 4, 5, 6],
  weekdays: [1, 2, 3, 4, 5],
  weekly: [1],
};

/**
 * When a subscriber's next digest is due: strictly after `after`, once on each of its local days.
 * Where the hour does not exist (clocks go forward) it is due when the gap ends; where it exists twice, at the first.
 *
 * @returns null for those who want none
 * @throws AppError when the zone is not known
 */
export function nextDigestAt(
  subscriber: Pick<Subscriber, 'digest' | 'hour' | 'timezone'>,
  after: Date,
): Date | null {
  if (subscriber.digest === 'off') return null;
  checkTimezone(subscriber.timezone);
  if (subscriber.digest === 'hourly') return nextFullHour(subscriber.timezone, after);
  const wanted = WEEKDAYS[subscriber.digest];
  const today = Date.parse(`${localDay(after, subscriber.timezone)}T00:00:00Z`);
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const day = new Date(today + ahead * DAY_MS);
    if (!wanted.includes(day.getUTCDay())) continue;
    const due = atLocalHour(day, subscriber.hour, subscriber.timezone);
    if (due && due > after) return due;
  }
  throw new AppError(`No digest hour found after ${after.toISOString()} in ${subscriber.timezone}.`);
}

/**
 * When the quiet hours that a subscriber is in end.
 *
 * @returns null when it is none of their quiet hours
 */
export function quietUntil(
  { quiet, timezone }: Pick<Subscriber, 'quiet' | 'timezone'>,
  at: Date,
): Date | null {
  if (!quiet) return null;
  const hour = inZone(at, timezone).getUTCHours();
  const { from, to } = quiet;
  if (from <= to ? hour < from || hour >= to : hour < from && hour >= to) return null;
  const today = Date.parse(`${localDay(at, timezone)}T00:00:00Z`);
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const end = atLocalHour(new Date(today + ahead * DAY_MS), to, timezone);
    if (end && end > at) return end;
  }
  return null;
}

/** The calendar day it is for a reader in that zone. */
export function localDay(at: Date, timezone: string): Day {
  return inZone(at, timezone).toISOString().slice(0, 10);
}

/** @throws AppError unless it is a zone of the IANA database: `Europe/Berlin`, `UTC` */
export function checkTimezone(timezone: string): void {
  try {
    offsetMs(new Date(0), timezone);
  } catch (cause) {
    throw new AppError(`"${timezone}" is not a time zone; one is Europe/Berlin, another America/New_York.`, {
      cause,
    });
  }
}

/** The next time the reader's clock shows :00, be their zone off by half or three quarters of an hour. */
function nextFullHour(timezone: string, after: Date): Date {
  const shown = inZone(after, timezone).getTime();
  const next = new Date(after.getTime() + HOUR_MS - (shown % HOUR_MS));
  const over = inZone(next, timezone).getTime() % HOUR_MS;
  return over === 0 ? next : new Date(next.getTime() + HOUR_MS - over);
}

/**
 * The first instant at which the reader's clock shows the hour or later on that day.
 *
 * @param day its midnight, as if it were UTC
 * @returns null for a day the zone skipped
 */
function atLocalHour(day: Date, hour: number, timezone: string): Date | null {
  const wall = day.getTime() + hour * HOUR_MS;
  const candidates = [wall - DAY_MS, wall + DAY_MS]
    .map((near) => wall - offsetMs(new Date(near), timezone))
    .sort((a, b) => a - b);
  const shown = candidates.find((at) => inZone(new Date(at), timezone).getTime() === wall);
  if (shown !== undefined) return new Date(shown);
  const gap = endOfGap(candidates, wall, timezone);
  return localDay(gap, timezone) === day.toISOString().slice(0, 10) ? gap : null;
}

/** Halves the span round a change of the clocks down to the instant after it. */
function endOfGap(candidates: readonly number[], wall: number, timezone: string): Date {
  let before = (candidates[0] ?? wall) - DAY_MS;
  let later = (candidates.at(-1) ?? wall) + DAY_MS;
  while (later - before > 1) {
    const middle = Math.floor((before + later) / 2);
    if (inZone(new Date(middle), timezone).getTime() < wall) before = middle;
    else later = middle;
  }
  return new Date(later);
}
