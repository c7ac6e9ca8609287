import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dossier } from '../../src/compare/dossier.ts';
import { DEFAULT_LIMITS } from '../../src/jobs/context.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import { sendDigest } from '../../src/jobs/send-digest.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Development } from '../../src/model/development.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { developmentOf, NOW, subscriberOf, watchOf } from './samples.ts';

const WATCH = watchOf();
const ENTRY = 'e1';
const killed = (value: number) => ({ killed: { value, bound: 'exact' as const } });

let redis: TestRedis;
let desk: Desk;
/** What the ledger has counted by now. */
let counted = { outlets: ['A'], origins: ['A'] };

beforeEach(() => {
  redis = testRedis();
  counted = { outlets: ['A'], origins: ['A'] };
  const known = { event: attack(3).event, observations: [], held: false };
  const foundDossier = () =>
    ({ entries: new Map([[ENTRY, { ...known, ...counted }]]) }) as unknown as Dossier;
  desk = openDesk(
    redis.redis,
    redis.prefix,
    { watches: [WATCH] },
    { composeAlert, composeDigest, foundDossier },
  );
});
afterEach(() => redis.close());

const attack = (toll: number, more: Partial<Development> = {}) =>
  developmentOf(`attack-${toll}`, {
    entryId: ENTRY,
    headline: `Attack kills ${toll} in Baghdad`,
    event: { ...developmentOf('x').event, type: 'attack', figures: killed(toll) },
    ...more,
  });

const alert = (development: Development, holdMs = 120_000) =>
  sendAlert(desk.context({ limits: { ...DEFAULT_LIMITS, holdMs } }), {
    watchId: WATCH.id,
    developmentId: development.id,
  });

const mails = async () => (await desk.store.deliveries(10)).map(({ message }) => message);

describe('the hold of an alert', () => {
  test('two reports of one event make one mail, with the latest figures and all outlets', async () => {
    await desk.store.saveSubscriber(subscriberOf('ada'));
    const first = attack(3);
    const second = attack(5, { kind: 'update' });
    await commitFound(desk.store, first);
    expect(await alert(first)).toEqual({ kind: 'held', until: '2024-02-11T12:02:00.000Z' });
    expect(desk.enqueued).toEqual([
      {
        name: 'send-alert',
        data: { watchId: 'strike', developmentId: first.id },
        options: { delayMs: 120_000, jobId: `${first.id}-held` },
      },
    ]);
    desk.setTime('2024-02-11T12:01:00.000Z');
    await commitFound(desk.store, second);
    await alert(second);
    counted = { outlets: ['A', 'B', 'C'], origins: ['A', 'B'] };
    expect(await mails()).toEqual([]);

    desk.setTime('2024-02-11T12:02:00.000Z');
    expect(await alert(first)).toMatchObject({ kind: 'enqueued', deliveries: 1 });
    desk.setTime('2024-02-11T12:03:01.000Z');
    expect(await alert(second)).toMatchObject({ kind: 'enqueued', deliveries: 0, skipped: 1 });
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Attack kills 5 in Baghdad — The strike at the plant');
    expect(mail?.text).toContain('New · ');
    expect(mail?.text).toContain('3 outlets, 2 origins');
  });

  test('an update after the hold is a mail of its own, in the thread of the first', async () => {
    await desk.store.saveSubscriber(subscriberOf('ada'));
    const first = attack(3);
    const second = attack(5, { kind: 'update', at: '2024-02-11T12:05:00.000Z' });
    await commitFound(desk.store, first);
    desk.setTime('2024-02-11T12:02:01.000Z');
    await alert(first);
    desk.setTime('2024-02-11T12:05:00.000Z');
    await commitFound(desk.store, second);
    desk.setTime('2024-02-11T12:07:01.000Z');
    await alert(second);
    const [update, report] = await mails();
    expect(update?.subject).toMatch(/^Update: /);
    expect(update?.references).toEqual(report?.references);
  });

  test('the sweep hands on what a crash left held', async () => {
    const first = attack(3);
    await commitFound(desk.store, first);
    await alert(first);
    await desk.store.clearOutbox([{ watchId: 'strike', developmentId: first.id }]);
    desk.enqueued.length = 0;
    desk.setTime('2024-02-11T12:01:59.000Z');
    await sweep(desk.context());
    expect(desk.enqueued).toEqual([]);
    desk.setTime('2024-02-11T12:02:00.000Z');
    await sweep(desk.context());
    expect(desk.enqueued).toMatchObject([
      { name: 'send-alert', data: { watchId: 'strike', developmentId: first.id } },
    ]);
    expect(await alert(first)).toMatchObject({ kind: 'enqueued' });
    desk.enqueued.length = 0;
    await sweep(desk.context());
    expect(desk.enqueued).toEqual([]);
  });
});

