import type { Instant } from '../model/time.ts';
import { type DateParts, readDate, real, toInstant } from './dates.ts';
import { decodeEntities } from './text.ts';

/** RFC 822 with four digits of a year, and RFC 3339: nearly all dates of feeds. */
const RFC_822 =
  /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:GMT|([+-])(0\d|1[0-2])([0-5]\d))$/i;
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?(?:Z|([+-])(0\d|1[0-2]):([0-5]\d))$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The dates that follow their standard, which takes a tenth of the time. What it leaves is for `readDate`. */
function standardDate(text: string): DateParts | undefined {
  const rfc822 = RFC_822.exec(text);
  const match = rfc822 ?? RFC_3339.exec(text);
  if (!match) return undefined;
  const [, first, second = '', third, hour, minute, seconds, sign, zoneHours = 0, zoneMinutes = 0] = match;
  const date = rfc822
    ? real(Number(third), MONTHS.indexOf(second.toLowerCase()) + 1, Number(first))
    : real(Number(first), Number(second), Number(third));
  if (!date) return undefined;
  const size = Number(zoneHours) * 60 + Number(zoneMinutes);
  const time = { hour: Number(hour), minute: Number(minute), second: Number(seconds) };
  return { ...date, time, offsetMinutes: sign === '-' ? -size : size };
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** Words beside the numbers of `03/04/2024 10:15 am` where the month may stand first: not those of Europe, nor its zones. */
const AMERICAN =
  /^(?:(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*|at|on|[ap]m?|m|z|t|utc?|gmt|[ecmp][sd]?t|ak[sd]t|hst|america|us)$/;

/**
 * A feed's date. Without a zone it is UTC. Of `03/04/2024` the month is first, as most who write so do, but not where
 * its weekday says otherwise, nor beside words of another language.
 */
export function feedInstant(text: string): Instant | undefined {
  const parts = standardDate(text) ?? oddDate(text.includes('&') ? decodeEntities(text) : text);
  return parts && toInstant(parts);
}

function oddDate(text: string): DateParts | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const dayFirst = () => readDate(text, 'day-first');
  if (words.some((word) => !AMERICAN.test(word))) return dayFirst();
  const parts = readDate(text, 'month-first');
  const named = DAYS.findIndex((day) => words[0]?.startsWith(day));
  if (!parts || named < 0 || weekdayOf(parts) === named) return parts;
  const other = dayFirst();
  return other && weekdayOf(other) === named ? other : parts;
}

function weekdayOf({ year, month, day = 1 }: DateParts): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
