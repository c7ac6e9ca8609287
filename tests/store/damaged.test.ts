import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, alert, article, commit, development, entry, print, subscriber, WATCH } from './samples.ts';

let open: OpenStore;
beforeEach(async () => {
  open = openStore();
  await open.store.commitCompare(commit('one', 0));
  await open.store.commitCompare(commit('two', 1));
});
afterEach(() => open.close());

const DAMAGED = Buffer.from([1, 255, 0, 7]);
const one = { article: article('one').id, development: development('one').id, entry: `e${entry('one').id}` };

async function failure(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw error;
  return error;
}

describe('a damaged value', () => {
  it('is named by the error, which trying again does not mend', async () => {
    await open.redis.set(open.keys.feed('f1'), '{"failures":');
    const error = await failure(open.store.feedState('f1'));
    expect(error.message).toContain(`${open.keys.feed('f1')} in Redis is damaged`);
    expect(error.retryable).toBe(false);
    expect(await open.store.feedState('f2')).toEqual({ failures: 0 });
  });

  it('that was compressed is named too', async () => {
    await open.redis.set(open.keys.article(one.article), DAMAGED);
    expect((await failure(open.store.article(one.article))).message).toContain(
      open.keys.article(one.article),
    );
  });

  it('among developments does not hide the others', async () => {
    const key = open.keys.developments(WATCH);
    await open.redis.hset(key, one.development, DAMAGED);
    expect((await open.store.developments(WATCH, 10)).map(({ id }) => id)).toEqual([development('two').id]);
    expect(open.damaged.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${key}[${one.development}]`),
    ]);
    expect((await failure(open.store.development(WATCH, one.development))).message).toContain(key);
  });

  it('in the ledger is left out, and mended by the next article that tells it', async () => {
    await open.redis.hset(open.keys.ledger(WATCH), one.entry, 'x');
    expect((await open.store.dossierChanges(WATCH, 0)).change).toEqual({
      entries: [entry('two')],
      prints: [print('one'), print('two')],
    });
    await open.store.commitCompare(commit('three', 2, { change: { entries: [entry('one')], prints: [] } }));
    expect((await open.store.dossierChanges(WATCH, 2)).change.entries).toEqual([entry('one')]);
  });

  it('of a reader keeps no notice back, which asks nothing of it', async () => {
    const reader = subscriber('reader');
    const notice = { ...alert(reader, 'one'), id: 'dnotice', kind: 'notice' as const, developmentIds: [] };
    await open.store.createDelivery(notice);
    await open.redis.hset(open.keys.subscriber(reader.id), 'record', DAMAGED);
    expect(await open.store.claimDelivery(notice.id, 'w1', 1_000)).toMatchObject({
      kind: 'claimed',
      subscriber: null,
    });
  });

  it('among verdicts, deliveries and subscribers does not hide the others', async () => {
    const [reader, other] = [subscriber('reader'), subscriber('other')];
    for (const someone of [reader, other]) {
      await open.store.saveSubscriber(someone);
      await open.store.createDelivery(alert(someone, 'one'));
    }
    await open.redis.hset(open.keys.verdicts(WATCH), one.article, 'x');
    await open.redis.hset(open.keys.delivery(alert(reader, 'one').id), 'envelope', DAMAGED);
    await open.redis.hset(open.keys.subscriber(reader.id), 'record', '{');
    expect(await open.store.verdicts(WATCH, 10)).toHaveLength(1);
    expect(await open.store.deliveries(10)).toEqual([alert(other, 'one')]);
    const ids = await open.store.subscriberIdsOf(WATCH);
    expect(await open.store.subscribersById(ids)).toEqual([other]);
    expect(open.damaged).toHaveLength(3);
  });

  it('in one delivery fails the claim of that one', async () => {
    const delivery = alert(subscriber('reader'), 'one', AT);
    await open.store.createDelivery(delivery);
    await open.redis.hdel(open.keys.delivery(delivery.id), 'record');
    expect((await failure(open.store.claimDelivery(delivery.id, 'w1', 1_000))).message).toContain('[record]');
  });
});
