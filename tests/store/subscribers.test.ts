import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, DAY_MS, later, subscriber, WATCH } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const reader = subscriber('reader');
const other = subscriber('other', { watchIds: ['second'] });

describe('a subscriber', () => {
  it('comes back as saved, by id and by address in any case', async () => {
    await open.store.saveSubscriber(reader);
    await open.store.saveSubscriber(reader);
    expect(await open.store.subscriber(reader.id)).toEqual(reader);
    expect(await open.store.subscriberByAddress('Reader@Example.ORG')).toEqual(reader);
    expect(await open.store.subscribers()).toEqual([reader]);
    expect(await open.store.subscriber('s0')).toBeNull();
    expect(await open.store.subscriberByAddress('nobody@example.org')).toBeNull();
  });

  it('is found by the watches they follow now', async () => {
    await open.store.saveSubscriber(reader);
    await open.store.saveSubscriber({ ...reader, watchIds: ['second', 'third'] });
    expect(await open.store.subscriberIdsOf(WATCH)).toEqual([]);
    expect(await open.store.subscriberIdsOf('third')).toHaveLength(1);
    await open.store.saveSubscriber({ ...reader, watchIds: [] });
    expect((await open.store.subscriber(reader.id))?.watchIds).toEqual([]);
    expect(await open.store.subscriberIdsOf('third')).toEqual([]);
  });

  it('who leaves is no longer among the active, and may come back', async () => {
    await open.store.saveSubscriber(reader);
    await open.store.saveSubscriber(other);
    await open.store.scheduleDigest(reader.id, AT);
    expect(await open.store.subscriberCount()).toBe(2);
    expect(await open.store.setSubscriberStatus(reader.id, 'unsubscribed')).toBe(true);
    expect(await open.store.setSubscriberStatus(reader.id, 'unsubscribed')).toBe(true);
    expect(await open.store.subscriber(reader.id)).toEqual({ ...reader, status: 'unsubscribed' });
    expect(await open.store.subscriberIdsOf(WATCH)).toEqual([]);
    expect(await open.store.subscriberCount()).toBe(1);
    expect(await open.store.dueDigests(later(DAY_MS), 10)).toEqual([]);
    expect(await open.store.subscribers()).toHaveLength(2);
    await open.store.setSubscriberStatus(reader.id, 'active');
    expect(await open.store.subscriberIdsOf(WATCH)).toEqual([reader.id]);
  });

  it('saved as unsubscribed is not active', async () => {
    await open.store.saveSubscriber({ ...reader, status: 'unsubscribed' });
    expect(await open.store.subscriberCount()).toBe(0);
    expect(await open.store.subscriberIdsOf(WATCH)).toEqual([]);
  });

  it('that was never saved gets no status', async () => {
    expect(await open.store.setSubscriberStatus('s0', 'suspended')).toBe(false);
    expect(await open.store.subscribers()).toEqual([]);
  });

  it('keeps watches and status straight while both are changed at once', async () => {
    const [one, two] = [open.store, open.another()];
    await one.saveSubscriber(reader);
    await Promise.all([
      one.saveSubscriber({ ...reader, watchIds: ['second'] }),
      two.setSubscriberStatus(reader.id, 'suspended'),
      two.saveSubscriber({ ...reader, watchIds: ['third'] }),
      one.setSubscriberStatus(reader.id, 'active'),
    ]);
    const now = await one.subscriber(reader.id);
    for (const watchId of [WATCH, 'second', 'third']) {
      const followed = now?.status === 'active' && now.watchIds.includes(watchId);
      expect(await one.subscriberIdsOf(watchId)).toHaveLength(followed ? 1 : 0);
    }
  });

  it('are read in pages when they are many', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => subscriber(`reader-${i}`));
    await Promise.all(many.map((one) => open.store.saveSubscriber(one)));
    expect(await open.store.subscriberIdsOf(WATCH)).toHaveLength(1_200);
  });
});

describe('the digests', () => {
  it('are due when scheduled, longest due first, until scheduled anew', async () => {
    await open.store.scheduleDigest(reader.id, later(10));
    await open.store.scheduleDigest(other.id, AT);
    expect(await open.store.dueDigests(AT, 10)).toEqual([other.id]);
    expect(await open.store.dueDigests(later(10), 10)).toEqual([other.id, reader.id]);
    expect(await open.store.dueDigests(later(10), 1)).toEqual([other.id]);
    expect(await open.store.isDigestDue(reader.id, AT)).toBe(false);
    expect(await open.store.isDigestDue(reader.id, later(10))).toBe(true);
    expect(await open.store.isDigestDue('s0', later(10))).toBe(false);
    await open.store.scheduleDigest(other.id, later(DAY_MS));
    await open.store.scheduleDigest(reader.id, null);
    await open.store.scheduleDigest(reader.id, null);
    expect(await open.store.dueDigests(later(10), 10)).toEqual([]);
  });

  it('stay due though the subscriber is changed', async () => {
    await open.store.saveSubscriber(reader);
    await open.store.scheduleDigest(reader.id, AT);
    await open.store.saveSubscriber({ ...reader, hour: 9 });
    expect(await open.store.dueDigests(AT, 10)).toEqual([reader.id]);
  });

  it('begin where the subscriber did', async () => {
    await open.store.saveSubscriber(reader);
    expect(await open.store.digestWindowStart(reader.id)).toBe(AT);
    await expect(open.store.digestWindowStart('s0')).rejects.toThrow('there is no subscriber s0');
  });
});

describe('the secret', () => {
  it('is made once, the same for all who ask at once', async () => {
    const other = open.another();
    const secrets = await Promise.all([open.store.secret(), other.secret(), open.store.secret()]);
    expect(new Set(secrets).size).toBe(1);
    expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32);
    expect(await open.store.secret()).toBe(secrets[0]);
  });
});
