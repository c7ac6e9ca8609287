import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dossier } from '../../src/compare/dossier.ts';
import { compareArticle } from '../../src/jobs/compare-article.ts';
import { wakes } from '../../src/jobs/compare-commit.ts';
import type { JobStore } from '../../src/jobs/ports.ts';
import type { Stages } from '../../src/jobs/stages.ts';
import type { Development } from '../../src/model/development.ts';
import type { LedgerEntry } from '../../src/model/dossier.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, developmentOf, NOW, watchOf } from './samples.ts';

const WATCH = watchOf();
const ARTICLE = articleOf('walkout');
const DATA = { watchId: WATCH.id, articleId: ARTICLE.id };

let redis: TestRedis;
let desk: Desk;
let found: Development[];
let entriesSeen: number[];

/** A dossier that only knows how many entries it holds, and a comparison that adds one an article. */
const asDossier = (entries: number) => ({ entries }) as unknown as Dossier;
const entriesOf = (dossier: Dossier) => (dossier as unknown as { entries: number }).entries;

beforeEach(async () => {
  redis = testRedis();
  found = [developmentOf('walkout')];
  entriesSeen = [];
  desk = openDesk(
    redis.redis,
    redis.prefix,
    { watches: [WATCH] },
    {
      foundDossier: () => asDossier(0),
      applyChange: (dossier, change) => asDossier(entriesOf(dossier) + change.entries.length),
      compare: (dossier, article, now) => {
        entriesSeen.push(entriesOf(dossier));
        const entry = { id: `e-${article.id}`, firstSeenAt: now } as LedgerEntry;
        const change = { entries: [entry], prints: [] };
        return {
          dossier: asDossier(entriesOf(dossier) + 1),
          relevant: true,
          why: ['it names the plant'],
          developments: found,
          withheld: [],
          change,
        };
      },
    },
  );
  await desk.store.saveArticle(ARTICLE, [WATCH.id], NOW);
});
afterEach(() => redis.close());

test('what is found is committed whole, and what wakes is handed on', async () => {
  found.push(developmentOf('statement', { weight: 0.5 }));
  expect(await compareArticle(desk.context(), DATA)).toEqual({
    kind: 'compared',
    ...DATA,
    relevant: true,
    developmentIds: found.map(({ id }) => id),
    withheld: 0,
  });
  expect(desk.enqueued).toEqual([
    { name: 'send-alert', data: { watchId: WATCH.id, developmentId: found[0]?.id } },
  ]);
  expect(await desk.store.outbox('2099-01-01T00:00:00.000Z', 10)).toHaveLength(1);
  expect(await desk.store.pendingCompares('2099-01-01T00:00:00.000Z', 10)).toEqual([]);
  expect(await desk.store.developmentsSince(WATCH.id, '2024-01-01T00:00:00.000Z', 10)).toHaveLength(2);
});

test('an article is compared once for a watch', async () => {
  await compareArticle(desk.context(), DATA);
  expect(await compareArticle(desk.context(), DATA)).toEqual({ kind: 'already-compared', ...DATA });
  expect(entriesSeen).toHaveLength(1);
});

test('where memory is trusted, the commit finds out what it does not know', async () => {
  const trusting = () =>
    desk.context({ dossiers: { ...desk.ports.dossiers, trustedVersion: () => 0 }, store: unasked });
  const unasked: JobStore = {
    ...desk.store,
    comparisonStart: () => Promise.reject(new Error('asked what was to be trusted')),
  };
  expect(await compareArticle(trusting(), DATA)).toMatchObject({ kind: 'compared' });
  // Version 0 is not the newest any more.
  const next = articleOf('statement');
  await desk.store.saveArticle(next, [WATCH.id], NOW);
  const work = { ...DATA, articleId: next.id };
  expect(await compareArticle(trusting(), work)).toMatchObject({ kind: 'compared' });
  expect(entriesSeen.at(-1)).toBe(1);
  expect(await compareArticle(trusting(), work)).toEqual({ kind: 'already-compared', ...work });
  expect((await desk.store.counts(WATCH.id)).articles).toBe(2);
});

test('a crash after the commit leaves the alert in the outbox', async () => {
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(compareArticle(desk.context({ enqueue }), DATA)).rejects.toThrow('killed');
  expect(await desk.store.outbox('2099-01-01T00:00:00.000Z', 10)).toEqual([
    { watchId: WATCH.id, developmentId: found[0]?.id },
  ]);
  expect(await compareArticle(desk.context(), DATA)).toMatchObject({ kind: 'already-compared' });
});

