import type { Article } from '../model/article.ts';
import type { Feedback, Judgement } from '../model/feedback.ts';
import type { StoreContext } from './context.ts';
import { pack, unpackFields } from './packing.ts';
import { loadScript } from './script.ts';

/** What people said of decisions, with all that is needed to replay them. */
export function feedbackStore({ redis, keys, onCorrupt }: StoreContext) {
  const saveScript = loadScript(redis, 'save-feedback');

  const change = async (
    watchId: string,
    target: string,
    expected: Judgement | null,
    next: readonly (string | Buffer)[],
  ): Promise<{ readonly changed: boolean; readonly now: Judgement | null }> => {
    const reply = await saveScript.text(
      [keys.judgements(watchId), keys.feedback(watchId), keys.feedbackTexts(watchId)],
      [target, expected ?? '', ...next],
    );
    const [changed, now] = reply as [number, string];
    return { changed: changed === 1, now: now === '' ? null : (now as Judgement) };
  };

  return {
    /** How each target is judged; null where it is not. */
    async judgements(watchId: string, targets: readonly string[]): Promise<readonly (Judgement | null)[]> {
      if (targets.length === 0) return [];
      return (await redis.hmget(keys.judgements(watchId), ...targets)) as (Judgement | null)[];
    },

    /**
     * Keeps it, if what it replaces is what its author saw.
     * @param article its text, where there still is one
     */
    async saveFeedback(feedback: Feedback, expected: Judgement | null, article: Article | null) {
      const text = article === null ? [] : [article.id, await pack(article, 'article')];
      const { watchId, target, judgement } = feedback;
      return change(watchId, target, expected, [judgement, await pack(feedback), ...text]);
    },

    async withdrawFeedback(watchId: string, target: string, expected: Judgement | null) {
      return change(watchId, target, expected, ['']);
    },

    /** All of a watch, in no order. */
    async feedback(watchId: string): Promise<readonly Feedback[]> {
      const key = keys.feedback(watchId);
      const targets = await redis.hkeys(key);
      if (targets.length === 0) return [];
      return unpackFields(key, targets, await redis.hmgetBuffer(key, ...targets), onCorrupt);
    },

    /** The texts of those judged; those there are not are left out. */
    async feedbackArticles(watchId: string): Promise<readonly Article[]> {
      const key = keys.feedbackTexts(watchId);
      const ids = await redis.hkeys(key);
      if (ids.length === 0) return [];
      return unpackFields(key, ids, await redis.hmgetBuffer(key, ...ids), onCorrupt);
    },
  };
}
