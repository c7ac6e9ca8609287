import type { StoreContext } from './context.ts';

/** Who is signed in. What a browser holds is not here, only its digest: who reads Redis cannot sign in with it. */
export function sessionStore({ redis, keys }: StoreContext) {
  return {
    /** @param login which login opened it, so that a changed password ends it */
    async openSession(digest: string, login: string, forMs: number): Promise<void> {
      await redis.set(keys.session(digest), login, 'PX', forMs);
    },

    /** The login that opened it; null when there is none, or no longer. */
    async sessionLogin(digest: string): Promise<string | null> {
      return redis.get(keys.session(digest));
    },

    async closeSession(digest: string): Promise<void> {
      await redis.unlink(keys.session(digest));
    },
  };
}
