const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A day of the calendar, `2024-02-11`. */
export function isDay(value: string): boolean {
  if (!DAY.test(value) || Number.isNaN(Date.parse(value))) return false;
  // Date.parse takes 30 February for 1 March.
  return new Date(value).toISOString().startsWith(value);
}

/** A day, or an instant with its offset, `2024-02-11T09:30:00+03:00`: ISO 8601 as `Article.publishedAt` wants it. */
export function isDayOrInstant(value: string): boolean {
  const day = INSTANT.exec(value)?.[1];
  return day === undefined ? isDay(value) : isDay(day) && !Number.isNaN(Date.parse(value));
}
