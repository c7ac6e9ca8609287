import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Dossier, foundDossier } from '../../src/compare/dossier.ts';
import { openDossiers } from '../../src/jobs/dossiers.ts';
import { stages } from '../../src/jobs/stages.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { commit, foldStream } from './fold-stream.ts';
import { LEXICON, storyOf } from './press.ts';

const STORY = storyOf('niger-us-withdrawal');
const { watch } = STORY;
const PROGRAM = 'this version';
const PRINT = { title: 't', source: 's' };

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

describe('a ledger with an index that is kept', () => {
  test('is loaded as it would be without one', async () => {
    const dossiers = await foldStream(open.store, STORY, PROGRAM, 6, 14);
    const { dossier, version } = await another().load(watch);
    expect({ ...stateOf(dossier), version }).toEqual({
      ...stateOf(dossiers.last),
      version: dossiers.version,
    });
    await open.redis.del(open.keys.ledgerIndex(watch.id));
    expect(stateOf((await another().load(watch)).dossier)).toEqual(stateOf(dossier));
  });

  test('unpacks only what is asked for, and leaves a damaged record out', async () => {
    const { last } = await foldStream(open.store, STORY, PROGRAM, 11, 14);
    const [id = ''] = [...last.entries].find(([, entry]) => !entry.held) ?? [];
    await open.redis.hset(open.keys.ledger(watch.id), `e${id}`, Buffer.of(2, 99, 99));
    const { dossier } = await another().load(watch);
    expect(open.damaged).toHaveLength(0);
    expect(dossier.entries.get(id)).toBeUndefined();
    expect(open.damaged).toHaveLength(1);
  });

  test.each([
    ['another version of the program', 'another version', watch],
    ['another baseline', PROGRAM, { ...watch, baseline: watch.baseline.slice(1) }],
  ])('does without it for %s', async (_what, program, other) => {
    await foldStream(open.store, STORY, PROGRAM, 6, 8);
    // What the index holds is wrong on purpose: whoever takes it up is found out.
    const kept = await open.store.keptIndex(watch.id);
    if (!kept) throw new Error('no index was kept');
    await open.store.keepIndex(watch.id, { ...kept, index: { ...kept.index, days: ['1999-01-01'] } });
    const { dossier } = await openDossiers(open.store, LEXICON, stages, program).load(other);
    expect(dossier.days).not.toContain('1999-01-01');
    expect((await another().load(watch)).dossier.days).toContain('1999-01-01');
  });

  test('does without one of a ledger that was put back to an older state', async () => {
    const { last } = await foldStream(open.store, STORY, PROGRAM, 6, 8);
    await open.redis.hdel(open.keys.ledger(watch.id), ...[...last.entries.keys()].map((id) => `e${id}`));
    const { dossier } = await another().load(watch);
    expect([...dossier.entries.keys()]).toEqual([...foundDossier(watch, LEXICON).entries.keys()]);
  });

  test('is kept by a worker once it knows a thousand records too few', async () => {
    const dossiers = another();
    const { dossier } = await dossiers.load(watch);
    const prints = Array.from({ length: 1_000 }, (_, i) => ({ ...PRINT, articleId: `a${i}`, sketch: [i] }));
    for (const some of [prints.slice(1), prints.slice(0, 1)]) {
      const { version } = await dossiers.load(watch);
      expect(await open.store.keptIndex(watch.id)).toBeNull();
      const change = { entries: [], prints: some };
      await commit(open.store, watch.id, version, `by ${version}`, change);
      dossiers.moveOn(watch, { version, change }, stages.applyChange(dossier, change));
    }
    await dossiers.load(watch);
    expect((await open.store.keptIndex(watch.id))?.version).toBe(2);
  });
});

test('what is in memory is trusted once it was the newest for a while, till somebody else changes it', async () => {
  const dossiers = another();
  const change = { entries: [], prints: [{ ...PRINT, articleId: 'a1', sketch: [1] }] };
  await dossiers.load(watch, 0);
  expect(dossiers.trustedVersion(watch)).toBeNull();
  for (let times = 0; times < 20; times += 1) await dossiers.load(watch, 0);
  expect(dossiers.trustedVersion(watch)).toBe(0);
  await commit(open.store, watch.id, 0, 'a1', change);
  dossiers.moveOn(watch, { version: 0, change }, (await dossiers.load(watch, 0)).dossier);
  expect(dossiers.trustedVersion(watch)).toBe(1);
  await commit(open.store, watch.id, 1, 'a2', {
    ...change,
    prints: [{ ...PRINT, articleId: 'a2', sketch: [2] }],
  });
  expect((await dossiers.load(watch)).version).toBe(2);
  expect(dossiers.trustedVersion(watch)).toBeNull();
  expect(dossiers.trustedVersion({ ...watch })).toBeNull();
});

function another() {
  return openDossiers(open.another(), LEXICON, stages, PROGRAM);
}

/** Records that changed since come in no order: maps, which have none here. */
function stateOf({ entries, prints, copies, days, index, indexed }: Dossier) {
  return {
    entries: new Map(entries),
    prints: new Map(prints),
    copies: new Map(copies),
    days,
    index: new Map(index),
    indexed: new Map(indexed),
  };
}