describe('what a reader does not want to be woken for', () => {
  test('a muted type is mailed neither at once nor in the digest', async () => {
    const ada = subscriberOf('ada', { mutedTypes: ['attack'] });
    await desk.store.saveSubscriber(ada);
    await commitFound(desk.store, attack(3));
    expect(await alert(attack(3), 0)).toMatchObject({ deliveries: 0, skipped: 1 });
    desk.setTime('2024-02-12T12:00:00.000Z');
    const digest = await sendDigest(desk.context(), { subscriberId: ada.id, force: true });
    expect(digest).toEqual({ kind: 'nothing-new' });
  });

  test('a pause holds alerts and digests back; the first digest after it tells what was missed', async () => {
    const ada = subscriberOf('ada', { snoozeUntil: '2024-02-14T00:00:00.000Z' });
    await desk.store.saveSubscriber(ada);
    await desk.store.scheduleDigest(ada.id, '2024-02-12T08:00:00.000Z');
    await commitFound(desk.store, attack(3));
    expect(await alert(attack(3), 0)).toMatchObject({ deliveries: 0, skipped: 1 });
    desk.setTime('2024-02-12T08:00:10.000Z');
    const run = () => sendDigest(desk.context(), { subscriberId: ada.id });
    expect(await run()).toEqual({ kind: 'paused', until: '2024-02-14T00:00:00.000Z' });
    desk.setTime('2024-02-14T07:59:59.000Z');
    expect(await run()).toEqual({ kind: 'not-due' });
    desk.setTime('2024-02-14T08:00:01.000Z');
    expect(await run()).toMatchObject({ kind: 'enqueued', developments: 1 });
  });

  test('an alert found in quiet hours goes out when they end', async () => {
    const quiet = { quiet: { from: 12, to: 14 } };
    await desk.store.saveSubscriber(subscriberOf('ada', quiet));
    await desk.store.saveSubscriber(subscriberOf('ben', { ...quiet, timezone: 'Asia/Kolkata' }));
    await commitFound(desk.store, attack(3));
    expect(await alert(attack(3), 0)).toEqual({ kind: 'enqueued', deliveries: 1, skipped: 0, waiting: 1 });
    // A second run of the job must not hand it on early.
    expect(await alert(attack(3), 0)).toMatchObject({ deliveries: 1, waiting: 1 });
    const held = (await desk.store.deliveries(10)).find(({ notBefore }) => notBefore);
    expect(held).toMatchObject({ notBefore: '2024-02-11T14:00:00.000Z', createdAt: NOW });
    desk.enqueued.length = 0;
    desk.setTime('2024-02-11T14:00:00.001Z');
    await sweep(desk.context());
    expect(desk.enqueued.map(({ data }) => data)).toContainEqual({ deliveryId: held?.id });
  });

  describe('an alert that waited is asked about again before it goes', () => {
    const ada = subscriberOf('ada', { quiet: { from: 12, to: 14 } });

    /** Found in quiet hours, and sent when they are over, after the reader changed their mind. */
    async function sentAfter(change: Partial<typeof ada>) {
      await desk.store.saveSubscriber(ada);
      await commitFound(desk.store, attack(3));
      await alert(attack(3), 0);
      await desk.store.saveSubscriber({ ...ada, ...change });
      desk.setTime('2024-02-11T14:00:00.001Z');
      const [delivery] = await desk.store.deliveries(10);
      return deliver(desk.context(), { deliveryId: delivery?.id ?? '' });
    }
    const isTold = async () => (await desk.store.toldDevelopments(ada.id, [attack(3).id])).size > 0;

    test('unchanged, it goes', async () => {
      expect(await sentAfter({})).toMatchObject({ kind: 'sent' });
    });

    test('paused meanwhile, it is left to the digest after the pause', async () => {
      const snoozeUntil = '2024-02-14T00:00:00.000Z';
      expect(await sentAfter({ snoozeUntil })).toMatchObject({
        kind: 'failed',
        error: expect.stringContaining('paused'),
      });
      expect([desk.sent, await isTold()]).toEqual([[], false]);
      await desk.store.scheduleDigest(ada.id, '2024-02-14T08:00:00.000Z');
      desk.setTime('2024-02-14T08:00:01.000Z');
      const digest = await sendDigest(desk.context(), { subscriberId: ada.id });
      expect(digest).toMatchObject({ kind: 'enqueued', developments: 1 });
    });

    test('without alerts by now, it is left to the digest', async () => {
      expect(await sentAfter({ alerts: false })).toMatchObject({
        kind: 'failed',
        error: expect.stringContaining('no alerts'),
      });
      expect([desk.sent, await isTold()]).toEqual([[], false]);
    });

    test.each([
      ['its type muted', { mutedTypes: ['attack' as const] }, 'muted'],
      ['its story left', { watchIds: ['another'] }, 'does not follow'],
    ])('%s, it is told by nothing', async (_, change, why) => {
      expect(await sentAfter(change)).toMatchObject({ kind: 'failed', error: expect.stringContaining(why) });
      expect([desk.sent, await isTold()]).toEqual([[], true]);
    });
  });
});

