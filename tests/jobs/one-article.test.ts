import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/jobs/context.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { sendAlert } from '../../src/jobs/send-alert.ts';
import { sendDigest } from '../../src/jobs/send-digest.ts';
import type { Development } from '../../src/model/development.ts';
import type { EventType } from '../../src/model/event.ts';
import type { JobData } from '../../src/model/job.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { commitFound } from './committed.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, developmentOf, NOW, subscriberOf, watchOf } from './samples.ts';

const WATCH = watchOf({ wake: { minWeight: 0.5, mute: [] } });
const REPORT = articleOf('report');
const { id: articleId, url, title, source } = REPORT;

/** Of one article; each sentence at a place of its own. */
function told(name: string, type: EventType, weight: number, at = 0): Development {
  const text = `${name} was told in this very sentence.`;
  return developmentOf(name, {
    event: { ...developmentOf(name).event, type },
    article: { articleId, url, title, source },
    evidence: { text, start: at, end: at + text.length },
    ...{ headline: `${name} happens in Seattle`, weight },
  });
}

const WALKOUT = told('Walkout', 'walkout', 0.8);
const BALLOT = told('Ballot', 'election', 0.9, 100);
const TALKS = told('Talks', 'talks_resumed', 0.7, 200);
const ALL = [WALKOUT, BALLOT, TALKS];

let redis: TestRedis;
let desk: Desk;

beforeEach(() => {
  redis = testRedis();
  desk = openDesk(redis.redis, redis.prefix, { watches: [WATCH] }, { composeAlert, composeDigest });
});
afterEach(() => redis.close());

const limits = { ...DEFAULT_LIMITS, holdMs: 0 };
const alert = ({ id }: Development) =>
  sendAlert(desk.context({ limits }), { watchId: WATCH.id, developmentId: id });
const alertAll = async (all: readonly Development[]) => {
  for (const one of all) await alert(one);
};
const mails = async () => (await desk.store.deliveries(50)).toReversed();
const idsOf = (all: readonly Development[]) => all.map(({ id }) => id);

