import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';
import {
  AT,
  alert,
  article,
  commit,
  development,
  entry,
  HOUR_MS,
  later,
  nothingNew,
  subscriber,
  WATCH,
} from './samples.ts';

describe('what a page reads', () => {
  let open: OpenStore;
  beforeEach(() => {
    open = openStore();
  });
  afterEach(() => open.close());

  it('is developments by id, in the order asked for, and how many there are', async () => {
    const { store } = open;
    await store.commitCompare(commit('a', 0));
    await store.commitCompare(commit('b', 1));
    const [a, b] = [development('a').id, development('b').id];
    expect((await store.developmentsById(WATCH, [b, 'v0', a])).map(({ id }) => id)).toEqual([b, a]);
    expect(await store.developmentsById(WATCH, [a])).toEqual([await store.development(WATCH, a)]);
    expect(await store.developmentsById(WATCH, [])).toEqual([]);
    expect(await store.developmentCount(WATCH)).toBe(2);
    expect(await store.developmentCount('another')).toBe(0);
  });

  it('is the ledger’s entries that articles changed, each once', async () => {
    const { store } = open;
    await store.commitCompare(commit('a', 0));
    const { id } = entry('a');
    expect(await store.ledgerEntries(WATCH, [id, 'e0', id])).toEqual([entry('a')]);
    expect(await store.ledgerEntries(WATCH, [])).toEqual([]);
  });

  it('is verdicts after the first so many, or one by its article', async () => {
    const { store } = open;
    for (const [at, name] of ['a', 'b', 'c'].entries())
      await store.commitCompare(nothingNew(name, 0, ['known'], later(at * HOUR_MS)));
    const titles = (await store.verdicts(WATCH, 5, 1)).map((verdict) => verdict.article.articleId);
    expect(titles).toEqual([article('b').id, article('a').id]);
    expect((await store.verdict(WATCH, article('c').id))?.at).toBe(later(2 * HOUR_MS));
    expect(await store.verdict(WATCH, 'a0')).toBeNull();
  });

  it('is how much was compared and withheld, and since when', async () => {
    const { store } = open;
    expect(await store.comparedSince(WATCH)).toBeNull();
    for (const [at, name] of ['a', 'b', 'c'].entries())
      await store.commitCompare(nothingNew(name, 0, ['known', 'old'], later(at * HOUR_MS)));
    expect(await store.comparedSince(WATCH)).toBe(AT);
    // From an instant to before the next.
    const edges = [later(-HOUR_MS), AT, later(2 * HOUR_MS), later(3 * HOUR_MS)];
    expect(await store.comparedBetween(WATCH, edges)).toEqual([0, 2, 1]);
    expect(await store.comparedBetween(WATCH, [AT])).toEqual([]);
    const hours = await store.withheldByHour(WATCH);
    expect(hours).toHaveLength(6);
    expect(hours).toContainEqual({ hour: AT.slice(0, 13), reason: 'old', count: 1 });
  });

  it('is mails as lists show them, without their texts', async () => {
    const { store } = open;
    const mail = alert(subscriber('ann'), 'a');
    await store.createDelivery(mail);
    await store.createDelivery(alert(subscriber('bob'), 'b', later(1)));
    const heads = await store.deliveryHeads(9);
    expect(heads).toHaveLength(2);
    expect(heads[1]).toEqual({ ...mail, message: { ...mail.message, text: '', html: '' } });
    expect(await store.deliveryHeads(0)).toEqual([]);
  });

  it('leaves a mail that was sent, or never was, as it is when asked to send it again', async () => {
    const { store } = open;
    const mail = alert(subscriber('ann'), 'a');
    expect(await store.reopenDelivery(mail.id, AT)).toBe(false);
    await store.createDelivery(mail);
    expect(await store.reopenDelivery(mail.id, AT)).toBe(false);
    await store.claimDelivery(mail.id, 'me', HOUR_MS);
    await store.markSent(mail.id, 'me', AT, '250 ok');
    expect(await store.reopenDelivery(mail.id, AT)).toBe(false);
    expect((await store.delivery(mail.id))?.state).toBe('sent');
  });
});
