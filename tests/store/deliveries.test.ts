import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, alert, DAY_MS, development, digest, HOUR_MS, later, subscriber } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const reader = subscriber('reader');
const other = subscriber('other');
const strike = alert(reader, 'strike');
const LEASE_MS = 10_000;
const SOON = later(HOUR_MS);

describe('a delivery', () => {
  it('comes back as it was stored, pending', async () => {
    expect(await open.store.createDelivery(strike)).toEqual({ kind: 'created' });
    expect(await open.store.delivery(strike.id)).toEqual(strike);
    expect(await open.store.delivery('d0')).toBeNull();
    const daily = digest(reader, SOON, ['talks']);
    await open.store.createDelivery(daily);
    expect(await open.store.delivery(daily.id)).toEqual(daily);
  });

  it('made twice exists, as far as it got', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    const again = await open.store.createDelivery(strike);
    expect(again).toEqual({ kind: 'exists', delivery: { ...strike, state: 'sending', attempts: 1 } });
  });

  it('is made once however many race', async () => {
    const stores = [open.store, open.another()];
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        stores[i % 2]?.createDelivery(strike, { day: '2024-02-11', max: 9 }),
      ),
    );
    expect(made.filter((outcome) => outcome?.kind === 'created')).toHaveLength(1);
    expect(await open.redis.get(open.keys.alertsOfDay(reader.id, '2024-02-11'))).toBe('1');
  });

  it('is listed newest first', async () => {
    await open.store.createDelivery(strike);
    await open.store.createDelivery(alert(other, 'strike', later(5)));
    const listed = await open.store.deliveries(10);
    expect(listed.map(({ subscriberId }) => subscriberId)).toEqual([other.id, reader.id]);
    expect(await open.store.deliveries(1)).toHaveLength(1);
    expect(await open.store.deliveries(0)).toEqual([]);
  });
});

describe('a development told to a subscriber', () => {
  it('is not told to them in another delivery', async () => {
    await open.store.createDelivery(strike);
    const both = digest(reader, SOON, ['strike', 'talks']);
    expect(await open.store.createDelivery(both)).toEqual({ kind: 'already-told' });
    expect(await open.store.delivery(both.id)).toBeNull();
    expect(await open.store.toldDevelopments(reader.id, both.developmentIds)).toEqual(
      new Map(strike.developmentIds.map((id) => [id, strike.id])),
    );
    expect(await open.store.toldDevelopments(reader.id, [])).toEqual(new Map());
  });

  it('is still told to others', async () => {
    await open.store.createDelivery(strike);
    expect(await open.store.createDelivery(alert(other, 'strike'))).toEqual({ kind: 'created' });
  });

  it('is told by one of an alert and a digest that race', async () => {
    const daily = digest(reader, SOON, ['strike', 'talks']);
    const stores = [open.store, open.another()];
    const made = await Promise.all([strike, daily].map((one, i) => stores[i]?.createDelivery(one)));
    expect(made.map((outcome) => outcome?.kind).toSorted()).toEqual(['already-told', 'created']);
  });

  it('stays told though its mail was refused for good', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.giveUp(strike.id, 'w1', 'failed', '550 no such user');
    const daily = digest(reader, SOON, ['strike']);
    expect(await open.store.createDelivery(daily)).toEqual({ kind: 'already-told' });
    expect(await open.store.delivery(strike.id)).toMatchObject({
      state: 'failed',
      response: '550 no such user',
    });
  });
});

describe('the cap of alerts a day', () => {
  it('lets through no more than it says, and stores nothing of what is over', async () => {
    const cap = { day: '2024-02-11', max: 2 };
    const stores = [open.store, open.another()];
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, i) => stores[i % 2]?.createDelivery(alert(reader, `alert-${i}`), cap)),
    );
    expect(made.filter((outcome) => outcome?.kind === 'created')).toHaveLength(2);
    expect(made.filter((outcome) => outcome?.kind === 'capped')).toHaveLength(4);
    const all = Array.from({ length: 6 }, (_, i) => development(`alert-${i}`).id);
    expect((await open.store.toldDevelopments(reader.id, all)).size).toBe(2);
    expect(await open.store.deliveries(10)).toHaveLength(2);
  });

  it('begins anew each day, and is counted for each subscriber', async () => {
    const one = { day: '2024-02-11', max: 1 };
    await open.store.createDelivery(strike, one);
    expect(await open.store.createDelivery(alert(reader, 'talks'), one)).toEqual({ kind: 'capped' });
    expect(await open.store.createDelivery(alert(other, 'talks'), one)).toEqual({ kind: 'created' });
    const tomorrow = { day: '2024-02-12', max: 1 };
    expect(await open.store.createDelivery(alert(reader, 'talks'), tomorrow)).toEqual({ kind: 'created' });
  });

  it('is not used up by what was told already', async () => {
    const cap = { day: '2024-02-11', max: 2 };
    await open.store.createDelivery(strike, cap);
    await open.store.createDelivery(strike, cap);
    await open.store.createDelivery({ ...strike, id: 'd-other' }, cap);
    expect(await open.store.createDelivery(alert(reader, 'talks'), cap)).toEqual({ kind: 'created' });
  });
});

