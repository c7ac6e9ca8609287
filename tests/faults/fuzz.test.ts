import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { note } from './rows.ts';

test('mutated feeds and pages crash no parser, hang none and fill no memory', async ({ task }) => {
  const { cases, failures, slowestMs, mostMb } = await fuzz({ seed: 8, maxCases: 250, maxMs: 50_000 });
  expect(failures).toEqual([]);
  expect(cases).toBeGreaterThan(50);
  note(task, {
    fault: 'mutated feeds and pages (a short run; `npm run fuzz -- --minutes 10` for the long one)',
    times: cases,
    of: 'the parsers of feeds and pages, and compare',
    lost: 0,
    doubled: 0,
    note: `0 crashes; the slowest took ${Math.round(slowestMs)} ms of CPU, the process ${Math.round(mostMb)} MB at most`,
  });
});
