import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentId } from '../../src/model/id.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, later } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

describe('the state of a feed', () => {
  it('is no failures for one never polled', async () => {
    expect(await open.store.feedState('f1')).toEqual({ failures: 0 });
  });

  it('comes back as it was saved', async () => {
    const state = { etag: 'W/"ä"', notBefore: AT, failures: 2, error: 'timeout', gone: true };
    await open.store.saveFeedState('f1', state);
    await open.store.saveFeedState('f1', state);
    expect(await open.store.feedState('f1')).toEqual(state);
    expect(await open.store.feedState('f2')).toEqual({ failures: 0 });
  });
});

describe('a poll', () => {
  it('is claimed by one of many that try at once', async () => {
    const other = open.another();
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map((owner, i) => (i % 2 ? other : open.store).claimPoll('f1', owner, 5_000)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('may be claimed again by its owner, and by others once released', async () => {
    expect(await open.store.claimPoll('f1', 'a', 5_000)).toBe(true);
    expect(await open.store.claimPoll('f1', 'a', 5_000)).toBe(true);
    await open.store.releasePoll('f1', 'b');
    expect(await open.store.claimPoll('f1', 'b', 5_000)).toBe(false);
    await open.store.releasePoll('f1', 'a');
    await open.store.releasePoll('f1', 'a');
    expect(await open.store.claimPoll('f1', 'b', 5_000)).toBe(true);
  });

  it('is free again when its owner died and the lease ran out', async () => {
    await open.store.claimPoll('f1', 'a', 30);
    await sleep(60);
    expect(await open.store.claimPoll('f1', 'b', 5_000)).toBe(true);
  });
});

describe('a pause', () => {
  it('holds for its feed till it is resumed', async () => {
    await open.store.pauseFeed('f1');
    await open.store.pauseFeed('f1');
    expect(await open.store.isFeedPaused('f1')).toBe(true);
    expect(await open.store.isFeedPaused('f2')).toBe(false);
    await open.store.resumeFeed('f1');
    expect(await open.store.isFeedPaused('f1')).toBe(false);
  });
});

describe('what a host refuses', () => {
  it('is known to every worker, each feed with the later of its waits, till the waits are over', async () => {
    await open.store.saveHostRefusal('[::1]', { feedId: 'f1', until: later(60_000) }, 60_000);
    await open.store.saveHostRefusal('[::1]', { feedId: 'f1', until: later(30_000) }, 30_000);
    await open.store.saveHostRefusal('[::1]', { feedId: 'f2', until: later(5_000) }, 5_000);
    const other = open.another();
    expect(await other.hostRefusals('[::1]', AT)).toEqual([
      { feedId: 'f2', until: later(5_000) },
      { feedId: 'f1', until: later(60_000) },
    ]);
    expect(await other.hostRefusals('[::1]', later(5_000))).toHaveLength(1);
    expect(await other.hostRefusals('example.org', AT)).toEqual([]);
    const ms = await open.redis.pttl(open.keys.refusals(encodeURIComponent('[::1]')));
    expect(ms).toBeGreaterThan(55_000);
  });

  it('is forgotten when it answers', async () => {
    await open.store.saveHostRefusal('example.org', { feedId: 'f1', until: later(60_000) }, 60_000);
    await open.store.clearHostRefusals('example.org');
    expect(await open.store.hostRefusals('example.org', AT)).toEqual([]);
  });
});

describe('a turn at a host', () => {
  it('is one of so many of all processes, free again after its pause or its lease', async () => {
    const { store } = open;
    const other = open.another();
    expect(await store.takeTurn('[::1]', 'one', 2, 60_000)).toBe(0);
    expect(await other.takeTurn('[::1]', 'two', 2, 200)).toBe(0);
    expect(await other.takeTurn('[::1]', 'three', 2, 60_000)).toBeGreaterThan(0);
    expect(await other.takeTurn('example.org', 'three', 2, 60_000)).toBe(0);
    expect(await store.keepTurn('[::1]', 'one', 30)).toBe(true);
    expect(await other.takeTurn('[::1]', 'three', 2, 60_000)).toBeGreaterThan(0);
    await expect.poll(() => other.takeTurn('[::1]', 'three', 2, 60_000)).toBe(0);
    // 'two' died; its lease ends its turn.
    await expect.poll(() => store.takeTurn('[::1]', 'four', 2, 60_000)).toBe(0);
  });

  it('stays its owner’s as long as it is renewed, and is not given back by an owner that lost it', async () => {
    const { store } = open;
    const other = open.another();
    const began = performance.now();
    expect(await store.takeTurn('[::1]', 'slow', 1, 400)).toBe(0);
    while (performance.now() - began < 1000) {
      expect(await store.keepTurn('[::1]', 'slow', 400)).toBe(true);
      expect(await other.takeTurn('[::1]', 'next', 1, 400)).toBeGreaterThan(0);
    }
    await expect.poll(() => other.takeTurn('[::1]', 'next', 1, 60_000)).toBe(0);
    expect(await store.keepTurn('[::1]', 'slow', 60_000)).toBe(false);
    expect(await store.takeTurn('[::1]', 'slow', 2, 60_000)).toBe(0);
  });

  it('that is over and taken by nobody leaves nothing behind', async () => {
    await open.store.takeTurn('example.org', 'one', 2, 20);
    await open.store.keepTurn('example.org', 'one', 10);
    await expect.poll(() => open.redis.exists(open.keys.turns('example.org'))).toBe(0);
  });
});

describe('the items of a feed', () => {
  const ids = ['one', 'two', 'three'].map((name) => contentId('i', name));

  it('are unseen until marked, in the order given', async () => {
    expect(await open.store.unseenItems('f1', ids)).toEqual(ids);
    await open.store.markItemsSeen('f1', ids.slice(1, 2), AT);
    await open.store.markItemsSeen('f1', ids.slice(1, 2), AT);
    expect(await open.store.unseenItems('f1', ids)).toEqual([ids[0], ids[2]]);
    expect(await open.store.unseenItems('f2', ids)).toEqual(ids);
  });

  it('may be none', async () => {
    await open.store.markItemsSeen('f1', [], AT);
    expect(await open.store.unseenItems('f1', [])).toEqual([]);
  });

  it('are known by ids of any form', async () => {
    await open.store.markItemsSeen('f1', ['guid:1', ...ids], AT);
    expect(await open.store.unseenItems('f1', ['guid:1', 'guid:2'])).toEqual(['guid:2']);
  });

  it('do not grow older by a mark that comes late', async () => {
    await open.store.markItemsSeen('f1', ids, later(60_000));
    await open.store.markItemsSeen('f1', ids, AT);
    const [, score] = await open.redis.zrevrange(open.keys.seen('f1'), 0, 0, 'WITHSCORES');
    expect(Number(score)).toBe(Date.parse(later(60_000)) / 1000);
  });
});