describe('a digest that comes while an alert waits', () => {
  const ada = subscriberOf('ada');
  const statement = developmentOf('statement', { weight: 0.5, at: '2024-02-11T11:59:00.000Z' });
  const digest = () => sendDigest(desk.context(), { subscriberId: ada.id, force: true });
  const sendAll = async () => {
    for (const { id } of await desk.store.deliveries(10)) await deliver(desk.context(), { deliveryId: id });
  };

  beforeEach(async () => {
    await desk.store.saveSubscriber(ada);
    await desk.store.scheduleDigest(ada.id, NOW);
  });

  test('leaves it to the alert, and tells what else there is', async () => {
    await commitFound(desk.store, statement, attack(3));
    desk.setTime('2024-02-11T12:00:01.000Z');
    await alert(attack(3));
    expect(await digest()).toMatchObject({ kind: 'enqueued', developments: 1 });
    await sendAll();
    desk.setTime('2024-02-11T12:02:00.000Z');
    expect(await alert(attack(3))).toMatchObject({ deliveries: 1 });
    await sendAll();
    expect(desk.sent.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('statement'),
      expect.stringContaining('Attack kills 3'),
    ]);
    desk.setTime('2024-02-12T12:00:00.000Z');
    expect(await digest()).toEqual({ kind: 'nothing-new' });
  });

  test('leaves it from the moment it was committed, hold or none, till it is composed', async () => {
    await commitFound(desk.store, attack(3));
    desk.setTime('2024-02-11T12:00:01.000Z');
    expect(await digest()).toEqual({ kind: 'nothing-new' });
    expect(await alert(attack(3))).toMatchObject({ kind: 'held' });
    // Its hold is over, and a sweep has queued it.
    desk.setTime('2024-02-11T12:02:01.000Z');
    await sweep(desk.context());
    expect(await digest()).toEqual({ kind: 'nothing-new' });
    expect(await alert(attack(3))).toMatchObject({ deliveries: 1 });
  });

  test('leaves later reports of its event to it as well', async () => {
    await commitFound(desk.store, attack(3));
    await alert(attack(3));
    const quiet = attack(5, { kind: 'update', weight: 0.5, at: '2024-02-11T12:00:30.000Z' });
    desk.setTime('2024-02-11T12:00:30.000Z');
    await commitFound(desk.store, quiet);
    desk.setTime('2024-02-11T12:01:00.000Z');
    expect(await digest()).toEqual({ kind: 'nothing-new' });
    desk.setTime('2024-02-11T12:02:01.000Z');
    await alert(attack(3));
    const [mail, ...others] = await desk.store.deliveries(10);
    expect([mail?.developmentIds, others]).toEqual([[attack(3).id, quiet.id], []]);
  });

  test('an alert that in the end tells a reader nothing is told by the next digest', async () => {
    await desk.store.saveSubscriber({ ...ada, maxAlertsPerDay: 0 });
    await commitFound(desk.store, statement, attack(3));
    await alert(attack(3));
    desk.setTime('2024-02-11T12:00:01.000Z');
    expect(await digest()).toMatchObject({ developments: 1 });
    await sendAll();
    desk.setTime('2024-02-11T12:02:01.000Z');
    expect(await alert(attack(3))).toMatchObject({ deliveries: 0, skipped: 1 });
    desk.setTime('2024-02-12T12:00:00.000Z');
    expect(await digest()).toMatchObject({ kind: 'enqueued', developments: 1 });
  });

  test('one that does not come about for a day is told by the digest', async () => {
    await commitFound(desk.store, attack(3));
    await alert(attack(3));
    desk.setTime('2024-02-12T12:00:00.001Z');
    expect(await digest()).toMatchObject({ kind: 'enqueued', developments: 1 });
    expect(await alert(attack(3))).toMatchObject({ deliveries: 0 });
  });

  test('a reader without alerts is told by the digest at once', async () => {
    await desk.store.saveSubscriber({ ...ada, alerts: false });
    await commitFound(desk.store, attack(3));
    desk.setTime('2024-02-11T12:00:01.000Z');
    expect(await digest()).toMatchObject({ kind: 'enqueued', developments: 1 });
  });
});
