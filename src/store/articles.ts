import type { Article } from '../model/article.ts';
import type {
  ComparisonStart,
  PendingCompare,
  PendingCompares,
  SavedArticle,
  SiftStart,
} from '../model/commit.ts';
import type { Unreadable } from '../model/feed.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { pack, unpack, unpackFields } from './packing.ts';
import { RecentArticles } from './recent-articles.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

const UNREADABLE_KEPT = 500;

/** Articles read, and which watches have yet to compare them. */
export function articleStore({ redis, keys, onCorrupt }: StoreContext) {
  const save = loadScript(redis, 'save-article');
  const startScript = loadScript(redis, 'start-compare');
  const recent = new RecentArticles();
  const unreadableScript = loadScript(redis, 'save-unreadable');

  const awaiting = async (id: string, packed: Buffer | '', watchIds: readonly string[], at: Instant) =>
    (await save.text(
      [keys.article(id), keys.articles(), keys.compares(), ...watchIds.map((watch) => keys.compared(watch))],
      [id, toMs(at), packed, ...watchIds],
    )) as [there: number, ...waiting: string[]];

  return {
    async article(articleId: string): Promise<Article | null> {
      const key = keys.article(articleId);
      const bytes = await redis.getBuffer(key);
      return bytes === null ? null : unpack<Article>(key, bytes);
    },

    /** Stores the article unless it is there and, in the same transaction, remembers which watches have yet to compare it. */
    async saveArticle(article: Article, watchIds: readonly string[], at: Instant): Promise<SavedArticle> {
      const [there, ...waiting] = await awaiting(article.id, await pack(article, 'article'), watchIds, at);
      if (there === 0) recent.add(article);
      return { isNew: there === 0, waiting };
    },

    /** For an article already stored; null when it is not. Returns the watches that have yet to compare it. */
    async awaitCompare(
      articleId: string,
      watchIds: readonly string[],
      at: Instant,
    ): Promise<readonly string[] | null> {
      const [there, ...waiting] = await awaiting(articleId, '', watchIds, at);
      return there === 0 ? null : waiting;
    },

    /** One that was saved or loaded here lately; null does not say that it is gone. */
    async articleAtHand(articleId: string): Promise<Article | null> {
      return recent.get(articleId) ?? null;
    },

    /** What a comparison begins with. Watches that compare one article after each other get the same object. */
    async comparisonStart({ articleId, watchId }: PendingCompare): Promise<ComparisonStart> {
      const key = keys.article(articleId);
      const held = recent.get(articleId);
      const [compared, version, packed] = (await startScript.bytes(
        [keys.compared(watchId), keys.watches(), key],
        [articleId, watchId, held ? 1 : 0],
      )) as [number, Buffer, Buffer?];
      const text = packed && (held ?? unpack<Article>(key, packed));
      return {
        isCompared: compared === 1,
        version: Number(version),
        article: text ? recent.add(text) : null,
      };
    },

    /** What looking at an article for several watches begins with. Those that compare it later get the same object. */
    async siftStart({ articleId, watchIds }: PendingCompares): Promise<SiftStart> {
      const key = keys.article(articleId);
      const trip = redis.pipeline().hmget(keys.watches(), ...watchIds);
      const held = recent.get(articleId);
      if (!held) trip.getBuffer(key);
      const [versions, packed] = repliesOf(await trip.exec()) as [(string | null)[], (Buffer | null)?];
      const article = held ?? (packed ? recent.add(unpack<Article>(key, packed)) : null);
      return { article, versions: versions.map(Number) };
    },

    /** Only the latest are kept; they are for the page. */
    async saveUnreadable(item: Omit<Unreadable, 'error' | 'at'>, error: string, at: Instant): Promise<void> {
      const { itemId, feedId, url, title } = item;
      const unreadable: Unreadable = { itemId, feedId, title, error, at, ...(url !== undefined && { url }) };
      await unreadableScript.text(
        [keys.unreadable(), keys.unreadableTimes()],
        [itemId, toMs(at), JSON.stringify(unreadable), UNREADABLE_KEPT],
      );
    },

    /** Newest first. */
    async unreadable(limit: number): Promise<readonly Unreadable[]> {
      if (limit < 1) return [];
      const key = keys.unreadable();
      const ids = await redis.zrevrange(keys.unreadableTimes(), 0, limit - 1);
      if (ids.length === 0) return [];
      return unpackFields(key, ids, await redis.hmgetBuffer(key, ...ids), onCorrupt);
    },

    /** Those that have waited since before `before`, oldest first. */
    async pendingCompares(before: Instant, limit: number): Promise<readonly PendingCompare[]> {
      const members = await redis.zrangebyscore(
        keys.compares(),
        '-inf',
        `(${toMs(before)}`,
        'LIMIT',
        0,
        limit,
      );
      return members.map((member) => {
        const colon = member.indexOf(':');
        return { articleId: member.slice(0, colon), watchId: member.slice(colon + 1) };
      });
    },

    /** Gives a pending compare up: its watch or article is gone. */
    async dropPendingCompare({ articleId, watchId }: PendingCompare): Promise<void> {
      await redis.zrem(keys.compares(), `${articleId}:${watchId}`);
    },
  };
}
