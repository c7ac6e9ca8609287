import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEEP, type OpenStore, openStore } from './open-store.ts';
import {
  AT,
  alert,
  article,
  commit,
  DAY_MS,
  development,
  digest,
  entry,
  isCompared,
  later,
  nothingNew,
  subscriber,
  WATCH,
} from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const reader = subscriber('reader');

describe('retention', () => {
  it('removes nothing that is young', async () => {
    await open.store.saveArticle(article('one'), [WATCH], AT);
    await open.store.commitCompare(commit('one', 0));
    await open.store.markItemsSeen('f1', ['i1'], AT);
    expect(await open.store.applyRetention(later(KEEP.verdictsMs))).toBe(0);
  });

  it('removes an old article, and is done when called again', async () => {
    await open.store.saveArticle(article('one'), [], AT);
    await open.store.saveArticle(article('two'), [], later(DAY_MS));
    const now = later(KEEP.articlesMs + 1);
    expect(await open.store.applyRetention(now)).toBe(1);
    expect(await open.store.applyRetention(now)).toBe(0);
    expect(await open.store.article(article('one').id)).toBeNull();
    expect(await open.store.article(article('two').id)).not.toBeNull();
  });

  it('keeps an article that a watch has yet to compare', async () => {
    await open.store.saveArticle(article('one'), [WATCH], AT);
    expect(await open.store.applyRetention(later(KEEP.articlesMs + 1))).toBe(0);
    expect(await open.store.article(article('one').id)).not.toBeNull();
  });

  it('keeps an article that a further watch asked for lately', async () => {
    await open.store.saveArticle(article('one'), [], AT);
    await open.store.awaitCompare(article('one').id, ['late'], later(KEEP.articlesMs));
    await open.store.applyRetention(later(KEEP.articlesMs + 1));
    expect(await open.store.article(article('one').id)).not.toBeNull();
  });

  it('removes many articles in pages', async () => {
    await Promise.all(
      Array.from({ length: 1_100 }, (_, i) => open.store.saveArticle(article(`n${i}`), [], AT)),
    );
    expect(await open.store.applyRetention(later(KEEP.articlesMs + 1))).toBe(1_100);
  });

  it('removes old verdicts and their counts before it forgets that the article was compared', async () => {
    await open.store.commitCompare(nothingNew('one', 0, ['known']));
    await open.store.commitCompare(nothingNew('two', 0, ['known'], later(DAY_MS)));
    expect(await open.store.applyRetention(later(KEEP.verdictsMs + 1))).toBe(1);
    expect(await open.store.verdicts(WATCH, 10)).toHaveLength(1);
    expect(await isCompared(open.store, article('one'))).toBe(true);
    await open.store.applyRetention(later(KEEP.verdictsMs + DAY_MS + 1));
    expect(await open.store.verdicts(WATCH, 10)).toEqual([]);
    expect(await open.redis.hlen(open.keys.withheld(WATCH))).toBeLessThanOrEqual(1);
    expect(await open.store.counts(WATCH)).toMatchObject({ articles: 2, withheld: 2 });
  });

  it('keeps the ledger, the developments and what a reader was told for ever', async () => {
    await open.store.commitCompare(commit('one', 0));
    await open.store.createDelivery(alert(reader, 'one'));
    await open.store.claimDelivery(alert(reader, 'one').id, 'w1', 10_000);
    await open.store.markSent(alert(reader, 'one').id, 'w1', AT, '250');
    await open.store.applyRetention(later(1_000 * DAY_MS));
    expect(await isCompared(open.store, article('one'))).toBe(false);
    expect(await open.store.dossierChanges(WATCH, 0)).toEqual({
      version: 1,
      change: { entries: [entry('one')], prints: [] },
    });
    expect(await open.store.development(WATCH, development('one').id)).toEqual(development('one'));
    const again = digest(reader, later(1_000 * DAY_MS), ['one']);
    expect(await open.store.createDelivery(again)).toEqual({ kind: 'already-told' });
    expect(await open.store.commitCompare(commit('one', 1))).toBe('committed');
    expect(await open.store.outbox(later(2), 10)).toHaveLength(1);
  });

  it('removes the texts of an old closed delivery and keeps the rest of it', async () => {
    const { id, message } = alert(reader, 'one');
    await open.store.createDelivery(alert(reader, 'one'));
    await open.store.createDelivery(alert(reader, 'waiting'));
    await open.store.claimDelivery(id, 'w1', 10_000);
    await open.store.markSent(id, 'w1', later(5), '250');
    expect(await open.store.applyRetention(later(KEEP.deliveriesMs + 1))).toBe(1);
    expect(await open.store.delivery(id)).toMatchObject({
      state: 'sent',
      response: '250',
      message: { subject: message.subject, text: '', html: '' },
    });
    expect(await open.store.delivery(alert(reader, 'waiting').id)).toEqual(alert(reader, 'waiting'));
  });

  it('forgets items that left their feed long ago, never those it still carries', async () => {
    await open.store.markItemsSeen('f1', ['gone', 'carried'], AT);
    await open.store.markItemsSeen('f1', ['carried'], later(DAY_MS));
    await open.store.markItemsSeen('f2', ['quiet'], AT);
    expect(await open.store.applyRetention(later(KEEP.seenMs * 3))).toBe(1);
    expect(await open.store.unseenItems('f1', ['gone', 'carried'])).toEqual(['gone']);
    expect(await open.store.unseenItems('f2', ['quiet'])).toEqual([]);
  });

  it('looks at a feed again later, and not at every sweep', async () => {
    await open.store.markItemsSeen('f1', ['one'], AT);
    await open.store.markItemsSeen('f1', ['two'], later(DAY_MS));
    expect(await open.store.applyRetention(later(KEEP.seenMs + 1_000))).toBe(1);
    await open.store.markItemsSeen('f1', ['three'], later(KEEP.seenMs));
    expect(await open.store.applyRetention(later(KEEP.seenMs + 2 * DAY_MS))).toBe(0);
    expect(await open.store.applyRetention(later(KEEP.seenMs * 1.2))).toBe(1);
  });

  it('removes old items that could not be read', async () => {
    await open.store.saveUnreadable({ itemId: 'i1', feedId: 'f1', title: 't' }, 'no text', AT);
    expect(await open.store.applyRetention(later(KEEP.articlesMs + 1))).toBe(1);
    expect(await open.store.unreadable(10)).toEqual([]);
    expect(await open.redis.hlen(open.keys.unreadable())).toBe(0);
  });
});
