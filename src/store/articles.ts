import type { Article } from '../model/article.ts';
import type { PendingCompare } from '../model/commit.ts';
import type { Unreadable } from '../model/feed.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toMs } from './instants.ts';
import { pack, unpack, unpackFields } from './packing.ts';
import { loadScript } from './script.ts';

const UNREADABLE_KEPT = 500;

/** Articles read, and which watches have yet to compare them. */
export function articleStore({ redis, keys, onCorrupt }: StoreContext) {
  const save = loadScript(redis, 'save-article');
  const unreadableScript = loadScript(redis, 'save-unreadable');

  const awaiting = async (id: string, packed: Buffer | '', watchIds: readonly string[], at: Instant) =>
    (await save.text(
      [keys.article(id), keys.articles(), keys.compares(), ...watchIds.map((watch) => keys.compared(watch))],
      [id, toMs(at), packed, ...watchIds],
    )) as string[];

  return {
    async article(articleId: string): Promise<Article | null> {
      const key = keys.article(articleId);
      const bytes = await redis.getBuffer(key);
      return bytes === null ? null : unpack<Article>(key, bytes);
    },

    /** Stores the article and, in the same transaction, remembers that each watch has yet to compare it (unless it has). */
    async saveArticle(article: Article, watchIds: readonly string[], at: Instant): Promise<void> {
      await awaiting(article.id, await pack(article), watchIds, at);
    },

    /** For an article already stored. Returns the watches that have yet to compare it. */
    async awaitCompare(
      articleId: string,
      watchIds: readonly string[],
      at: Instant,
    ): Promise<readonly string[]> {
      return awaiting(articleId, '', watchIds, at);
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
