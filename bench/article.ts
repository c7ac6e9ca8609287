/**
 * A new article, end to end: an item in a feed, its page fetched over loopback, read, compared with a ledger of 10,000
 * events and committed, by the worker's own jobs on a Redis of its own. One article in ten is on the story; pages are
 * 150 kB.
 *
 *   node bench/article.ts [--rounds 5] [--articles 200] [--events 10000]
 *
 * Each round is followed by the floors on the same pages: Cheerio's parsing alone, the fetch alone, and as many empty
 * jobs through BullMQ's own queues. Times are those of the processor, so that what else the machine does bears on them
 * little; medians of the rounds.
 */
import { parseArgs } from 'node:util';
import { load } from 'cheerio/slim';
import { openQueues } from '../src/jobs/queues.ts';
import { PAGE_TYPES } from '../src/jobs/read-page.ts';
import { stages } from '../src/jobs/stages.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { contentId } from '../src/model/id.ts';
import { decodeText } from '../src/parsers/charset.ts';
import { emptyJobs } from './empty-jobs.ts';
import { FOLLOWED, pageOf, textOf } from './scale-pages.ts';
import {
  calls,
  cpuMs,
  fillLedger,
  info,
  machine,
  median,
  meter,
  openOwnRedis,
  openPorts,
  openSite,
  PREFIX,
} from './scale-parts.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    articles: { type: 'string', default: '200' },
    events: { type: 'string', default: '10000' },
  },
});
const [rounds, count, events] = [values.rounds, values.articles, values.events].map(Number) as [
  number,
  number,
  number,
];

const own = await openOwnRedis();
const site = await openSite();
const { redis, store } = own;
const { watch } = FOLLOWED;
const feed = { id: contentId('f', site.base), url: `${site.base}/feed/one`, watchIds: [watch.id] };
await fillLedger(store, watch, events);
const reading = meter();
const comparing = meter();
const ports = openPorts({
  store,
  watches: [watch],
  feeds: [feed],
  stages: {
    parseArticle: reading.timed(stages.parseArticle),
    compare: comparing.timed(stages.compare),
    applyChange: comparing.timed(stages.applyChange),
  },
});
const queues = openQueues({ connection: redis, prefix: PREFIX });
let compared = 0;
let relevant = 0;
let developments = 0;
let ended: () => void = () => undefined;
const worker = await startWorker(ports, {
  connection: redis,
  queues,
  observe: (event) => {
    if (event.kind !== 'finished') console.error(`${event.name}: ${event.error}`);
    else if (event.name === 'compare-article' && event.outcome.kind === 'compared') {
      compared += 1;
      relevant += event.outcome.relevant ? 1 : 0;
      developments += event.outcome.developmentIds.length;
      ended();
    }
  },
});

const found: Record<string, number[]> = {};
const note = (name: string, value: number) => {
  found[name] ??= [];
  found[name].push(value);
};
/** The first round only warms up. */
const WARM = 1;
for (let round = 0; round < rounds + WARM; round += 1) {
  const add = round < WARM ? () => undefined : note;
  await endToEnd(round * count, add);
  parseAlone(round * count, add);
  await fetchAlone(round * count, add);
  add('bullmq', await emptyJobs(redis, count));
}
await report();
await worker.close();
await queues.close();
await ports.close();
site.close();
await own.close();

async function endToEnd(from: number, add: typeof note): Promise<void> {
  await site.tell({ feed: 'one', from, to: from + count });
  const [callsBefore, statsBefore, redisBefore] = await redisCounts();
  const [readBefore, comparedBefore] = [reading.spent.ms, comparing.spent.ms];
  const [cpuBefore, startedAt, goal] = [cpuMs(), performance.now(), compared + count];
  const done = new Promise<void>((resolve) => {
    ended = () => {
      if (compared === goal) resolve();
    };
  });
  await queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
  await done;
  const wall = performance.now() - startedAt;
  const cpu = cpuMs() - cpuBefore;
  const [callsAfter, statsAfter, redisAfter] = await redisCounts();
  add('whole', cpu / count);
  add('wall', wall / count);
  add('reading', (reading.spent.ms - readBefore) / count);
  add('comparing', (comparing.spent.ms - comparedBefore) / count);
  add('redis', ((redisAfter - redisBefore) * 1000) / count);
  for (const [name, after] of statsAfter) add(name, (after - (statsBefore.get(name) ?? 0)) / count);
  for (const [name, after] of callsAfter) add(`call ${name}`, (after - (callsBefore.get(name) ?? 0)) / count);
}

