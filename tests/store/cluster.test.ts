import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore } from '../../src/store/store.ts';
import { KEEP, undocumentedKeys } from './open-store.ts';
import { type PrivateServer, privateServer } from './private-server.ts';
import { AT, alert, article, commit, DAY_MS, digest, HOUR_MS, later, subscriber, WATCH } from './samples.ts';

const SLOTS = 16_384;
/** The bus listens 10,000 above. */
const PORT = 21_000 + (process.pid % 20_000);

let server: PrivateServer;
let redis: Redis;

beforeEach(async () => {
  server = await privateServer();
  await server.start('--port', String(PORT), '--bind', '127.0.0.1', '--cluster-enabled', 'yes');
  redis = new Redis({ path: server.socketPath });
  await redis.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: SLOTS }, (_, slot) => slot));
  while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await sleep(50);
});
afterEach(async () => {
  redis.disconnect();
  await server.close();
});

describe('on a Redis Cluster, which refuses what spans slots', () => {
  it('the way from a feed to a mail and through retention works', async () => {
    const store = createStore(redis, { prefix: '{newswatch}', keep: KEEP });
    const reader = subscriber('reader');
    await store.claimPoll('f1', 'w1', 1_000);
    await store.saveFeedState('f1', { failures: 0 });
    await store.markItemsSeen('f1', ['i1', 'i2'], AT);
    await store.releasePoll('f1', 'w1');
    await store.saveUnreadable({ itemId: 'i3', feedId: 'f1', title: 't' }, 'no text', AT);
    await store.saveArticle(article('one'), [WATCH, 'other'], AT);
    await store.awaitCompare(article('one').id, ['third'], AT);
    expect(await store.commitCompare(commit('one', 0))).toBe('committed');
    expect((await store.dossierChanges(WATCH, 0)).version).toBe(1);
    await store.clearOutbox(await store.outbox(later(1), 10));

    await store.saveSubscriber(reader);
    await store.scheduleDigest(reader.id, AT);
    expect(await store.dueDigests(AT, 10)).toEqual([reader.id]);
    for (const delivery of [alert(reader, 'one'), digest(reader, later(HOUR_MS), ['two'])]) {
      expect(await store.createDelivery(delivery, { day: '2024-02-11', max: 2 })).toEqual({
        kind: 'created',
      });
      expect(await store.openDeliveries(later(DAY_MS), 10)).toEqual([delivery.id]);
      expect(await store.claimDelivery(delivery.id, 'w1', 1_000)).toMatchObject({ kind: 'claimed' });
      await store.putOff(delivery.id, 'w1', AT, '451', false);
      await store.claimDelivery(delivery.id, 'w1', 1_000);
      expect(await store.markSent(delivery.id, 'w1', AT, '250')).toBe(true);
    }
    expect(await store.deliveries(10)).toHaveLength(2);
    await store.setSubscriberStatus(reader.id, 'unsubscribed');
    expect(await undocumentedKeys(redis, '{newswatch}')).toEqual([]);
    expect(await store.applyRetention(later(400 * DAY_MS))).toBeGreaterThan(3);
  });
});
