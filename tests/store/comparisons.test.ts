import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';
import {
  AT,
  article,
  commit,
  development,
  entry,
  HOUR_MS,
  isCompared,
  later,
  nothingNew,
  print,
  verdict,
  WATCH,
} from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const LATER = later(1);

describe('the commit of a comparison', () => {
  it('stores what was decided and marks the article compared', async () => {
    await open.store.saveArticle(article('one'), [WATCH], AT);
    expect(await isCompared(open.store, article('one'))).toBe(false);
    expect(await open.store.commitCompare(commit('one', 0))).toBe('committed');
    expect(await isCompared(open.store, article('one'))).toBe(true);
    expect(await open.store.pendingCompares(LATER, 10)).toEqual([]);
    expect(await open.store.dossierChanges(WATCH, 0)).toEqual({
      version: 1,
      change: { entries: [entry('one')], prints: [print('one')] },
    });
    expect(await open.store.development(WATCH, development('one').id)).toEqual(development('one'));
    expect(await open.store.verdicts(WATCH, 10)).toEqual([commit('one', 0).verdict]);
    expect(await open.store.outbox(LATER, 10)).toEqual(commit('one', 0).outbox);
    expect(await open.store.counts(WATCH)).toEqual({ articles: 1, developments: 1, withheld: 0 });
  });

  it('changes nothing the second time', async () => {
    await open.store.commitCompare(commit('one', 0));
    await open.store.clearOutbox(commit('one', 0).outbox);
    expect(await open.store.commitCompare(commit('one', 0))).toBe('already-compared');
    expect(await open.store.commitCompare(commit('one', 1))).toBe('already-compared');
    expect(await open.store.counts(WATCH)).toEqual({ articles: 1, developments: 1, withheld: 0 });
    expect(await open.store.outbox(LATER, 10)).toEqual([]);
  });

  it('that is repeated after a crash takes the article off the waiting list', async () => {
    await open.store.commitCompare(commit('one', 0));
    await open.redis.zadd(open.keys.compares(), Date.parse(AT), `${article('one').id}:${WATCH}`);
    await open.store.commitCompare(commit('one', 0));
    expect(await open.store.pendingCompares(LATER, 10)).toEqual([]);
  });

  it('computed on an older dossier is stale and leaves nothing behind', async () => {
    await open.store.commitCompare(commit('one', 0));
    expect(await open.store.commitCompare(commit('two', 0))).toBe('stale');
    expect(await isCompared(open.store, article('two'))).toBe(false);
    expect(await open.store.development(WATCH, development('two').id)).toBeNull();
    expect((await open.store.dossierChanges(WATCH, 1)).change).toEqual({ entries: [], prints: [] });
    expect(await open.store.counts(WATCH)).toMatchObject({ articles: 1, developments: 1 });
  });

  it('wins for one of two committers that race, and the other computes again', async () => {
    const other = open.another();
    const outcomes = await Promise.all([
      open.store.commitCompare(commit('one', 0)),
      other.commitCompare(commit('two', 0)),
    ]);
    expect(outcomes.toSorted()).toEqual(['committed', 'stale']);
  });

  it('of one article happens once however many race', async () => {
    const other = open.another();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 ? other : open.store).commitCompare(commit('one', 0))),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'already-compared')).toHaveLength(7);
  });

  it('loses nothing when many commit and compute again while stale', async () => {
    const stores = [open.store, open.another(), open.another()];
    const names = Array.from({ length: 30 }, (_, i) => `race-${i}`);
    await Promise.all(
      stores.map(async (store, worker) => {
        for (const name of names.filter((_, i) => i % stores.length === worker)) {
          for (;;) {
            const { version } = await store.dossierChanges(WATCH, 0);
            if ((await store.commitCompare(commit(name, version))) === 'committed') break;
          }
        }
      }),
    );
    const { version, change } = await open.store.dossierChanges(WATCH, 0);
    expect(version).toBe(30);
    expect(new Set(change.entries.map(({ id }) => id))).toEqual(new Set(names.map((name) => entry(name).id)));
    expect(await open.store.counts(WATCH)).toMatchObject({ articles: 30, developments: 30 });
  });

  it('that changes nothing makes nobody compute again', async () => {
    expect(await open.store.commitCompare(nothingNew('one', 0))).toBe('committed');
    expect(await open.store.commitCompare(commit('two', 0))).toBe('committed');
    expect(await open.store.commitCompare(nothingNew('three', 0))).toBe('stale');
  });

  it('keeps watches apart', async () => {
    await open.store.commitCompare(commit('one', 0));
    expect(await open.store.commitCompare({ ...commit('one', 0), watchId: 'other' })).toBe('committed');
    expect(await open.store.counts('third')).toEqual({ articles: 0, developments: 0, withheld: 0 });
  });
});

