import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { watchStarts } from './recovery.ts';
import { note } from './rows.ts';
import { openTown, type Town } from './town.ts';

/** A slow machine wants a slower pace: a worker takes seconds of its processor to start. */
const { KILLS = '100', ITEMS_A_KILL = '20', PACE_MS = '4000' } = process.env;
const kills = Number(KILLS);
const items = kills * Number(ITEMS_A_KILL);
const paceMs = Number(PACE_MS);
const WORKERS = 4;

let town: Town;
afterEach(() => town.close());

test('workers killed -9 at random again and again lose nothing and tell nothing twice', {
  timeout: 2_400_000,
}, async ({ task }) => {
  town = await openTown({ feeds: 20, items, readers: 3, delayMs: 300 });
  town.publish(0);
  const crew = await Promise.all(Array.from({ length: WORKERS }, () => town.worker()));
  const starts = watchStarts(town.queues);
  const recoveries: Promise<number>[] = [];
  let inHand = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    town.publish(Math.round((items * kill) / kills));
    await sleep(paceMs / 2 + Math.random() * paceMs);
    while (crew.length === 0) await sleep(50);
    const [victim] = crew.splice(Math.floor(Math.random() * crew.length), 1);
    const running = await starts.running();
    victim?.kill('SIGKILL');
    inHand += running.length;
    recoveries.push(starts.gone(running));
    void town.worker().then((next) => crew.push(next));
  }
  await town.settled(600_000);
  const took = (await Promise.all(recoveries)).sort((a, b) => a - b);
  const [longestMs = 0, medianMs = 0] = [took.at(-1), took[Math.floor(took.length / 2)]];
  const account = await town.account();
  // How many differ from what was told before hangs on the order in which they were read.
  expect(account.found).toBeGreaterThan(2);
  expect(account).toMatchObject({
    read: items,
    uncompared: 0,
    untold: 0,
    toldTwice: 0,
    missing: 0,
    failedJobs: [],
  });
  note(task, {
    fault: 'workers killed -9 at random',
    times: kills,
    of: `${items.toLocaleString('en')} items, ${account.found} developments × 3 readers`,
    lost: account.items - account.read + account.uncompared + account.untold + account.missing,
    doubled: account.doubled + account.toldTwice,
    backMs: longestMs,
    note: `till all that was in hand was done or started anew: half of the times ${(medianMs / 1000).toFixed(1)} s at most; ${inHand} jobs were in hand; doubled: mails handed over as their worker died`,
  });
  // The slowest of many tells how busy the machine is with others; it stands in the row.
  expect(medianMs).toBeLessThan(10_000);
});
