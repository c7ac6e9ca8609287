import { Redis } from 'ioredis';
import { openChannels } from '../../src/app/channels.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { DEFAULT_LIMITS } from '../../src/jobs/context.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import type { Channel } from '../../src/model/channel.ts';
import { openDesk } from './desk.ts';

/** A sender in a process of its own, to be killed. */
export interface PostOrders {
  readonly socketPath: string;
  readonly prefix: string;
  readonly channel: Channel;
  readonly deliveryId: string;
}

const { socketPath, prefix, channel, deliveryId } = JSON.parse(process.argv[2] ?? '') as PostOrders;
const desk = openDesk(new Redis({ path: socketPath }), prefix, {});
const settings = settingsSchema.parse({ net: { allowPrivate: ['127.0.0.1'] } });
const channels = openChannels({
  config: { channels: [channel], settings },
  secret: () => desk.store.secret(),
});
await deliver(desk.context({ channels, limits: { ...DEFAULT_LIMITS, deliveryLeaseMs: 2000 } }), {
  deliveryId,
});
