import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Started, startCommand } from '../cli/home.ts';
import { note } from './rows.ts';
import { openTown, type Town } from './town.ts';

const HOUR_MS = 3_600_000;

let town: Town;
let file: string;
let worker: Started | undefined;
beforeEach(async () => {
  town = await openTown({ items: 90, readers: 1 });
  file = path.join(town.home.folder, 'clock');
});
afterEach(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await town.close();
});

const set = (shift: number | 'frozen') => writeFileSync(file, String(shift));

function start(): Started {
  const env = {
    NEWSWATCH_DATA: town.home.data,
    CLOCK_FILE: file,
    NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'clock-shift.ts')}`,
  };
  worker = startCommand(['--config', path.join(town.home.folder, 'config'), 'worker'], env);
  return worker;
}

test('an hour ahead of Redis or behind it, a worker does not start, and says by how much', {
  timeout: 60_000,
}, async ({ task }) => {
  for (const [shift, words] of [
    [HOUR_MS, '60 min ahead of'],
    [-HOUR_MS, '60 min behind'],
  ] as const) {
    set(shift);
    const { code, stderr } = await start().ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`the clock of this machine is ${words} that of Redis: have both set by NTP`);
  }
  note(task, {
    fault: 'the clock an hour ahead or behind at start',
    times: 2,
    of: 'a worker’s start',
    lost: 0,
    doubled: 0,
    note: 'refuses to start, and says by how much',
  });
});

test('set an hour on or back, or frozen, while the worker runs: the schedules go on', {
  timeout: 240_000,
}, async ({ task }) => {
  set(0);
  town.publish(15);
  await start().says('worker started');
  await town.settled(60_000);
  const steps = [
    ['an hour on', HOUR_MS],
    ['an hour back again', 0],
    ['an hour back', -HOUR_MS],
    ['right again', 0],
  ] as const;
  let published = 15;
  let longestMs = 0;
  for (const [, shift] of steps) {
    set(shift);
    published += 15;
    town.publish(published);
    longestMs = Math.max(longestMs, await town.settled(60_000));
  }
  expect(worker?.output()).toContain('clock was set; schedules are set anew');
  set('frozen');
  town.publish(90);
  await sleep(10_000);
  set(0);
  longestMs = Math.max(longestMs, await town.settled(60_000));
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({ read: 90, untold: 0, toldTwice: 0, doubled: 0, failedJobs: [] });
  expect(worker?.output()).toContain('clocks disagree');
  note(task, {
    fault: 'the clock set an hour on and back while a worker runs; frozen for ten seconds',
    times: steps.length + 1,
    of: `90 items, ${account.found} developments`,
    lost: account.items - account.read + account.untold,
    doubled: account.doubled + account.toldTwice,
    backMs: longestMs,
    note: 'the jump is noticed within five seconds, the schedules are set anew, and the log says that the clocks disagree',
  });
});