describe('the claim of a delivery', () => {
  it('is given to one of many that try at once', async () => {
    await open.store.createDelivery(strike);
    const stores = [open.store, open.another()];
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, i) => stores[i % 2]?.claimDelivery(strike.id, `w${i}`, LEASE_MS)),
    );
    expect(claims.filter((claim) => claim?.kind === 'claimed')).toHaveLength(1);
    expect(claims.filter((claim) => claim?.kind === 'busy')).toHaveLength(7);
  });

  it('brings whom it is for, as they are now', async () => {
    await open.store.saveSubscriber(reader);
    await open.store.setSubscriberStatus(reader.id, 'unsubscribed');
    await open.store.createDelivery(strike);
    expect(await open.store.claimDelivery(strike.id, 'w1', LEASE_MS)).toMatchObject({
      subscriber: { ...reader, status: 'unsubscribed' },
    });
  });

  it('counts attempts, and knows nothing of an earlier one at first', async () => {
    await open.store.createDelivery(strike);
    expect(await open.store.claimDelivery(strike.id, 'w1', LEASE_MS)).toEqual({
      kind: 'claimed',
      delivery: { ...strike, state: 'sending', attempts: 1 },
      subscriber: null,
      lastAttemptUnknown: false,
    });
    expect(await open.store.claimDelivery('d0', 'w1', LEASE_MS)).toEqual({ kind: 'missing' });
  });

  it('passes on when the sender died, and says that its mail may have arrived', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', 30);
    await sleep(60);
    const claim = await open.store.claimDelivery(strike.id, 'w2', LEASE_MS);
    expect(claim).toMatchObject({ kind: 'claimed', lastAttemptUnknown: true, delivery: { attempts: 2 } });
  });

  it('of one that ended tells how', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.markSent(strike.id, 'w1', SOON, '250 queued');
    const claim = await open.store.claimDelivery(strike.id, 'w2', LEASE_MS);
    const sent = { ...strike, state: 'sent', attempts: 1, sentAt: SOON, response: '250 queued' };
    expect(claim).toEqual({ kind: 'done', delivery: sent });
  });
});

describe('a delivery that was sent', () => {
  it('stays sent whatever comes after', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    expect(await open.store.markSent(strike.id, 'w1', SOON, '250 queued')).toBe(true);
    expect(await open.store.markSent(strike.id, 'w1', later(DAY_MS), '250 again')).toBe(true);
    await open.store.putOff(strike.id, 'w1', SOON, 'late', true);
    await open.store.giveUp(strike.id, 'w1', 'failed', 'late');
    expect(await open.store.delivery(strike.id)).toMatchObject({
      state: 'sent',
      sentAt: SOON,
      response: '250 queued',
    });
    expect(await open.store.openDeliveries(later(DAY_MS), 10)).toEqual([]);
  });

  it('is marked so by an owner that lost its lease, and it is told so', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', 30);
    await sleep(60);
    await open.store.claimDelivery(strike.id, 'w2', LEASE_MS);
    expect(await open.store.markSent(strike.id, 'w1', SOON, '250 queued')).toBe(false);
    expect(await open.store.delivery(strike.id)).toMatchObject({ state: 'sent' });
    expect(await open.store.markSent('d0', 'w1', SOON, '250')).toBe(false);
  });

  it('moves the window of digests on when it is one, and never back', async () => {
    await open.store.saveSubscriber(reader);
    const send = async (windowEnd: string) => {
      const daily = digest(reader, windowEnd);
      await open.store.createDelivery(daily);
      await open.store.claimDelivery(daily.id, 'w1', LEASE_MS);
      await open.store.markSent(daily.id, 'w1', windowEnd, '250');
      return open.store.digestWindowStart(reader.id);
    };
    expect(await send(later(2 * DAY_MS))).toBe(later(2 * DAY_MS));
    expect(await send(later(DAY_MS))).toBe(later(2 * DAY_MS));
    await open.store.saveSubscriber({ ...reader, hour: 8 });
    expect(await open.store.digestWindowStart(reader.id)).toBe(later(2 * DAY_MS));
  });

  it('leaves the window where it is when it failed or is an alert', async () => {
    await open.store.saveSubscriber(reader);
    const daily = digest(reader, later(DAY_MS));
    await open.store.createDelivery(daily);
    await open.store.claimDelivery(daily.id, 'w1', LEASE_MS);
    await open.store.giveUp(daily.id, 'w1', 'failed', '550');
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.markSent(strike.id, 'w1', SOON, '250');
    expect(await open.store.digestWindowStart(reader.id)).toBe(reader.createdAt);
  });
});