describe('what one article tells', () => {
  test('is one mail: the most important its subject, the others in short with their sentences', async () => {
    await desk.store.saveSubscriber(subscriberOf('ada'));
    await commitFound(desk.store, ...ALL);
    await alertAll(ALL);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.developmentIds).toEqual(idsOf([BALLOT, WALKOUT, TALKS]));
    expect(mail?.message.subject).toBe('Ballot happens in Seattle — The strike at the plant');
    expect(mail?.message.text).toContain(`Also in this report:

* Walkout happens in Seattle
  “Walkout was told in this very sentence.”

* Talks happens in Seattle
  “Talks was told in this very sentence.”
`);
    expect(mail?.message.messageId.startsWith(`<${mail.id}@`)).toBe(true);
    expect(desk.enqueued.filter(({ name }) => name === 'deliver')).toEqual([
      { name: 'deliver', data: { deliveryId: mail?.id } },
    ]);
  });

  test('is one mail, handed on, whichever job is first, and when all run at once', async () => {
    for (const name of ['ada', 'ben', 'cleo']) await desk.store.saveSubscriber(subscriberOf(name));
    await commitFound(desk.store, ...ALL);
    await Promise.all(ALL.toReversed().map(alert));
    const made = await mails();
    expect(made.map(({ developmentIds }) => developmentIds.length)).toEqual([3, 3, 3]);
    const handedOn = desk.enqueued.map(({ data }) => 'deliveryId' in data && data.deliveryId);
    expect(new Set(handedOn)).toEqual(new Set(made.map(({ id }) => id)));
  });

  test('counts once in the day’s cap, and no digest tells it again', async () => {
    const ada = subscriberOf('ada', { maxAlertsPerDay: 2 });
    await desk.store.saveSubscriber(ada);
    await desk.store.scheduleDigest(ada.id, NOW);
    const next = developmentOf('next day');
    await commitFound(desk.store, ...ALL, next);
    await alertAll([...ALL, next]);
    expect(await mails()).toHaveLength(2);
    expect(await sendDigest(desk.context(), { subscriberId: ada.id, force: true })).toEqual({
      kind: 'nothing-new',
    });
  });

  test('goes to four; what is over is counted, and left to the digest', async () => {
    const ada = subscriberOf('ada');
    const many = Array.from({ length: 7 }, (_, i) => told(`Fact ${i}`, 'protest', 1, 100 * i));
    await desk.store.saveSubscriber(ada);
    await commitFound(desk.store, ...many);
    await alertAll(many);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.developmentIds).toEqual(idsOf(many.slice(0, 4)));
    expect(mail?.message.text).toContain('\n3 more developments.\n');
    desk.setTime('2024-02-12T12:00:00.000Z');
    expect(await sendDigest(desk.context(), { subscriberId: ada.id, force: true })).toMatchObject({
      developments: 3,
    });
  });

  test('of which a reader has muted a type or was told something, tells them the rest', async () => {
    const [ada, ben] = [
      subscriberOf('ada', { mutedTypes: ['election'] }),
      subscriberOf('ben', { mutedTypes: ['walkout', 'talks_resumed'] }),
    ];
    await desk.store.saveSubscriber(ada);
    await desk.store.saveSubscriber(ben);
    await commitFound(desk.store, TALKS);
    await alert(TALKS);
    await commitFound(desk.store, WALKOUT, BALLOT);
    await alertAll([WALKOUT, BALLOT]);
    const toldTo = async ({ id }: typeof ada) =>
      (await desk.store.deliveriesOf(id)).map(({ developmentIds }) => developmentIds).sort();
    expect(await toldTo(ada)).toEqual([[TALKS.id], [WALKOUT.id]].sort());
    expect(await toldTo(ben)).toEqual([[BALLOT.id]]);
  });

  test('is answered in its thread by what comes later of each of its events', async () => {
    await desk.store.saveSubscriber(subscriberOf('ada'));
    await commitFound(desk.store, ...ALL);
    await alertAll(ALL);
    desk.setTime('2024-02-11T15:00:00.000Z');
    for (const { entryId } of [BALLOT, TALKS]) {
      const later = developmentOf(`later ${entryId}`, {
        entryId,
        kind: 'denied',
        at: '2024-02-11T15:00:00Z',
      });
      await commitFound(desk.store, later);
      await alert(later);
    }
    const threads = (await mails()).map(({ message }) => message.references ?? []);
    const first = threads.find(({ length }) => length === 4) ?? [];
    const answers = threads.filter((one) => one !== first);
    expect(answers.map((answer) => answer[0])).toEqual([first[0], first[0]]);
    // The subject's is the nearest, the others stand above it.
    expect(answers.map((answer) => first.indexOf(answer[1] ?? '')).sort()).toEqual([1, 3]);
  });
});

describe('a mail of several that waited for the morning', () => {
  const quiet = { from: 12, to: 14 };
  const ada = subscriberOf('ada', { quiet });

  beforeEach(async () => {
    await desk.store.saveSubscriber(ada);
    await commitFound(desk.store, ...ALL);
    await alertAll(ALL);
    desk.setTime('2024-02-11T14:00:01.000Z');
  });

  async function send() {
    for (const { id } of await mails()) await deliver(desk.context(), { deliveryId: id });
    return desk.sent.map(({ subject }) => subject.split(' happens')[0]);
  }

  test.each<readonly [string, readonly EventType[], readonly string[]]>([
    ['its first muted', ['election'], ['Walkout']],
    ['its last muted', ['talks_resumed'], ['Ballot']],
    ['all muted', ['election', 'walkout', 'talks_resumed'], []],
  ])('%s, goes anew without what is muted', async (_, mutedTypes, subjects) => {
    await desk.store.saveSubscriber({ ...ada, mutedTypes });
    expect(await send()).toEqual([]);
    desk.setTime('2024-02-11T14:01:00.000Z');
    const again = desk.enqueued.flatMap(({ name, data }) =>
      name === 'send-alert' && 'readerIds' in data ? [data as JobData['send-alert']] : [],
    );
    for (const data of again) await sendAlert(desk.context({ limits }), data);
    expect(await send()).toEqual(subjects);
    const [mail] = desk.sent;
    for (const one of ALL.filter(({ event }) => mutedTypes.includes(event.type))) {
      expect(mail?.text ?? '').not.toContain(one.evidence.text);
    }
  });

  test('nothing muted, goes once and whole', async () => {
    await send();
    expect(await send()).toEqual(['Ballot']);
    expect(desk.sent[0]?.text).toContain(TALKS.evidence.text);
  });
});