test('a dossier that another worker moved on is loaded and compared with anew', async () => {
  const second = articleOf('second');
  await desk.store.saveArticle(second, [WATCH.id], NOW);
  const another = openDesk(redis.redis, redis.prefix, { watches: [WATCH] }, desk.context().stages);
  let moved = false;
  const store: JobStore = {
    ...desk.store,
    commitCompare: async (commit) => {
      if (!moved) {
        moved = true;
        await compareArticle(another.context(), { watchId: WATCH.id, articleId: second.id });
      }
      return desk.store.commitCompare(commit);
    },
  };
  expect(await compareArticle(desk.context({ store }), DATA)).toMatchObject({ kind: 'compared' });
  expect(entriesSeen).toEqual([0, 0, 1]);
});

test('a dossier that will not hold still is left to a later attempt', async () => {
  const store: JobStore = { ...desk.store, commitCompare: () => Promise.resolve('stale') };
  await expect(compareArticle(desk.context({ store }), DATA)).rejects.toMatchObject({ retryable: true });
});

test('articles of one watch are compared one after another', async () => {
  const articles = ['one', 'two', 'three', 'four'].map((name) => articleOf(name));
  for (const article of articles) await desk.store.saveArticle(article, [WATCH.id], NOW);
  await Promise.all(
    articles.map(({ id }) => compareArticle(desk.context(), { watchId: WATCH.id, articleId: id })),
  );
  expect(entriesSeen).toEqual([0, 1, 2, 3]);
});

test('an article that changes nothing keeps the next one from nothing', async () => {
  const second = articleOf('second');
  await desk.store.saveArticle(second, [WATCH.id], NOW);
  const bothSent = Promise.withResolvers<void>();
  let sent = 0;
  const store: JobStore = {
    ...desk.store,
    commitCompare: async (commit) => {
      sent += 1;
      if (sent === 2) bothSent.resolve();
      await bothSent.promise;
      return desk.store.commitCompare(commit);
    },
  };
  const compare: Stages['compare'] = (dossier) => ({
    ...{ dossier, relevant: false, why: ['other matters'], developments: [], withheld: [] },
    change: { entries: [], prints: [] },
  });
  const context = desk.context({ store, stages: { ...desk.ports.stages, compare } });
  const ends = await Promise.all(
    [ARTICLE, second].map(({ id }) => compareArticle(context, { ...DATA, articleId: id })),
  );
  expect(ends.map(({ kind }) => kind)).toEqual(['compared', 'compared']);
});

test('a comparison waiting for a watch that is no longer configured is dropped', async () => {
  const gone = { watchId: 'gone', articleId: ARTICLE.id };
  await desk.store.saveArticle(ARTICLE, ['gone'], NOW);
  expect(await compareArticle(desk.context(), gone)).toEqual({ kind: 'unknown', ...gone });

  expect(await desk.store.pendingCompares('2099-01-01T00:00:00.000Z', 10)).toEqual([DATA]);
});

test('an article for a watch that another worker has read already is left for later, and not given up', async () => {
  const data = { watchId: 'new-here', articleId: ARTICLE.id };
  await desk.store.saveArticle(ARTICLE, ['new-here'], NOW);
  const report = { process: 'other/7', watches: { 'new-here': 'c1' }, feeds: [], mistakes: [] };
  await desk.store.saveProcessReport({ ...report, at: new Date().toISOString() });
  await expect(compareArticle(desk.context(), data)).rejects.toMatchObject({ retryable: true });
  expect(await desk.store.pendingCompares('2100-01-01T00:00:00.000Z', 10)).toContainEqual(data);
  await desk.store.saveProcessReport({ ...report, at: new Date(Date.now() - 90_000).toISOString() });
  expect(await compareArticle(desk.context(), data)).toEqual({ kind: 'unknown', ...data });
  expect(await desk.store.pendingCompares('2100-01-01T00:00:00.000Z', 10)).not.toContainEqual(data);
});

test('weight, type and mute decide what wakes', () => {
  const { event } = developmentOf('walkout');
  const wake = (weight: number, rule: Parameters<typeof wakes>[0]) => wakes(rule, { weight, event });
  expect(wake(1, { minWeight: 1, mute: [] })).toBe(true);
  expect(wake(0.5, { minWeight: 1, mute: [] })).toBe(false);
  expect(wake(1, { minWeight: 0, mute: ['walkout'] })).toBe(false);
  expect(wake(1, { minWeight: 0, types: ['attack'], mute: [] })).toBe(false);
  expect(wake(0.5, { minWeight: 0.5, types: ['walkout'], mute: [] })).toBe(true);
});
