import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dossier } from '../../src/compare/dossier.ts';
import { compareArticle } from '../../src/jobs/compare-article.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { articleOf, NOW, watchOf } from './samples.ts';

const WATCHES = ['strike', 'talks', 'port', 'rail'].map((id) => watchOf({ id }));
const IDS = WATCHES.map(({ id }) => id);
const ARTICLE = articleOf('walkout');
const DATA = { watchIds: IDS, articleId: ARTICLE.id };
const LATER = '2099-01-01T00:00:00.000Z';

let redis: TestRedis;
let desk: Desk;
/** On whose story the article is. */
let on: string[];

/** A dossier that knows whose it is; a comparison that tells nothing, and adds a print. */
const STAGES = {
  foundDossier: ({ id }: { id: string }) => ({ watchId: id }) as Dossier,
  glance: (dossier: Dossier) => (on.includes(dossier.watchId) ? null : decided(dossier, 'off-story')),
  compare: (dossier: Dossier) => {
    const print = { articleId: ARTICLE.id, title: 't', source: 's', sketch: [] };
    return { ...decided(dossier, 'known'), relevant: true, change: { entries: [], prints: [print] } };
  },
};

function decided(dossier: Dossier, reason: 'off-story' | 'known') {
  const withheld = [{ type: 'other' as const, reason, evidence: ARTICLE.title, why: [] }];
  const change = { entries: [], prints: [] };
  return { dossier, relevant: false, why: [reason], developments: [], withheld, change };
}

beforeEach(async () => {
  redis = testRedis();
  on = ['talks'];
  desk = openDesk(redis.redis, redis.prefix, { watches: WATCHES }, STAGES);
  await desk.store.saveArticle(ARTICLE, IDS, NOW);
});
afterEach(() => redis.close());

test('an article of several watches is withheld at once where it is off the story, and compared alone elsewhere', async () => {
  const outcome = await compareArticle(desk.context(), DATA);
  expect(outcome).toEqual({
    ...{ kind: 'sifted', articleId: ARTICLE.id },
    ...{ offStory: ['strike', 'port', 'rail'], handedOn: ['talks'] },
  });
  expect(queued()).toEqual([{ watchId: 'talks', articleId: ARTICLE.id }]);
  expect(await pending()).toEqual(['talks']);
  for (const id of ['strike', 'port', 'rail']) {
    expect(await desk.store.verdict(id, ARTICLE.id)).toMatchObject({ relevant: false, watchId: id });
    expect(await desk.store.counts(id)).toEqual({ articles: 1, developments: 0, withheld: 1 });
  }
});

test('what it commits is what a comparison alone commits', async () => {
  await compareArticle(desk.context(), DATA);
  const together = await desk.store.verdict('port', ARTICLE.id);
  const alone = openDesk(
    redis.redis,
    `${redis.prefix}alone`,
    { watches: WATCHES },
    { ...STAGES, compare: (dossier) => decided(dossier, 'off-story') },
  );
  await alone.store.saveArticle(ARTICLE, IDS, NOW);
  await compareArticle(alone.context(), { watchId: 'port', articleId: ARTICLE.id });
  expect(together).not.toBeNull();
  expect(together).toEqual(await alone.store.verdict('port', ARTICLE.id));
});

test('a watch whose dossier moves on meanwhile is left to a job of its own', async () => {
  const { store } = desk;
  const commitCompares: typeof store.commitCompares = async (commits) => {
    const other = articleOf('sooner');
    await store.saveArticle(other, ['port'], NOW);
    const another = openDesk(redis.redis, redis.prefix, { watches: WATCHES }, STAGES);
    await compareArticle(another.context(), { watchId: 'port', articleId: other.id });
    return store.commitCompares(commits);
  };
  const outcome = await compareArticle(desk.context({ store: { ...store, commitCompares } }), DATA);
  expect(outcome).toMatchObject({ offStory: ['strike', 'rail'], handedOn: ['talks', 'port'] });
  expect(await store.verdict('port', ARTICLE.id)).toBeNull();
  // The next article finds the dossier as it is now.
  const next = articleOf('next');
  await store.saveArticle(next, IDS, NOW);
  expect(await compareArticle(desk.context(), { watchIds: IDS, articleId: next.id })).toMatchObject({
    handedOn: ['talks'],
  });
});

test('a crash before the hand-over loses no watch and counts none twice', async () => {
  const enqueue = () => Promise.reject(new Error('killed here'));
  await expect(compareArticle(desk.context({ enqueue }), DATA)).rejects.toThrow('killed');
  expect(await pending()).toEqual(['talks']);
  await compareArticle(desk.context(), DATA);
  expect(await desk.store.counts('port')).toEqual({ articles: 1, developments: 0, withheld: 1 });
  desk.setTime('2024-12-01T00:00:00.000Z');
  await sweep(desk.context());
  expect(queued()).toEqual([
    { watchId: 'talks', articleId: ARTICLE.id },
    { watchId: 'talks', articleId: ARTICLE.id },
  ]);
});

test('a look that ends badly leaves every watch to the sweep', async () => {
  const glance = () => {
    throw new Error('this article is poison');
  };
  const stages = { ...desk.context().stages, glance };
  await expect(compareArticle(desk.context({ stages }), DATA)).rejects.toThrow('poison');
  expect((await pending()).toSorted()).toEqual(IDS.toSorted());
});

test('a watch that is not configured here, and a text that is gone, are left to jobs of their own', async () => {
  const some = openDesk(redis.redis, redis.prefix, { watches: WATCHES.slice(1) }, STAGES);
  expect(await compareArticle(some.context(), DATA)).toMatchObject({ handedOn: ['strike', 'talks'] });
  const gone = { watchIds: IDS, articleId: 'a-gone' };
  expect(await compareArticle(desk.context(), gone)).toMatchObject({ offStory: [], handedOn: IDS });
});

function queued() {
  return desk.enqueued.filter(({ name }) => name === 'compare-article').map(({ data }) => data);
}

async function pending(): Promise<string[]> {
  return (await desk.store.pendingCompares(LATER, 10)).map(({ watchId }) => watchId);
}
