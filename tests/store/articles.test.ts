import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, article, commit, later, WATCH } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const strike = article('strike');
const LATER = later(1);

describe('an article', () => {
  it('comes back as it was saved, small or large', async () => {
    const long = {
      ...article('long'),
      paragraphs: Array.from({ length: 900 }, (_, i) => `Paragraph ${i} of ünïcode.`),
    };
    await open.store.saveArticle(strike, [], AT);
    await open.store.saveArticle(long, [], AT);
    expect(await open.store.article(strike.id)).toEqual(strike);
    expect(await open.store.article(long.id)).toEqual(long);
    expect(await open.store.article('a0')).toBeNull();
  });

  it('kept by an older version is read', async () => {
    const old = Buffer.concat([Buffer.of(1), brotliCompressSync(JSON.stringify(strike))]);
    await open.redis.set(open.keys.article(strike.id), old);
    expect(await open.store.article(strike.id)).toEqual(strike);
  });

  it('is kept compressed', async () => {
    const long = { ...strike, paragraphs: Array.from({ length: 60 }, () => strike.paragraphs.join(' ')) };
    await open.store.saveArticle(long, [], AT);
    expect(await open.redis.strlen(open.keys.article(strike.id))).toBeLessThan(
      JSON.stringify(long).length / 2,
    );
  });

  it('stays at hand for a while, the last of any length, and long ones are fewer', async () => {
    const long = (name: string) => ({ ...article(name), paragraphs: ['x'.repeat(3_000_000)] });
    await open.store.saveArticle(strike, [], AT);
    expect(await open.store.articleAtHand(strike.id)).toEqual(strike);
    for (let i = 0; i < 5; i++) await open.store.saveArticle(long(`long-${i}`), [], AT);
    const held = await Promise.all(
      [0, 1, 2, 3, 4].map((i) => open.store.articleAtHand(long(`long-${i}`).id)),
    );
    expect(held.map((one) => one !== null)).toEqual([false, false, false, true, true]);
    expect(await open.store.articleAtHand(strike.id)).toBeNull();
  });

  it('waits to be compared for each watch, once', async () => {
    await open.store.saveArticle(strike, ['one', 'two'], AT);
    await open.store.saveArticle(strike, ['one', 'two'], AT);
    const waiting = await open.store.pendingCompares(LATER, 10);
    expect(waiting).toEqual([
      { articleId: strike.id, watchId: 'one' },
      { articleId: strike.id, watchId: 'two' },
    ]);
    expect(await open.store.pendingCompares(AT, 10)).toEqual([]);
  });

  it('waits for a further watch that another feed brings it to', async () => {
    await open.store.saveArticle(strike, [WATCH], AT);
    await open.store.commitCompare(commit('strike', 0));
    expect(await open.store.awaitCompare(strike.id, [WATCH, 'two'], AT)).toEqual(['two']);
    expect(await open.store.awaitCompare(strike.id, [WATCH, 'two'], later(5))).toEqual(['two']);
    expect(await open.store.pendingCompares(LATER, 10)).toEqual([{ articleId: strike.id, watchId: 'two' }]);
  });

  it('does not wait for a watch that compared it', async () => {
    await open.store.saveArticle(strike, [WATCH], AT);
    await open.store.commitCompare(commit('strike', 0));
    await open.store.saveArticle(strike, [WATCH], AT);
    expect(await open.store.pendingCompares(LATER, 10)).toEqual([]);
  });

  it('is handed to each comparison with whether it was made, and no more once its text is gone', async () => {
    const start = (store = open.store) => store.comparisonStart({ articleId: strike.id, watchId: WATCH });
    expect(await open.store.saveArticle(strike, [WATCH], AT)).toEqual({ isNew: true, waiting: [WATCH] });
    const { version } = await start();
    expect(await start()).toEqual({ isCompared: false, version: 0, article: strike });
    expect(await start(open.another())).toEqual({ isCompared: false, version, article: strike });
    expect((await start()).article).toBe((await start()).article);
    expect(await open.store.saveArticle({ ...strike, title: 'Another' }, [WATCH], AT)).toMatchObject({
      isNew: false,
    });
    await open.redis.del(open.keys.article(strike.id));
    expect((await start()).article).toBeNull();
    expect(await open.store.awaitCompare(strike.id, [WATCH], AT)).toBeNull();
    await open.store.commitCompare(commit('strike', 0));
    expect(await start()).toMatchObject({ isCompared: true, version: 1 });
  });

  it('waits no more once dropped', async () => {
    await open.store.saveArticle(strike, [WATCH], AT);
    await open.store.dropPendingCompare({ articleId: strike.id, watchId: WATCH });
    await open.store.dropPendingCompare({ articleId: strike.id, watchId: WATCH });
    expect(await open.store.pendingCompares(LATER, 10)).toEqual([]);
  });

  it('that waits longest comes first', async () => {
    await open.store.saveArticle(article('late'), [WATCH], later(20));
    await open.store.saveArticle(article('early'), [WATCH], later(10));
    const [first, ...rest] = await open.store.pendingCompares(later(30), 1);
    expect(first?.articleId).toBe(article('early').id);
    expect(rest).toEqual([]);
  });
});

describe('an item that could not be read', () => {
  const item = { itemId: 'i1', feedId: 'f1', url: 'https://a.example/', title: 'A title' };

  it('is shown newest first, once however often it failed', async () => {
    await open.store.saveUnreadable(item, 'no text', AT);
    await open.store.saveUnreadable({ itemId: 'i2', feedId: 'f1', title: 'No address' }, 'no text', later(1));
    await open.store.saveUnreadable(item, 'too large', later(2));
    expect(await open.store.unreadable(10)).toEqual([
      { ...item, error: 'too large', at: later(2) },
      { itemId: 'i2', feedId: 'f1', title: 'No address', error: 'no text', at: later(1) },
    ]);
    expect(await open.store.unreadable(1)).toHaveLength(1);
    expect(await open.store.unreadable(0)).toEqual([]);
  });

  it('makes room for later ones', async () => {
    await Promise.all(
      Array.from({ length: 520 }, (_, i) =>
        open.store.saveUnreadable({ ...item, itemId: `i${i}` }, 'no', later(i)),
      ),
    );
    expect(await open.store.unreadable(1_000)).toHaveLength(500);
    expect(await open.redis.hexists(open.keys.unreadable(), 'i0')).toBe(0);
  });
});
