/** A busy watch's year in Redis, a part of it: every article compared and committed for good by the store's own methods. */
import type { Redis } from 'ioredis';
import { type Dossier, foundDossier } from '../src/compare/dossier.ts';
import { stages } from '../src/jobs/stages.ts';
import type { Article } from '../src/model/article.ts';
import type { ArticleVerdict } from '../src/model/development.ts';
import { contentId } from '../src/model/id.ts';
import type { Store } from '../src/store/store.ts';
import { FOLLOWED, NOW, textOf } from './scale-pages.ts';
import { each, info, LEXICON, PREFIX } from './scale-parts.ts';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;
const ARTICLES_A_DAY = 20_000;
const FEEDS = 200;
const WATCH = 'year';

interface Reading {
  readonly dossier: Dossier;
  readonly version: number;
  readonly read: number;
  readonly told: number;
}

/**
 * Every day of a year with so many percent of its articles and feeds; retention runs each night. Texts are those of
 * `scale-pages.ts`, of 400 words, one in ten on the story: paragraphs of a labelled story, mixed, so that most of what they
 * say is known.
 */
export async function year(redis: Redis, store: Store, percent: number): Promise<void> {
  const part = percent / 100;
  const feeds = Math.max(1, Math.round(FEEDS * part));
  const aDay = Math.round(ARTICLES_A_DAY * part);
  let reading: Reading = { dossier: foundDossier(FOLLOWED.watch, LEXICON), version: 0, read: 0, told: 0 };
  const days: number[] = [];
  for (let day = 0; day < YEAR_DAYS; day += 1) {
    const at = new Date(NOW.getTime() + day * DAY_MS).toISOString();
    const items = Array.from({ length: aDay }, (_, i) => contentId('i', `${day} ${i}`));
    const ofFeed = (feed: number) => items.filter((_, i) => i % feeds === feed);
    await each(feeds, (feed) => store.markItemsSeen(`f${feed}`, ofFeed(feed), at));
    for (let i = 0; i < aDay; i += 1) reading = await readOne(store, reading, at);
    await store.applyRetention(at);
    days.push((await info(redis, 'memory')).get('used_memory') ?? 0);
  }
  const parts = await byNoun(redis);
  // Scripts, buffers and what else is there without any data: it is not to be multiplied.
  await redis.flushall('SYNC');
  const empty = (await info(redis, 'memory')).get('used_memory') ?? 0;
  const MB = (bytes: number) => `${(bytes / part / 1e6).toFixed(0)} MB`;
  const { read, told, dossier } = reading;
  const known = `${told} developments, ${dossier.entries.size} events in the ledger`;
  console.log(`${percent} % of a year: ${feeds} feeds, ${read} articles, ${known}`);
  const shown = days.filter((_, day) => day % 60 === 59 || day === YEAR_DAYS - 1);
  const used = shown.map((bytes) => MB(bytes - empty)).join(', ');
  console.log(`in Redis, times ${(1 / part).toFixed(0)}, after 60, 120, … 365 days: ${used};`);
  console.log(`at most ${MB(Math.max(...days) - empty)}. At the end, by key:`);
  for (const [noun, { keys, bytes }] of parts)
    console.log(`${MB(bytes).padStart(9)}  ${noun}${keys > 1 ? ` (${keys} keys)` : ''}`);
}

/** One article more, as the jobs store, compare and commit it. */
async function readOne(store: Store, before: Reading, at: string): Promise<Reading> {
  const { dossier, version, read, told } = before;
  const article = articleAt(read, at);
  await store.saveArticle(article, [WATCH], at);
  const decided = stages.compare(dossier, article, at);
  const { change, developments, relevant, why, withheld } = decided;
  const { id: articleId, url, title, source } = article;
  const ref = { articleId, url, title, source, publishedAt: at };
  const developmentIds = developments.map(({ id }) => id);
  const outcome = await store.commitCompare({
    ...{ watchId: WATCH, articleId, version, at, change, developments, outbox: [] },
    verdict: { watchId: WATCH, article: ref, relevant, why, developmentIds, withheld, at },
  });
  if (outcome !== 'committed') throw new Error(outcome);
  const changed = change.entries.length + change.prints.length > 0;
  return {
    dossier: decided.dossier,
    version: version + (changed ? 1 : 0),
    read: read + 1,
    told: told + developments.length,
  };
}

function articleAt(n: number, publishedAt: string): Article {
  const { title, paragraphs } = textOf(n);
  const url = `https://daily.example/page/${n}`;
  const about = { captions: [], authors: ['A. Writer'], language: 'en', source: 'The Daily Example' };
  return { ...about, id: contentId('a', `${n}`), url, title, paragraphs, publishedAt, via: 'page' };
}

/** What each kind of key takes, the largest first. */
async function byNoun(
  redis: Redis,
): Promise<readonly (readonly [string, { keys: number; bytes: number }])[]> {
  const found = new Map<string, { keys: number; bytes: number }>();
  for await (const names of redis.scanStream({ match: `${PREFIX}:*`, count: 500 })) {
    for (const name of names as string[]) {
      // Prefix, version of the layout, then `article:<article>` or `watch:<watch>:verdicts`.
      const [noun, , ...more] = name.split(':').slice(2);
      const of = more.length > 0 ? more.join(':') : (noun ?? '');
      const sum = found.get(of) ?? { keys: 0, bytes: 0 };
      const bytes = (await redis.memory('USAGE', name, 'SAMPLES', 0)) ?? 0;
      found.set(of, { keys: sum.keys + 1, bytes: sum.bytes + bytes });
    }
  }
  return [...found].sort(([, a], [, b]) => b.bytes - a.bytes);
}

/** Of the n-th article, off the story. */
export function verdictOf(watchId: string, n: number): ArticleVerdict {
  const at = NOW.toISOString();
  const { id: articleId, url, title, source } = articleAt(n, at);
  const why = ['It names nobody the story is about.'];
  const article = { articleId, url, title, source, publishedAt: at };
  return { watchId, article, relevant: false, why, developmentIds: [], withheld: [], at };
}
