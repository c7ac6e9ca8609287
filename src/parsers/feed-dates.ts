import type { Instant } from '../model/time.ts';
import { type DateParts, readDate, real, toInstant } from './dates.ts';

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

/** A feed's date. Without a zone it is UTC; the month first in `03/04/2024`, as most who write so do. */
export function feedInstant(text: string): Instant | undefined {
  const parts = standardDate(text) ?? readDate(text, 'month-first');
  return parts && toInstant(parts);
}
