/**
 * What things take in Redis, by the store's own methods on a Redis of its own, and whether a worker's memory grows.
 *
 *   node bench/memory.ts redis               bytes a seen item, an article, a verdict, a development, a delivery
 *   node bench/memory.ts year [PERCENT]      a busy watch's year (200 feeds, 20,000 articles a day), so many percent of it
 *   node bench/memory.ts leak [ARTICLES]     resident memory over so many articles, read and compared
 *
 * Sizes are `used_memory` before and after, with the overhead of keys and indices, not the sum of values.
 */
import type { Redis } from 'ioredis';
import { foundDossier } from '../src/compare/dossier.ts';
import { stages } from '../src/jobs/stages.ts';
import type { Article } from '../src/model/article.ts';
import type { CompareCommit } from '../src/model/commit.ts';
import type { Development } from '../src/model/development.ts';
import { contentId } from '../src/model/id.ts';
import type { Store } from '../src/store/store.ts';
import { changeOf } from './compare-ledger.ts';
import { delivery } from './mail-parts.ts';
import { FOLLOWED, NOW, pageOf, textOf } from './scale-pages.ts';
import { info, LEXICON, machine, openOwnRedis, share } from './scale-parts.ts';

const AT = NOW.toISOString();
const DAY_MS = 86_400_000;
/** Of the articles of a busy watch. */
const ON_STORY = 0.1;
const ARTICLES_A_DAY = 20_000;
const FEEDS = 200;
const YEAR_DAYS = 365;

const [what = '', first = ''] = process.argv.slice(2);
if (what === 'leak') await leak(Number(first || 4000));
else if (what === 'redis' || what === 'year') {
  const own = await openOwnRedis();
  try {
    console.log(await machine(own.redis));
    if (what === 'redis') await sizes(own.redis, own.store);
    else await year(own.redis, own.store, Number(first || 1));
  } finally {
    await own.close();
  }
} else console.error('usage: node bench/memory.ts redis|year|leak');

/** Resident bytes that the work adds to Redis. */
async function added(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  const before = (await info(redis, 'memory')).get('used_memory') ?? 0;
  await work();
  return ((await info(redis, 'memory')).get('used_memory') ?? 0) - before;
}

async function each(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  const left = Array.from({ length: count }, (_, n) => n).reverse();
  const one = async () => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) await work(n);
  };
  await Promise.all(Array.from({ length: 50 }, one));
}

function articleOf(n: number, onStory?: boolean) {
  const url = `https://daily.example/page/${n}`;
  return stages.parseArticle({ body: Buffer.from(pageOf(textOf(n, onStory))), url, fetchedAt: AT });
}

async function sizes(redis: Redis, store: Store): Promise<void> {
  const line = (name: string, bytes: number, count: number) =>
    console.log(`${(bytes / count).toFixed(0).padStart(6)} bytes  ${name}`);
  const items = (feed: number, many: number) =>
    Array.from({ length: many }, (_, n) => contentId('i', `${feed} ${n}`));
  // A feed that has carried 40 items, and one that has carried 4,000.
  const few = await added(redis, () =>
    each(1000, (feed) => store.markItemsSeen(`few-${feed}`, items(feed, 40), AT)),
  );
  line('a seen item, 40 a feed', few, 40_000);
  const many = await added(redis, () =>
    each(20, (feed) => store.markItemsSeen(`many-${feed}`, items(feed, 4000), AT)),
  );
  line('a seen item, 4,000 a feed', many, 80_000);

  const articles = Array.from({ length: 300 }, (_, n) => articleOf(n));
  const plain = articles.reduce((sum, article) => sum + Buffer.byteLength(JSON.stringify(article)), 0);
  const stored = await added(redis, () =>
    each(3000, (n) => {
      const article = articles[n % articles.length] as Article;
      return store.saveArticle({ ...article, id: contentId('a', `${article.url} ${n}`) }, [], AT);
    }),
  );
  line(
    `an article of 400 words (${(plain / 300).toFixed(0)} bytes as JSON, ${(stored / plain / 10).toFixed(2)} of it kept)`,
    stored,
    3000,
  );

  const founded = foundDossier(FOLLOWED.watch, LEXICON);
  const told = developmentsOf();
  const commit = (n: number, more: Partial<CompareCommit>): CompareCommit => ({
    ...{ watchId: 'w', articleId: contentId('a', `${n}`), version: 0, developments: [], outbox: [], at: AT },
    change: { entries: [], prints: [] },
    verdict: verdictOf('w', n),
    ...more,
  });
  const verdicts = await added(redis, () => each(2000, (n) => store.commitCompare(commit(n, {}))));
  line('a verdict that tells nothing, with its done-mark', verdicts, 2000);
  // As they come: with an entry in the ledger and a print of the article; then the same with the development told.
  const commits = async (watchId: string, withDevelopment: boolean) => {
    for (let n = 0; n < 1000; n += 1) {
      const development = { ...(told[n % told.length] as Development), id: contentId('v', `${n}`), watchId };
      const change = changeOf(founded, n, n + 1);
      const developments = withDevelopment ? [development] : [];
      const outcome = await store.commitCompare(commit(n, { watchId, version: n, change, developments }));
      if (outcome !== 'committed') throw new Error(outcome);
    }
  };
  const untold = await added(redis, () => commits('u', false));
  const found = await added(redis, () => commits('d', true));
  line('an event in the ledger with the print of its article', untold - verdicts / 2, 1000);
  line('a development', found - untold, 1000);
  const mails = await added(redis, () => each(300, (n) => store.createDelivery(delivery(n, 'memory'))));
  line('a delivery with its texts, and what it told noted for its reader', mails, 300);
}

