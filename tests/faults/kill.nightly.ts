import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Recovery, watchStarts } from './recovery.ts';
import { note } from './rows.ts';
import { bystanderOf, openTown, type Town } from './town.ts';

/** A slow machine wants a slower pace: a worker takes seconds of its processor to start. */
const { KILLS = '100', ITEMS_A_KILL = '20', PACE_MS = '4000' } = process.env;
const kills = Number(KILLS);
const items = kills * Number(ITEMS_A_KILL);
const paceMs = Number(PACE_MS);
const WORKERS = 4;
/** Each article is looked at for all of them together. */
const BYSTANDERS = 2;
const AIM_MS = 10_000;
/** Up to here a process mostly gets its processor when it wants it. */
const ROOM_LOAD = 2;

let town: Town;
afterEach(() => town.close());

test('workers killed -9 at random again and again lose nothing and tell nothing twice', {
  timeout: 2_400_000,
}, async ({ task }) => {
  town = await openTown({ feeds: 20, items, readers: 3, delayMs: 300, bystanders: BYSTANDERS });
  town.publish(0);
  const crew = await Promise.all(Array.from({ length: WORKERS }, () => town.worker()));
  const starts = watchStarts(town.queues);
  const recoveries: Promise<Recovery>[] = [];
  let inHand = 0;
  let mailsInHand = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    town.publish(Math.round((items * kill) / kills));
    await sleep(paceMs / 2 + Math.random() * paceMs);
    while (crew.length === 0) await sleep(50);
    const [victim] = crew.splice(Math.floor(Math.random() * crew.length), 1);
    const killed = performance.now();
    victim?.kill('SIGKILL');
    const mine = await starts.inHandOf(victim?.pid ?? 0);
    inHand += mine.length;
    mailsInHand += mine.filter(({ name }) => name === 'deliver').length;
    recoveries.push(starts.taken(mine, killed, () => crew.length));
    // One that has not come up yet when all is over is ended with the town.
    void town.worker().then(
      (next) => crew.push(next),
      () => undefined,
    );
  }
  await town.settled(600_000);
  const took = (await Promise.all(recoveries)).sort((a, b) => a.ms - b.ms);
  const [longest, median] = [took.at(-1), took[Math.floor(took.length / 2)]];
  const sinceKill = Math.max(...took.map((one) => one.sinceKillMs));
  const slow = took.filter(({ ms }) => ms > AIM_MS);
  const account = await town.account();
  note(task, {
    fault: 'workers killed -9 at random',
    times: kills,
    of: `${items.toLocaleString('en')} items, ${account.found} developments × 3 readers`,
    lost: account.items - account.read + account.uncompared + account.untold + account.missing,
    doubled: account.doubled + account.toldTwice,
    backMs: longest?.ms ?? 0,
    note: `from the kill, or from when a worker ran again, till each job in hand was started by another: half of the times ${seconds(median)} at most; ${slow.length} over 10 s${slow.map(outlier).join('')}; the longest at ${longest?.load.toFixed(1)} processes for each processor; with the wait for a worker where none was left, ${(sinceKill / 1000).toFixed(1)} s at most; ${inHand} jobs were in hand; doubled: of the ${mailsInHand} mails a worker was handing over as it died`,
  });
  // How many differ from what was told before hangs on the order in which they were read.
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({
    read: items,
    uncompared: 0,
    untold: 0,
    toldTwice: 0,
    missing: 0,
    failedJobs: [],
  });
  expect(account.doubled).toBeLessThanOrEqual(mailsInHand);
  for (let n = 0; n < BYSTANDERS; n += 1)
    expect(await town.store.counts(bystanderOf(n))).toMatchObject({ articles: items, developments: 0 });
  // What a machine busy with others adds is in the row; where there was room, all of them hold.
  expect(slow.filter(({ load }) => load <= ROOM_LOAD)).toEqual([]);
  expect(median?.ms).toBeLessThan(AIM_MS);
});

function seconds(one: Recovery | undefined): string {
  return `${((one?.ms ?? 0) / 1000).toFixed(1)} s`;
}

function outlier(one: Recovery): string {
  return ` (${one.slowest} ${seconds(one)}, ${one.load.toFixed(1)} processes for each processor)`;
}
