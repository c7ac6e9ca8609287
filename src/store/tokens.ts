import type { ApiToken } from '../model/token.ts';
import type { StoreContext } from './context.ts';
import { unpack, unpackFields } from './packing.ts';

/** Tokens of the API. */
export function tokenStore({ redis, keys, onCorrupt }: StoreContext) {
  return {
    async saveToken(token: ApiToken): Promise<void> {
      await redis.hset(keys.tokens(), token.id, JSON.stringify(token));
    },

    async token(id: string): Promise<ApiToken | null> {
      const bytes = await redis.hgetBuffer(keys.tokens(), id);
      return bytes === null ? null : unpack<ApiToken>(`${keys.tokens()}[${id}]`, bytes);
    },

    /** Oldest first. */
    async tokens(): Promise<readonly ApiToken[]> {
      const all = await redis.hgetallBuffer(keys.tokens());
      const found = unpackFields<ApiToken>(keys.tokens(), Object.keys(all), Object.values(all), onCorrupt);
      return found.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
    },

    /** False where there is none of that id. */
    async removeToken(id: string): Promise<boolean> {
      return (await redis.hdel(keys.tokens(), id)) === 1;
    },
  };
}
