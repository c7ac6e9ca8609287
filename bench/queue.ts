/**
 * What queue and store cost an article: the worker's own jobs from the poll to the commit on a Redis of its own, with
 * pages that were read and comparisons that were made before, so that nothing but queue and store is left. One article
 * in ten is on the story.
 *
 *   node bench/queue.ts [--rounds 5] [--articles 400] [--watches 1]
 *
 * Beside it as many empty jobs through two of BullMQ's queues. Milliseconds of the processor, all threads; medians.
 */
import { parseArgs } from 'node:util';
import { foundDossier } from '../src/compare/dossier.ts';
import { openQueues } from '../src/jobs/queues.ts';
import { stages } from '../src/jobs/stages.ts';
import { startWorker } from '../src/jobs/worker.ts';
import type { Item } from '../src/model/feed.ts';
import { contentId } from '../src/model/id.ts';
import { emptyJobs } from './empty-jobs.ts';
import { FOLLOWED, NOW, pageOf, textOf } from './scale-pages.ts';
import {
  calls,
  comparisonsOf,
  cpuMs,
  info,
  LEXICON,
  machine,
  median,
  openOwnRedis,
  openPorts,
  PREFIX,
  WORDS,
} from './scale-parts.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    articles: { type: 'string', default: '400' },
    watches: { type: 'string', default: '1' },
  },
});
const [rounds, count, many] = [values.rounds, values.articles, values.watches].map(Number) as [
  number,
  number,
  number,
];
const AT = NOW.toISOString();
/** The texts repeat after so many; each article is one of its own. */
const TEXTS = 100;

const own = await openOwnRedis();
const { redis, store } = own;
const watches = Array.from({ length: many }, (_, i) => ({
  ...FOLLOWED.watch,
  id: `watch-${i}`,
  // To the commit: alerts are measured by bench/alert.ts.
  wake: { minWeight: Number.POSITIVE_INFINITY, mute: [] },
}));
const feed = {
  id: contentId('f', 'queue'),
  url: 'https://daily.example/feed',
  watchIds: watches.map(({ id }) => id),
};
const dossier = foundDossier(FOLLOWED.watch, LEXICON);
const texts = Array.from({ length: TEXTS }, (_, n) => {
  const url = `https://daily.example/page/${n}`;
  const article = stages.parseArticle({
    body: Buffer.from(pageOf(textOf(n))),
    url,
    fetchedAt: AT,
    words: WORDS,
  });
  return { article, decided: stages.compare(dossier, article, AT) };
});
const textAt = (url: string) =>
  texts[Number(url.slice(url.lastIndexOf('/') + 1)) % TEXTS] as (typeof texts)[number];
let items: readonly Item[] = [];
const ports = openPorts({
  store,
  watches,
  feeds: [feed],
  stages: {
    parseFeed: async () => ({ items }),
    parseArticle: ({ url }) => ({ ...textAt(url).article, id: stages.articleIdOf(url), url }),
    glance: (before, { url }) => {
      const { decided } = textAt(url);
      return decided.relevant ? null : { ...decided, dossier: before };
    },
    compare: (before, { url }) => {
      const { decided } = textAt(url);
      const developments = decided.developments.map((one) => ({ ...one, id: contentId('v', one.id, url) }));
      return { ...decided, developments, dossier: before };
    },
    foundDossier: () => dossier,
  },
});
const fetcher = {
  fetch: async (url: string) => ({
    kind: 'ok' as const,
    url,
    body: Buffer.from(`${url} ${items[0]?.id}`),
    headers: {},
  }),
  checkRobots: () => Promise.resolve(),
};
const queues = openQueues({ connection: redis, prefix: PREFIX });
let [compared, goal] = [0, 0];
let reached: () => void = () => undefined;
const worker = await startWorker(
  { ...ports, fetcher },
  {
    connection: redis,
    queues,
    observe: (event) => {
      if (event.kind !== 'finished') console.error(`${event.name}: ${event.error}`);
      compared += comparisonsOf(event);
      if (compared === goal) reached();
    },
  },
);

const found: Record<string, number[]> = {};
const add = (name: string, value: number) => {
  found[name] ??= [];
  found[name].push(value);
};
for (let round = 0; round <= rounds; round += 1) {
  await work(round * count);
  add('bullmq', await emptyJobs(redis, count));
  // The first round only warms up.
  if (round === 0) for (const name of Object.keys(found)) delete found[name];
}
report(await machine(redis));
await worker.close();
await queues.close();
await ports.close();
await own.close();

async function work(from: number): Promise<void> {
  items = Array.from({ length: count }, (_, i) => {
    const { title } = texts[(from + i) % TEXTS]?.article ?? { title: '' };
    const url = `https://daily.example/page/${from + i}`;
    return { id: contentId('i', url), url, title, summary: '', authors: [], publishedAt: AT };
  });
  const [callsBefore, statsBefore, redisBefore] = await redisCounts();
  const before = cpuMs();
  goal = compared + count * many;
  const done = new Promise<void>((resolve) => {
    reached = resolve;
  });
  await queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
  await done;
  add('whole', (cpuMs() - before) / count);
  const [callsAfter, statsAfter, redisAfter] = await redisCounts();
  add('redis', ((redisAfter - redisBefore) * 1000) / count);
  for (const name of ['total_net_input_bytes', 'total_net_output_bytes', 'total_commands_processed'])
    add(name, ((statsAfter.get(name) ?? 0) - (statsBefore.get(name) ?? 0)) / count);
  for (const [name, after] of callsAfter) add(`call ${name}`, (after - (callsBefore.get(name) ?? 0)) / count);
}

async function redisCounts() {
  const [stats, cpu] = [await info(redis, 'stats'), await info(redis, 'cpu')];
  const seconds = (cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0);
  return [await calls(redis), stats, seconds] as const;
}

function report(on: string): void {
  const of = (name: string) => median(found[name] ?? []);
  const line = (name: string, what: string) => console.log(`${of(name).toFixed(2).padStart(7)}  ${what}`);
  console.log(on);
  console.log(`${count * rounds} articles, ${many === 1 ? 'one watch' : `${many} watches`}; an article:`);
  line('whole', 'ms of processor, queue and store together');
  line('bullmq', "ms, floor: an empty job through two of BullMQ's queues");
  line('redis', "ms of Redis's own");
  line('total_commands_processed', 'commands, those inside scripts too');
  for (const name of ['total_net_input_bytes', 'total_net_output_bytes'])
    console.log(
      `${(of(name) / 1000).toFixed(1).padStart(7)}  kB ${name.includes('input') ? 'into' : 'out of'} Redis`,
    );
  const made = Object.keys(found).filter((name) => name.startsWith('call ') && of(name) >= 0.05);
  const all = made.sort((a, b) => of(b) - of(a)).map((name) => `${name.slice(5)} ${of(name).toFixed(1)}`);
  console.log(`commands by name: ${all.join(', ')}`);
}
