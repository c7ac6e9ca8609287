import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Subscriber } from '../../src/model/mail.ts';
import { nextDigestAt } from '../../src/notify/schedule.ts';
import { type Started, startCommand } from '../cli/home.ts';
import { note } from './rows.ts';
import { accountOf, openTown, reader, type Town } from './town.ts';
import { wire } from './wire.ts';

const ITEMS = 60;
const EACH = 15;
const HALF_AN_HOUR_MS = 1_800_000;
/** The sweep, which finds what is due, runs each half minute. */
const DUE_WITHIN_MS = 120_000;

let town: Town;
let worker: Started | undefined;
afterEach(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await town.close();
});

interface Step {
  /** The clocks are set to ten seconds before, and pass it. */
  readonly at: string;
  /** Who gets a digest then, in the order of names. */
  readonly gets: readonly string[];
}

const NAMES = ['at-2', 'at-3', 'at-4', 'hourly'] as const;

function readers(now: Date): readonly Subscriber[] {
  return NAMES.map((name) => ({
    ...reader(`${name}@example.org`),
    alerts: false,
    digest: name === 'hourly' ? ('hourly' as const) : ('daily' as const),
    hour: Number(/\d/.exec(name)?.[0] ?? 0),
    timezone: 'Europe/Berlin',
    createdAt: new Date(now.getTime() - 86_400_000).toISOString(),
  }));
}

const YEAR: readonly (readonly [string, readonly Step[]])[] = [
  [
    // 02:00 to 03:00 is left out: what is due in it is due when it is over.
    'begins',
    [
      { at: '2027-03-28T00:00:00Z', gets: ['hourly'] },
      { at: '2027-03-28T01:00:00Z', gets: ['at-2', 'at-3', 'hourly'] },
      { at: '2027-03-28T02:00:00Z', gets: ['at-4', 'hourly'] },
    ],
  ],
  [
    // 02:00 to 03:00 comes twice: what is due in it is due the first time.
    'ends',
    [
      { at: '2027-10-31T00:00:00Z', gets: ['at-2', 'hourly'] },
      { at: '2027-10-31T01:00:00Z', gets: ['hourly'] },
      { at: '2027-10-31T02:00:00Z', gets: ['at-3', 'hourly'] },
    ],
  ],
];

test.for(YEAR)(
  'when summer time %s, digests come at their hour, once, and polls go on',
  {
    timeout: 900_000,
  },
  async ([when, steps], { task }) => {
    const [first] = steps;
    if (!first) throw new Error('nothing to do');
    const before = (instant: string, byMs: number) => new Date(Date.parse(instant) - byMs);
    const start = before(first.at, HALF_AN_HOUR_MS);
    town = await openTown({ items: ITEMS, readers: 0, articles: wire(ITEMS, start) });
    const file = path.join(town.home.folder, 'clock');
    const setClock = (to: Date) => writeFileSync(file, String(to.getTime() - Date.now()));
    writeFileSync(file, '0');
    town.publish(0);
    const people = readers(start);
    for (const one of people) {
      await town.store.saveSubscriber(one);
      await town.store.scheduleDigest(one.id, nextDigestAt(one, start)?.toISOString() ?? null);
    }
    worker = startCommand(['--config', path.join(town.home.folder, 'config'), 'worker'], {
      NEWSWATCH_DATA: town.home.data,
      TZ: 'Europe/Berlin',
      CLOCK_FILE: file,
      NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'clock-shift.ts')}`,
    });
    await worker.says('worker started');

    let longestMs = 0;
    let seen = 0;
    for (const [i, { at, gets }] of steps.entries()) {
      // Still in the hour before, so that there is something to tell.
      setClock(before(at, HALF_AN_HOUR_MS));
      town.publish((i + 1) * EACH);
      const published = performance.now();
      for (;;) {
        const { read, uncompared } = await town.account();
        if (read === (i + 1) * EACH && uncompared === 0) break;
        if (performance.now() - published > DUE_WITHIN_MS) throw new Error(`polls stand still before ${at}`);
        await sleep(500);
      }
      longestMs = Math.max(longestMs, performance.now() - published);
      setClock(before(at, 10_000));
      const due = performance.now();
      while (town.mailbox.mails.length < seen + gets.length && performance.now() - due < DUE_WITHIN_MS)
        await sleep(500);
      // A sweep more: whoever would get one without being due gets it now.
      await sleep(35_000);
      const came = town.mailbox.mails.slice(seen).map(({ to }) => to?.[0]?.address?.split('@')[0]);
      expect(came.sort(), at).toEqual(gets);
      seen = town.mailbox.mails.length;
    }
    const account = await accountOf({ ...town, readers: people }, steps.length * EACH);
    expect(account).toMatchObject({ toldTwice: 0, doubled: 0, missing: 0, failedJobs: [] });
    note(task, {
      fault: `summer time ${when} while a worker runs (Europe/Berlin, its own zone too)`,
      times: steps.length,
      of: `${account.read} items, ${account.mails} digests to ${people.length} readers`,
      lost: account.items - account.read,
      doubled: account.doubled + account.toldTwice,
      backMs: longestMs,
      note: 'digests at 2, 3 and 4 o’clock and each hour: one for an hour that comes twice, at its end for one left out',
    });
  },
);