async function redisCounts() {
  const [stats, cpu] = [await info(redis, 'stats'), await info(redis, 'cpu')];
  const seconds = (cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0);
  return [await calls(redis), stats, seconds] as const;
}

function parseAlone(from: number, add: typeof note): void {
  let [bytes, ms] = [0, 0];
  // So many pages in memory at a time.
  for (let first = 0; first < count; first += 20) {
    const some = Math.min(20, count - first);
    const pages = Array.from({ length: some }, (_, i) => Buffer.from(pageOf(textOf(from + first + i))));
    const before = cpuMs();
    for (const page of pages)
      load(decodeText(page, undefined), { xml: { xmlMode: false, decodeEntities: true } });
    ms += cpuMs() - before;
    bytes += pages.reduce((sum, page) => sum + page.length, 0);
  }
  add('bytes', bytes / count);
  add('cheerio', ms / count);
}

async function fetchAlone(from: number, add: typeof note): Promise<void> {
  const before = cpuMs();
  const left = Array.from({ length: count }, (_, i) => from + i);
  const work = async () => {
    for (let n = left.shift(); n !== undefined; n = left.shift())
      await ports.fetcher.fetch(`${site.base}/page/${n}`, { accept: PAGE_TYPES, maxBytes: 10_000_000 });
  };
  await Promise.all(Array.from({ length: 8 }, work));
  add('fetch', (cpuMs() - before) / count);
}

async function report(): Promise<void> {
  const of = (name: string) => median(found[name] ?? []);
  const ms = (name: string) => of(name).toFixed(2).padStart(6);
  console.log(await machine(redis));
  console.log(
    `${count * (rounds + WARM)} articles on pages of ${Math.round(of('bytes') / 1000)} kB, ${relevant} on the story, ${developments} developments; ${events} events in the ledger`,
  );
  console.log('\nprocessor, ms an article (median of the rounds)');
  console.log(
    `${ms('whole')}  from the feed's item to the commit: ${(1000 / of('whole')).toFixed(0)} articles a second of one core`,
  );
  console.log(`${ms('reading')}    reading the page`);
  console.log(`${ms('comparing')}    comparing`);
  console.log(`${ms('fetch')}    the fetch (floor: the fetcher alone)`);
  const rest = of('whole') - of('reading') - of('comparing') - of('fetch');
  console.log(`${rest.toFixed(2).padStart(6)}    what is left: queue, store, feed`);
  console.log(`${ms('bullmq')}  floor: an empty job through two of BullMQ's queues`);
  console.log(
    `${ms('cheerio')}  floor: Cheerio's parsing alone (${(1000 / of('cheerio')).toFixed(0)} pages a second)`,
  );
  console.log(`${ms('redis')}  Redis's own`);
  console.log(`${ms('wall')}  by the wall clock`);
  const { rss } = process.memoryUsage();
  const most = process.resourceUsage().maxRSS * 1024;
  console.log(
    `resident: ${(rss / 1e6).toFixed(0)} MB, at most ${(most / 1e6).toFixed(0)} MB (the benchmark's own pages with it)`,
  );
  const ratios = (found.whole ?? []).map((whole, i) => (found.cheerio?.[i] ?? 0) / whole);
  console.log(
    `share of Cheerio's speed: ${median(ratios).toFixed(2)} (each round: ${ratios.map((r) => r.toFixed(2)).join(' ')})`,
  );
  console.log('\nRedis, an article');
  console.log(
    `  ${of('total_commands_processed').toFixed(1)} commands (those inside scripts too), ${kB('total_net_input_bytes')} kB in, ${kB('total_net_output_bytes')} kB out`,
  );
  const made = Object.keys(found).filter((name) => name.startsWith('call ') && of(name) >= 0.05);
  const all = made.sort((a, b) => of(b) - of(a)).map((name) => `${name.slice(5)} ${of(name).toFixed(1)}`);
  console.log(`  by name: ${all.join(', ')}`);

  function kB(name: string): string {
    return (of(name) / 1000).toFixed(1);
  }
}
