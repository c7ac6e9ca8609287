import { afterEach, expect, test } from 'vitest';
import { NIGHTLY, note } from './rows.ts';
import { openTown, type Town } from './town.ts';

const KILLS = NIGHTLY ? 5 : 1;
const PER_HOST = 2;
/** A page takes so long that a worker is surely killed while it waits for it. */
const SLOW_MS = 1500;
const AIM_MS = 10_000;

let town: Town;
afterEach(() => town.close());

test('a host whose turns were all a killed worker’s is asked again within ten seconds', {
  timeout: 300_000,
}, async ({ task }) => {
  const items = 4 * PER_HOST * (KILLS + 1);
  const net = { allowPrivate: ['127.0.0.0/8'], requestsPerHost: PER_HOST, pause: '0s', robots: false };
  town = await openTown({ feeds: 1, items, readers: 1, delayMs: SLOW_MS, settings: { net } });
  const pages = () => town.newsstand.requests.filter(({ url }) => url !== '/feed-0').length;
  let longestMs = 0;
  let worker = await town.worker();
  let asked = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // While pages are left, each turn is somebody's.
    await expect.poll(pages, { timeout: 60_000 }).toBeGreaterThanOrEqual(asked + PER_HOST);
    worker.kill('SIGKILL');
    await worker.ended;
    asked = pages();
    worker = await town.worker();
    const began = performance.now();
    await expect.poll(pages, { timeout: 60_000 }).toBeGreaterThan(asked);
    longestMs = Math.max(longestMs, performance.now() - began);
  }
  await town.settled(120_000);
  const account = await town.account();
  note(task, {
    fault: 'a worker killed -9 while it has all the turns at a host',
    times: KILLS,
    of: `${items} items of one host, asked by ${PER_HOST} at a time`,
    lost: account.items - account.read + account.untold + account.missing,
    doubled: account.toldTwice,
    backMs: longestMs,
    note: 'from when a worker ran again till it asked the host for a page',
  });
  expect(account).toMatchObject({ read: items, untold: 0, toldTwice: 0, missing: 0, failedJobs: [] });
  expect(longestMs).toBeLessThan(AIM_MS);
});
