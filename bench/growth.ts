/**
 * How the time an article takes grows.
 *
 *   node bench/growth.ts ledger [EVENTS…]     with the events known (100 1000 10000 100000)
 *   node bench/growth.ts watches [WATCHES…]   with the watches that share its feed (1 10 100), end to end
 *
 * Milliseconds of the processor, all threads together. Growth by subscribers: `node bench/mail.ts due N`.
 */
import { compare } from '../src/compare/compare.ts';
import { foundDossier } from '../src/compare/dossier.ts';
import { openQueues } from '../src/jobs/queues.ts';
import { stages } from '../src/jobs/stages.ts';
import { startWorker } from '../src/jobs/worker.ts';
import type { Article } from '../src/model/article.ts';
import { contentId } from '../src/model/id.ts';
import { withEntries } from './compare-ledger.ts';
import { FOLLOWED, NOW, textOf } from './scale-pages.ts';
import {
  calls,
  comparisonsOf,
  cpuMs,
  fillLedger,
  info,
  LEXICON,
  meter,
  openOwnRedis,
  openPorts,
  openSite,
  PREFIX,
  share,
} from './scale-parts.ts';

const AT = NOW.toISOString();
const [what = '', ...rest] = process.argv.slice(2);
const sizes = rest.map(Number);
if (what === 'ledger') ledger(sizes.length > 0 ? sizes : [100, 1_000, 10_000, 100_000]);
else if (what === 'watches') await watches(sizes.length > 0 ? sizes : [1, 10, 100]);
else console.error('usage: node bench/growth.ts ledger|watches [SIZE…]');

/** The same articles with each ledger in turn, so that all meet the same machine. */
function ledger(events: readonly number[]): void {
  const founded = foundDossier(FOLLOWED.watch, LEXICON);
  const rows = events.map((size) => {
    const before = cpuMs();
    const dossier = withEntries(founded, size);
    return { size, dossier, made: cpuMs() - before, on: [] as number[], off: [] as number[] };
  });
  for (let n = 0; n < 120; n += 1) {
    const onStory = n % 2 === 0;
    const { title, paragraphs } = textOf(n, onStory);
    const id = contentId('a', `${n}`);
    const article: Article = {
      id,
      url: `https://daily.example/${n}`,
      title,
      paragraphs,
      captions: [],
      authors: [],
      publishedAt: AT,
      language: 'en',
      source: 'The Daily Example',
      via: 'page',
    };
    // Each is first in turn; the first rounds warm up.
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[(i + n) % rows.length] as (typeof rows)[number];
      const before = cpuMs();
      const { dossier } = compare(row.dossier, article, AT);
      const took = cpuMs() - before;
      row.dossier = dossier;
      if (n >= 20) (onStory ? row.on : row.off).push(took);
    }
  }
  const [least] = rows;
  console.log(' events   on the story, ms (p50, p95)   times the first   off it, ms   making the ledger, ms');
  for (const { size, on, off, made } of rows) {
    const of = (times: readonly number[], at: number) => share(times, at).toFixed(2).padStart(8);
    const ratio = (share(on, 0.5) / share(least?.on ?? [], 0.5)).toFixed(2);
    console.log(
      `${String(size).padStart(7)}   ${of(on, 0.5)} ${of(on, 0.95)}   ${ratio.padStart(22)}   ${of(off, 0.5)}   ${made.toFixed(0).padStart(20)}`,
    );
  }
}

/** One feed of which so many watches take every article. All follow the same story: the dearest case. */
async function watches(counts: readonly number[]): Promise<void> {
  console.log(
    ' watches   articles   ms an article   reading   comparing   all else   comparisons   pages read   commands   Redis, ms',
  );
  for (const many of counts) await withWatches(many);
}

async function withWatches(many: number): Promise<void> {
  const [own, site] = [await openOwnRedis(), await openSite()];
  const { redis, store } = own;
  const all = Array.from({ length: many }, (_, i) => ({ ...FOLLOWED.watch, id: `watch-${i}` }));
  const feed = {
    id: contentId('f', site.base),
    url: `${site.base}/feed/one`,
    watchIds: all.map(({ id }) => id),
  };
  for (const watch of all) await fillLedger(store, watch, 100);
  const [reading, comparing] = [meter(), meter()];
  const timed = {
    parseArticle: reading.timed(stages.parseArticle),
    compare: comparing.timed(stages.compare),
    glance: comparing.timed(stages.glance),
    applyChange: comparing.timed(stages.applyChange),
  };
  const ports = openPorts({ store, watches: all, feeds: [feed], stages: timed });
  const queues = openQueues({ connection: redis, prefix: PREFIX });
  let [compared, goal] = [0, 0];
  let reached: () => void = () => undefined;
  const worker = await startWorker(ports, {
    connection: redis,
    queues,
    observe: (event) => {
      compared += comparisonsOf(event);
      if (compared === goal) reached();
    },
  });
  const count = Math.max(10, Math.min(100, Math.round(400 / many)));
  const run = async (from: number, articles: number) => {
    await site.tell({ feed: 'one', from, to: from + articles });
    goal = compared + articles * many;
    const done = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await queues.add('poll-feed', [{ feedId: feed.id, force: true }]);
    await done;
  };
  // Founds the dossiers and warms up.
  await run(0, 10);
  const [before, read, decided, pages] = [cpuMs(), reading.spent.ms, comparing.spent.ms, reading.spent.calls];
  const [sent, redisCpu] = await redisSpent();
  const comparedBefore = compared;
  await run(1000, count);
  const whole = (cpuMs() - before) / count;
  const [r, c] = [(reading.spent.ms - read) / count, (comparing.spent.ms - decided) / count];
  const [sentAfter, redisAfter] = await redisSpent();
  const cells = [
    many,
    count,
    whole,
    r,
    c,
    whole - r - c,
    (compared - comparedBefore) / count,
    (reading.spent.calls - pages) / count,
    (sentAfter - sent) / count,
    ((redisAfter - redisCpu) * 1000) / count,
  ];
  console.log(
    cells.map((cell) => (Number.isInteger(cell) ? String(cell) : cell.toFixed(1)).padStart(10)).join(' '),
  );
  await worker.close();
  await queues.close();
  await ports.close();
  site.close();
  await own.close();

  async function redisSpent(): Promise<readonly [number, number]> {
    const cpu = await info(redis, 'cpu');
    const total = [...(await calls(redis)).values()].reduce((sum, one) => sum + one, 0);
    return [total, (cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0)];
  }
}
