/** The longest a server is believed: a day. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date; also a fraction, `30s`, and the first of
 * several.
 *
 * @returns milliseconds from `now`, at most a day; undefined when absent or unreadable
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim() ?? '';
  if (value === '') return undefined;
  const seconds = /^(\d+(?:\.\d+)?)\s*(?:s|sec|seconds)?\s*(?:,|$)/i.exec(value)?.[1];
  // An HTTP date is in GMT, also in the form of C's asctime, which does not say so.
  const date = /GMT|[+-]\d{4}|Z$/.test(value) ? value : `${value} GMT`;
  const ms = seconds === undefined ? Date.parse(date) - now.getTime() : Number(seconds) * 1000;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
