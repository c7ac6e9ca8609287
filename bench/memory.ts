/**
 * What things take in Redis, by the store's own methods on a Redis of its own.
 *
 *   node bench/memory.ts redis               bytes a seen item, an article, a verdict, a development, a delivery
 *   node bench/memory.ts year [PERCENT]      a busy watch's year (200 feeds, 20,000 articles a day), so many percent of it
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
import { verdictOf, year } from './memory-year.ts';
import { FOLLOWED, NOW, pageOf, textOf } from './scale-pages.ts';
import { each, info, LEXICON, machine, openOwnRedis, WORDS } from './scale-parts.ts';

const AT = NOW.toISOString();

const [what = '', first = ''] = process.argv.slice(2);
if (what === 'redis' || what === 'year') {
  const own = await openOwnRedis();
  try {
    console.log(await machine(own.redis));
    if (what === 'redis') await sizes(own.redis, own.store);
    else await year(own.redis, own.store, Number(first || 1));
  } finally {
    await own.close();
  }
} else console.error('usage: node bench/memory.ts redis|year [PERCENT]');

/** Resident bytes that the work adds to Redis. */
async function added(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  const before = (await info(redis, 'memory')).get('used_memory') ?? 0;
  await work();
  return ((await info(redis, 'memory')).get('used_memory') ?? 0) - before;
}

function articleOf(n: number, onStory?: boolean) {
  const url = `https://daily.example/page/${n}`;
  return stages.parseArticle({
    body: Buffer.from(pageOf(textOf(n, onStory))),
    url,
    fetchedAt: AT,
    words: WORDS,
  });
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
