import type { ChannelState } from '../model/channel.ts';
import type { StoreContext } from './context.ts';
import { unpack } from './packing.ts';

/** What sending to webhooks and ntfy topics has taught. */
export function channelStore({ redis, keys }: StoreContext) {
  return {
    /** Null while all is well. */
    async channelState(channelId: string): Promise<ChannelState | null> {
      const key = keys.channels();
      const bytes = await redis.hgetBuffer(key, channelId);
      return bytes === null ? null : unpack<ChannelState>(`${key}[${channelId}]`, bytes);
    },

    /** Null: all is well again. */
    async saveChannelState(channelId: string, state: ChannelState | null): Promise<void> {
      if (state === null) await redis.hdel(keys.channels(), channelId);
      else await redis.hset(keys.channels(), channelId, JSON.stringify(state));
    },
  };
}