/** Those a real comparison finds in texts of the story that is followed. */
function developmentsOf(): readonly Development[] {
  let dossier = foundDossier(FOLLOWED.watch, LEXICON);
  return FOLLOWED.stream.flatMap(({ article }) => {
    const { developments, dossier: next } = stages.compare(dossier, article, AT);
    dossier = next;
    return developments;
  });
}

function verdictOf(watchId: string, n: number) {
  const article = {
    articleId: contentId('a', `${n}`),
    url: `https://daily.example/page/${n}`,
    title: textOf(n).title,
    source: 'The Daily Example',
    publishedAt: AT,
  };
  return {
    watchId,
    article,
    relevant: false,
    why: ['It names nobody the story is about.'],
    developmentIds: [],
    withheld: [],
    at: AT,
  };
}

/**
 * Every day of a year with so many percent of its articles and feeds, read, compared and committed for good; retention
 * runs each night. Texts are those of `scale-pages.ts`, of 400 words: paragraphs of a labelled story, mixed, so that most of what they say is known.
 */
async function year(redis: Redis, store: Store, percent: number): Promise<void> {
  const part = percent / 100;
  const feeds = Math.max(1, Math.round(FEEDS * part));
  const aDay = Math.round(ARTICLES_A_DAY * part);
  let dossier = foundDossier(FOLLOWED.watch, LEXICON);
  let [version, told, read, most] = [0, 0, 0, 0];
  const days: number[] = [];
  for (let day = 0; day < YEAR_DAYS; day += 1) {
    const at = new Date(NOW.getTime() + day * DAY_MS).toISOString();
    const items = Array.from({ length: aDay }, (_, i) => contentId('i', `${day} ${i}`));
    await each(feeds, (feed) =>
      store.markItemsSeen(
        `f${feed}`,
        items.filter((_, i) => i % feeds === feed),
        at,
      ),
    );
    for (let i = 0; i < aDay; i += 1, read += 1) {
      const { title, paragraphs } = textOf(read, read % (1 / ON_STORY) === 0);
      const about = { captions: [], authors: ['A. Writer'], language: 'en', source: 'The Daily Example' };
      const id = contentId('a', `${read}`);
      const url = `https://daily.example/page/${read}`;
      const article = { ...about, id, url, title, paragraphs, publishedAt: at, via: 'page' as const };
      await store.saveArticle(article, ['year'], at);
      const decided = stages.compare(dossier, article, at);
      const outcome = await store.commitCompare({
        ...{
          watchId: 'year',
          articleId: id,
          version,
          at,
          change: decided.change,
          developments: decided.developments,
          outbox: [],
        },
        verdict: {
          ...verdictOf('year', read),
          relevant: decided.relevant,
          why: decided.why,
          withheld: decided.withheld,
          at,
        },
      });
      if (outcome !== 'committed') throw new Error(outcome);
      const changes = decided.change.entries.length + decided.change.prints.length;
      version += changes > 0 ? 1 : 0;
      dossier = decided.dossier;
      told += decided.developments.length;
    }
    await store.applyRetention(at);
    const used = (await info(redis, 'memory')).get('used_memory') ?? 0;
    most = Math.max(most, used);
    if (day % 60 === 59 || day === YEAR_DAYS - 1) days.push(used);
  }
  // Scripts, buffers and what else is there without any data: it is not to be multiplied.
  await redis.flushall('SYNC');
  const empty = (await info(redis, 'memory')).get('used_memory') ?? 0;
  const whole = (bytes: number) => `${((bytes - empty) / part / 1e6).toFixed(0)} MB`;
  console.log(
    `${percent} % of a year: ${feeds} feeds, ${read} articles, ${told} developments, ${dossier.entries.size} events in the ledger`,
  );
  console.log(
    `in Redis, times ${(1 / part).toFixed(0)}: after 60, 120, … 365 days ${days.map(whole).join(', ')}; at most ${whole(most)}`,
  );
}

/** Reads and compares; the memory after each tenth, once what is garbage was collected. */
async function leak(count: number): Promise<void> {
  let dossier = foundDossier(FOLLOWED.watch, LEXICON);
  const points: [number, number, number][] = [];
  for (let n = 0; n < count; n += 1) {
    const article = articleOf(n);
    const decided = stages.compare(dossier, { ...article, id: contentId('a', `${n}`) }, AT);
    dossier = decided.dossier;
    if ((n + 1) % Math.floor(count / 10) === 0) {
      // The ledger is meant to grow; it starts anew, so that only what is not meant to be kept shows.
      dossier = foundDossier(FOLLOWED.watch, LEXICON);
      globalThis.gc?.();
      points.push([n + 1, process.memoryUsage().rss / 1e6, process.memoryUsage().heapUsed / 1e6]);
    }
  }
  for (const [n, rss, heap] of points)
    console.log(
      `${String(n).padStart(7)} articles  ${rss.toFixed(0)} MB resident, ${heap.toFixed(1)} MB of heap`,
    );
  // The first half warms caches up.
  const late = points.slice(points.length / 2);
  console.log(
    `slope over the second half: ${slope(late.map(([n, rss]) => [n, rss])).toFixed(2)} kB an article resident, ${slope(late.map(([n, , heap]) => [n, heap])).toFixed(2)} kB of heap`,
  );
  console.log(
    `middle ${share(
      late.map(([, rss]) => rss),
      0.5,
    ).toFixed(0)} MB`,
  );
}

/** Least squares; kB an article of points in articles and MB. */
function slope(points: readonly (readonly [number, number])[]): number {
  const [x, y] = [0, 1].map(
    (i) => points.reduce((sum, point) => sum + (point[i] ?? 0), 0) / points.length,
  ) as [number, number];
  const up = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return (1000 * up) / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
