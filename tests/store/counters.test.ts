import { afterEach, beforeEach, expect, test } from 'vitest';
import { count, measure } from '../../src/model/metrics.ts';
import { type OpenStore, openStore } from './open-store.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

test('what several processes count at once is added up, and nothing is lost', async () => {
  const stores = [open.store, open.another(), open.another()];
  const increments = [count('polls_total', ['polled']), ...measure('delay_seconds', ['ours'], 1.5)];
  await Promise.all(stores.flatMap((store) => Array.from({ length: 50 }, () => store.addCounts(increments))));
  expect(await open.store.recordedCounts()).toEqual({
    '["polls_total","polled"]': 150,
    '["delay_seconds","ours","15"]': 150,
    '["delay_seconds","ours","sum"]': 225,
  });
});

test('the backlog is what waits, and writing can be tried', async () => {
  await open.store.holdAlert({ watchId: 'w1', developmentId: 'v1' }, '2024-02-11T12:00:00.000Z');
  await open.store.probeWrite();
  expect(await open.store.backlog()).toEqual({ openDeliveries: 0, outbox: 0, heldAlerts: 1, compares: 0 });
});

test('how a channel is doing is kept till all is well', async () => {
  const state = {
    ...{ state: 'failing' as const, since: '2024-02-11T12:00:00.000Z', error: 'It answered 500' },
    notBefore: '2024-02-11T12:05:00.000Z',
  };
  await open.store.saveChannelState('c1', state);
  expect(await open.another().channelState('c1')).toEqual(state);
  await open.store.saveChannelState('c1', null);
  expect(await open.store.channelState('c1')).toBeNull();
});

test('a token is found by its id until it is removed', async () => {
  const token = {
    ...{ id: 'a1', name: 'my script', scope: 'read' as const },
    ...{ createdAt: '2024-02-11T12:00:00.000Z', hash: 'h' },
  };
  await open.store.saveToken(token);
  await open.store.saveToken({ ...token, id: 'b2', createdAt: '2024-02-10T12:00:00.000Z' });
  expect(await open.store.token('a1')).toEqual(token);
  expect((await open.store.tokens()).map(({ id }) => id)).toEqual(['b2', 'a1']);
  expect(await open.store.removeToken('a1')).toBe(true);
  expect(await open.store.removeToken('a1')).toBe(false);
  expect(await open.store.token('a1')).toBeNull();
});