describe('a development', () => {
  it('found twice stays as it was first, and is alerted once', async () => {
    const again = { ...development('one'), headline: 'Told in other words' };
    await open.store.commitCompare(commit('one', 0));
    await open.store.clearOutbox(commit('one', 0).outbox);
    await open.store.commitCompare(
      commit('two', 1, {
        developments: [again],
        outbox: [{ watchId: WATCH, developmentId: again.id }],
        at: later(HOUR_MS),
      }),
    );
    expect(await open.store.development(WATCH, again.id)).toEqual(development('one'));
    expect(await open.store.developments(WATCH, 10)).toHaveLength(1);
    expect(await open.store.outbox(later(2 * HOUR_MS), 10)).toEqual([]);
  });

  it('is found since an instant, oldest first, no more than asked for', async () => {
    await open.store.commitCompare(commit('one', 0, { at: later(1_000) }));
    await open.store.commitCompare(commit('two', 1, { at: later(2_000) }));
    await open.store.commitCompare(commit('three', 2, { at: later(3_000) }));
    const ids = async (since: string, limit = 10) =>
      (await open.store.developmentsSince(WATCH, since, limit)).map(({ id }) => id);
    const [one, two, three] = ['one', 'two', 'three'].map((name) => development(name).id);
    expect(await ids(later(2_000))).toEqual([two, three]);
    expect(await ids(AT, 2)).toEqual([one, two]);
    expect(await ids(later(3_001))).toEqual([]);
    expect((await open.store.developments(WATCH, 2)).map(({ id }) => id)).toEqual([three, two]);
    expect(await open.store.developments(WATCH, 0)).toEqual([]);
  });

  it('has a later instant than every one before, though clocks differ', async () => {
    const both = [development('one'), development('two')];
    await open.store.commitCompare(commit('one', 0, { developments: both, at: later(HOUR_MS) }));
    await open.store.commitCompare({ ...commit('three', 0), watchId: 'other', at: AT });
    const [first, second] = await open.store.developmentsSince(WATCH, AT, 10);
    const [third] = await open.store.developmentsSince('other', AT, 10);
    expect([first?.at, second?.at, third?.at]).toEqual([
      later(HOUR_MS),
      later(HOUR_MS + 1),
      later(HOUR_MS + 2),
    ]);
  });

  it('committed late by a clock behind is in the window after a digest composed meanwhile', async () => {
    const composedAt = later(HOUR_MS);
    await open.store.dueDigests(composedAt, 10);
    await open.store.commitCompare(commit('one', 0, { at: AT }));
    expect(await open.store.developmentsSince(WATCH, composedAt, 10)).toHaveLength(1);
  });
});

describe('the outbox', () => {
  it('gives what was committed before an instant until it is cleared', async () => {
    await open.store.commitCompare(commit('one', 0));
    await open.store.commitCompare(commit('two', 1, { at: later(10) }));
    expect(await open.store.outbox(AT, 10)).toEqual([]);
    expect(await open.store.outbox(later(10), 10)).toEqual(commit('one', 0).outbox);
    expect(await open.store.outbox(later(11), 1)).toHaveLength(1);
    await open.store.clearOutbox(commit('one', 0).outbox);
    await open.store.clearOutbox(commit('one', 0).outbox);
    await open.store.clearOutbox([]);
    expect(await open.store.outbox(later(11), 10)).toEqual(commit('two', 0).outbox);
  });
});

describe('what was withheld', () => {
  it('is counted by reason, from the hour of an instant on', async () => {
    await open.store.commitCompare(nothingNew('one', 0, ['known', 'known', 'old']));
    await open.store.commitCompare(nothingNew('two', 0, ['known'], later(2 * HOUR_MS)));
    expect(await open.store.withheldCounts(WATCH, AT)).toEqual({ known: 3, old: 1 });
    expect(await open.store.withheldCounts(WATCH, later(HOUR_MS))).toEqual({ known: 1 });
    expect(await open.store.counts(WATCH)).toEqual({ articles: 2, developments: 0, withheld: 4 });
  });

  it('can be read with its verdict, newest first', async () => {
    await open.store.commitCompare(nothingNew('one', 0));
    await open.store.commitCompare(nothingNew('two', 0, ['known'], later(5)));
    expect(await open.store.verdicts(WATCH, 10)).toEqual([
      verdict('two', ['known'], later(5)),
      verdict('one', ['off-story']),
    ]);
    expect(await open.store.verdicts(WATCH, 1)).toHaveLength(1);
  });
});

describe('the changes of a dossier', () => {
  it('are those after a version, each record as it is now', async () => {
    await open.store.commitCompare(commit('one', 0));
    const grown = { ...entry('one'), outlets: ['Harbour Post', 'Coast Radio'] };
    await open.store.commitCompare(
      commit('two', 1, { change: { entries: [grown], prints: [print('two')] } }),
    );
    expect(await open.store.dossierChanges(WATCH, 1)).toEqual({
      version: 2,
      change: { entries: [grown], prints: [print('two')] },
    });
    expect((await open.store.dossierChanges(WATCH, 2)).change).toEqual({ entries: [], prints: [] });
    expect((await open.store.dossierChanges(WATCH, 0)).change.entries).toEqual([grown]);
  });

  it('of an emptied store are at version 0, whatever was known', async () => {
    expect(await open.store.dossierChanges(WATCH, 7)).toEqual({
      version: 0,
      change: { entries: [], prints: [] },
    });
  });

  it('are complete though read in pages', async () => {
    const many = (from: number) => Array.from({ length: 700 }, (_, i) => entry(`many-${from + i}`));
    for (let version = 0; version < 4; version++) {
      const change = { entries: many(version * 600), prints: [] };
      await open.store.commitCompare(commit(`page-${version}`, version, { change }));
    }
    const { version, change } = await open.store.dossierChanges(WATCH, 0);
    expect(version).toBe(4);
    expect(new Set(change.entries.map(({ id }) => id)).size).toBe(2_500);
    expect(change.entries).toHaveLength(2_500);
  });
});