describe('a delivery put off', () => {
  it('is pending again with its reason, and due when it said', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.putOff(strike.id, 'w1', SOON, '451 try later', false);
    expect(await open.store.delivery(strike.id)).toMatchObject({
      state: 'pending',
      response: '451 try later',
    });
    expect(await open.store.openDeliveries(SOON, 10)).toEqual([]);
    expect(await open.store.openDeliveries(later(HOUR_MS + 1), 10)).toEqual([strike.id]);
    expect(await open.store.claimDelivery(strike.id, 'w2', LEASE_MS)).toMatchObject({
      kind: 'claimed',
      lastAttemptUnknown: false,
    });
  });

  it('remembers for good that an attempt may have arrived', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.putOff(strike.id, 'w1', SOON, 'no answer', true);
    await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    await open.store.putOff(strike.id, 'w1', SOON, 'refused', false);
    const claim = await open.store.claimDelivery(strike.id, 'w1', LEASE_MS);
    expect(claim).toMatchObject({ lastAttemptUnknown: true, delivery: { attempts: 3 } });
  });

  it('by an owner that lost its lease stays with the new owner', async () => {
    await open.store.createDelivery(strike);
    await open.store.claimDelivery(strike.id, 'w1', 30);
    await sleep(60);
    await open.store.claimDelivery(strike.id, 'w2', LEASE_MS);
    await open.store.putOff(strike.id, 'w1', SOON, 'late', false);
    await open.store.giveUp(strike.id, 'w1', 'held', 'late');
    expect(await open.store.delivery(strike.id)).toMatchObject({ state: 'sending' });
    expect(await open.store.markSent(strike.id, 'w2', SOON, '250')).toBe(true);
  });
});

describe('open deliveries', () => {
  it('are those pending and those whose sender died, longest due first', async () => {
    const [first, second, third] = ['one', 'two', 'three'].map((name, i) => alert(reader, name, later(i)));
    for (const one of [first, second, third]) if (one) await open.store.createDelivery(one);
    await open.store.claimDelivery(first?.id ?? '', 'w1', 80);
    expect(await open.store.openDeliveries(SOON, 10)).toEqual([second?.id, third?.id]);
    expect(await open.store.openDeliveries(later(1), 10)).toEqual([]);
    expect(await open.store.openDeliveries(SOON, 1)).toEqual([second?.id]);
    await sleep(120);
    expect(await open.store.openDeliveries(SOON, 10)).toEqual([first?.id, second?.id, third?.id]);
  });

  it('end with being sent, refused or held', async () => {
    for (const name of ['one', 'two', 'three']) {
      const { id } = alert(reader, name);
      await open.store.createDelivery(alert(reader, name));
      await open.store.claimDelivery(id, 'w1', LEASE_MS);
      if (name === 'one') await open.store.markSent(id, 'w1', SOON, '250');
      else await open.store.giveUp(id, 'w1', name === 'two' ? 'failed' : 'held', 'why');
    }
    expect(await open.redis.zcard(open.keys.openDeliveries())).toBe(0);
    expect((await open.store.deliveries(3)).map(({ state }) => state).toSorted()).toEqual([
      'failed',
      'held',
      'sent',
    ]);
  });

  it('are found beyond many that are being sent', async () => {
    const many = Array.from({ length: 230 }, (_, i) => alert(reader, `many-${i}`, later(i)));
    await Promise.all(many.map((one) => open.store.createDelivery(one)));
    await Promise.all(many.slice(0, 225).map(({ id }) => open.store.claimDelivery(id, 'w1', LEASE_MS)));
    expect(await open.store.openDeliveries(SOON, 3)).toEqual(many.slice(225, 228).map(({ id }) => id));
  });
});

describe('a text', () => {
  it('with every kind of character comes back the same', async () => {
    const odd = {
      ...strike,
      message: { ...strike.message, text: '\u0000\u2028“ß” 🛳️\r\n', html: 'x'.repeat(50_000) },
    };
    await open.store.createDelivery(odd);
    expect(await open.store.delivery(odd.id)).toEqual(odd);
    expect(odd.createdAt).toBe(AT);
  });
});
