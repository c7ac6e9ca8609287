import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PageAsk, Position } from '../../src/model/page.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { alert, subscriber } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

const AT = '2024-02-11T12:00:00.000Z';
const ADA = subscriber('ada');

async function make(id: string, createdAt = AT): Promise<void> {
  await open.store.createDelivery({ ...alert(ADA, 'walkout'), id, createdAt, developmentIds: [] });
}

async function all(ask: Omit<PageAsk, 'after'>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: Position | undefined; ; ) {
    const { entries, next } = await open.store.deliveryPage({ ...ask, ...(after && { after }) });
    pages.push(entries.map(({ item }) => item.id));
    if (next === null) return pages;
    after = next;
  }
}

test('pages go on exactly where the one before ended, even among entries of one instant', async () => {
  for (const id of ['d1', 'd2', 'd3', 'd4', 'd5']) await make(id);
  await make('d0', '2024-02-11T11:00:00.000Z');
  expect(await all({ limit: 2 })).toEqual([['d5', 'd4'], ['d3', 'd2'], ['d1', 'd0'], []]);
  expect(await all({ limit: 4 })).toEqual([
    ['d5', 'd4', 'd3', 'd2'],
    ['d1', 'd0'],
  ]);
});

test('an entry that is gone still tells where to go on, and a new one is not met on the way', async () => {
  for (const id of ['d1', 'd2', 'd3']) await make(id);
  const { next } = await open.store.deliveryPage({ limit: 1 });
  await open.store.forgetDeliveries(ADA.id, ['d3']);
  await make('d9', '2024-02-11T13:00:00.000Z');
  const rest = await open.store.deliveryPage({ limit: 9, ...(next && { after: next }) });
  expect(rest.entries.map(({ item }) => item.id)).toEqual(['d2', 'd1']);
});

test('a damaged entry is left out and reported, and the page after it is still there', async () => {
  for (const id of ['d1', 'd2', 'd3']) await make(id);
  await open.redis.hset(open.keys.delivery('d2'), 'record', 'not JSON');
  expect(await all({ limit: 2 })).toEqual([['d3'], ['d1']]);
  expect(open.damaged.length).toBeGreaterThan(0);
});

test('what is asked for of a time is of that time', async () => {
  await make('d1', '1969-12-31T23:00:00.000Z');
  await make('d2', '2024-02-11T12:00:00.000Z');
  await make('d3', '2024-02-12T12:00:00.000Z');
  const since = Date.parse('2024-02-11T00:00:00Z');
  expect(await all({ limit: 9, since })).toEqual([['d3', 'd2']]);
  expect(await all({ limit: 9, until: since })).toEqual([['d1']]);
  expect(await open.store.deliveryPage({ limit: 9 }, 's-nobody')).toEqual({ entries: [], next: null });
});
