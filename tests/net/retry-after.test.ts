import { afterEach, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/net/retry-after.ts';

const NOW = new Date('2031-03-04T10:15:00Z');
const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it.each([
  ['120', 120_000],
  ['1.5', 1500],
  ['30s', 30_000],
  ['60, 60', 60_000],
  ['Tue, 04 Mar 2031 10:16:00 GMT', 60_000],
  ['Tuesday, 04-Mar-31 10:16:00 GMT', 60_000],
  ['Tue Mar  4 10:16:00 2031', 60_000],
  ['Tue, 04 Mar 2031 12:16:00 +0200', 60_000],
  ['Tue, 04 Mar 2031 10:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', undefined],
  ['', undefined],
])('Retry-After: %s', (header, ms) => {
  for (const name of ['America/Los_Angeles', 'UTC']) {
    process.env.TZ = name;
    expect(retryAfterMs(header, NOW)).toBe(ms);
  }
});
