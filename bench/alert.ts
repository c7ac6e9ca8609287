/**
 * From a feed's change to the alert in a real mail server: each item is one development; the time runs from the poll
 * that sees it, without the hold (`mail.hold`), to the end of the mail in the server. A ledger of 10,000 events.
 *
 *   node bench/alert.ts [ALERTS]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues } from '../src/jobs/queues.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { contentId } from '../src/model/id.ts';
import { createSmtpTransport } from '../src/notify/transport.ts';
import { subscriberOf } from '../tests/support/samples.ts';
import { openSink } from './mail-parts.ts';
import { FOLLOWED, NOW, type Text } from './scale-pages.ts';
import { fillLedger, machine, openOwnRedis, openPorts, openSite, PREFIX, share } from './scale-parts.ts';

const DAY_MS = 86_400_000;
const WAIT_MS = 5_000;
const PLACES = [
  'Agadez',
  'Dirkou',
  'Arlit',
  'Tillaberi',
  'Diffa',
  'Zinder',
  'Tahoua',
  'Maradi',
  'Dosso',
  'Ouallam',
];
const wanted = Number(process.argv[2] ?? 100);

const [own, site, sink] = [await openOwnRedis(), await openSite(), await openSink()];
const { redis, store } = own;
const { watch } = FOLLOWED;
const feed = { id: contentId('f', site.base), url: `${site.base}/feed/one`, watchIds: [watch.id] };
await fillLedger(store, watch, 10_000);
let day = 0;
const clock = () => new Date(NOW.getTime() + day * DAY_MS);
const transport = createSmtpTransport({ host: '127.0.0.1', port: sink.port });
const ports = openPorts({ store, watches: [watch], feeds: [feed], transport, clock });
const createdAt = NOW.toISOString();
await store.saveSubscriber(
  subscriberOf('ada@example.com', { watchIds: [watch.id], maxAlertsPerDay: 100, createdAt }),
);
const queues = openQueues({ connection: redis, prefix: PREFIX });
let tellsNothing = false;
const worker = await startWorker(ports, {
  connection: redis,
  queues,
  observe: (event) => {
    if (event.kind !== 'finished' || event.outcome.kind !== 'compared') return;
    tellsNothing = event.outcome.developmentIds.length === 0;
  },
});

const times: number[] = [];
let silent = 0;
for (; times.length < wanted && silent < 10 * wanted; day += 1) {
  await site.tell({ feed: 'one', texts: [[day, attackOf(day)]] });
  const before = sink.received.length;
  tellsNothing = false;
  const startedAt = performance.now();
  await queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
  while (
    !tellsNothing &&
    sink.received.length === before &&
    performance.now() - startedAt < (day === 0 ? 4 : 1) * WAIT_MS
  )
    await sleep(1);
  const took = performance.now() - startedAt;
  if (sink.received.length === before) silent += 1;
  else times.push(took);
  // What else the article told comes in meanwhile.
  await sleep(100);
}
console.log(await machine(redis));
// The first brings everything up: connections, the ledger, compiled code.
const [first = 0, ...rest] = times;
const at = (part: number) => `${share(rest, part).toFixed(0)} ms`;
console.log(`${times.length} alerts, ${silent} articles told nothing; the first took ${first.toFixed(0)} ms`);
console.log(
  `from the poll to the mail server: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, at most ${at(1)}`,
);
await worker.close();
await queues.close();
await ports.close();
sink.close();
site.close();
await own.close();

function attackOf(n: number): Text {
  const place = PLACES[n % PLACES.length];
  const dead = 3 + ((n * 7) % 40);
  const date = clock().toLocaleDateString('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });
  const lead = `NIAMEY, ${date} - Gunmen killed ${dead} soldiers near ${place} in Niger on ${date}, the defence ministry said.`;
  const more = `The attack came as American troops in Niger went on with their withdrawal from the drone base of Agadez.`;
  return {
    title: `Gunmen kill ${dead} soldiers near ${place} in Niger`,
    publishedAt: clock().toISOString(),
    paragraphs: [lead, more],
  };
}
