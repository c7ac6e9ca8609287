/** What must hold however many workers there were. */
import type { JobData } from '../src/model/job.ts';
import type { Subscriber } from '../src/model/mail.ts';
import type { Store } from '../src/store/store.ts';
import { subscriberOf } from '../tests/support/samples.ts';
import type { Sink } from './mail-parts.ts';
import { NOW } from './scale-pages.ts';
import type { Orders } from './workers-process.ts';

/** In each ledger from the start, by one commit. */
export const FILLED_EVENTS = 100;
const MANY = 100_000;

/** Of one watch, who is told everything. */
export function readerOf(at: number, watchId: string): Subscriber {
  const createdAt = NOW.toISOString();
  return subscriberOf(`reader${at}@example.com`, { watchIds: [watchId], maxAlertsPerDay: MANY, createdAt });
}

export function digestsOf({ watchIds }: Orders): readonly JobData['send-digest'][] {
  return watchIds.map((id, at) => ({ subscriberId: readerOf(at, id).id, force: true }));
}

/**
 * @param articles that were read
 * @throws Error unless each was committed once, and each development told in one mail, alert or digest, that arrived once
 */
export async function checkPromises(store: Store, sink: Sink, { watchIds }: Orders, articles: number) {
  let [committed, developments] = [0, 0];
  for (const [at, id] of watchIds.entries()) {
    const found = (await store.developments(id, MANY)).map((one) => one.id);
    const told = await store.toldDevelopments(readerOf(at, id).id, found);
    expect(told.size === found.length, `${found.length - told.size} developments of ${id} were not told`);
    committed += (await store.counts(id)).articles - 1;
    developments += found.length;
  }
  expect(committed === articles, `${articles} articles were committed ${committed} times`);
  const mails = await store.deliveries(MANY);
  const tells = mails.flatMap(({ developmentIds }) => developmentIds);
  expect(tells.length === developments, `${developments} developments were told ${tells.length} times`);
  const sent = mails.filter(({ state }) => state === 'sent').length;
  const arrived = `${mails.length} mails, ${sent} sent, ${sink.received.length} arrived`;
  const once = new Set(sink.received).size;
  expect(sent === mails.length && once === sent && sink.received.length === sent, `${arrived}, ${once} once`);
  return { developments, mails: mails.length };
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(`A promise is broken: ${otherwise}.`);
}
