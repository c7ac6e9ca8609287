import type { WatchDraft } from '../model/watch-draft.ts';
import type { StoreContext } from './context.ts';
import { pack, unpack } from './packing.ts';
import { loadScript } from './script.ts';

const KEPT_MS = 3 * 86_400_000;

/** Watches that are being set up or edited on the page. */
export function draftStore({ redis, keys }: StoreContext) {
  const save = loadScript(redis, 'save-draft');
  return {
    /** Null when there is none, or no longer. */
    async watchDraft(id: string): Promise<WatchDraft | null> {
      const key = keys.draft(id);
      const bytes = await redis.hgetBuffer(key, 'draft');
      return bytes && unpack<WatchDraft>(key, bytes);
    },

    /** @returns false when it was changed since `from`, the version its author saw; nothing is kept then */
    async saveWatchDraft(draft: WatchDraft, from: number): Promise<boolean> {
      const args = [from, draft.version, await pack(draft), KEPT_MS];
      return (await save.text([keys.draft(draft.id)], args)) === 1;
    },

    async dropWatchDraft(id: string): Promise<void> {
      await redis.unlink(keys.draft(id));
    },
  };
}
