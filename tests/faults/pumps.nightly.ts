import { expect, test } from 'vitest';
import { fuzz, HANGS_AFTER_MS } from '../fuzz/fuzz.ts';
import { note } from './rows.ts';

test('one long text at any place of a feed or page hangs no parser', {
  timeout: 3_600_000,
}, async ({ task }) => {
  const wishes = { seed: 0, kind: 'pumped', maxCases: Number.POSITIVE_INFINITY, maxMs: 3_500_000 } as const;
  const { cases, failures, slowestMs, mostMb } = await fuzz(wishes);
  expect(failures).toEqual([]);
  note(task, {
    fault: 'one text of 60,000 characters, a piece over and over, at each place of a feed and a page',
    times: cases,
    of: 'the parsers of feeds and pages, and compare',
    lost: 0,
    doubled: 0,
    note: `0 over ${HANGS_AFTER_MS / 1000} s; the slowest took ${Math.round(slowestMs)} ms of CPU, the process ${Math.round(mostMb)} MB at most`,
  });
});
