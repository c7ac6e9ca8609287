import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { type ConnectOptions, connect } from '../store/connect.ts';
import { type EmbeddedRedis, openEmbeddedRedis } from '../store/embedded.ts';
import { inspectServer, type ServerReport } from '../store/server.ts';

const LOOK_AGAIN_MS = 1_000;

/** Where Redis is: one of the operator's, or the embedded one of the data folder. */
export interface RedisHome {
  /** For people, without a password. */
  readonly description: string;
  connect(profile: ConnectOptions['profile']): Redis;
  /** Ends the connections, then the embedded server if this process started it. */
  close(): Promise<void>;
}

/**
 * Finds the configured Redis, or starts or joins the embedded one.
 * @throws StoreError when the embedded server does not come up
 */
export async function openRedisHome(config: Config, onLog: (line: string) => void): Promise<RedisHome> {
  const { url, prefix } = config.settings.redis;
  const folder = path.join(config.dataFolder, 'redis');
  const embedded: EmbeddedRedis | null = url ? null : await openEmbeddedRedis({ folder, onLog });
  const at = url ? { url } : { socketPath: embedded?.socketPath ?? '' };
  const open: Redis[] = [];
  return {
    description: embedded ? `embedded, data in ${folder}` : 'the server of REDIS_URL',
    connect(profile) {
      const redis = connect({ ...at, profile, prefix });
      open.push(redis);
      return redis;
    },
    async close() {
      await Promise.all(open.map(hangUp));
      await embedded?.close();
    },
  };
}

async function hangUp(redis: Redis): Promise<void> {
  // QUIT waits for replies on their way; a connection that is down has none.
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
}

/**
 * Waits till Redis answers and takes writes, and looks whether it may be used.
 * @throws AppError when its settings would lose data, with what to change
 */
export async function admitServer(redis: Redis, onWait: (reason: string) => void): Promise<ServerReport> {
  let told = '';
  const tell = (error: Error) => {
    if (error.message !== told) onWait(error.message);
    told = error.message;
  };
  redis.on('error', tell);
  try {
    let report = await inspectServer(redis);
    while (report.failures.length > 0) {
      tell(new Error(report.failures.join('; ')));
      await sleep(LOOK_AGAIN_MS);
      report = await inspectServer(redis);
    }
    if (report.refusals.length > 0) {
      throw new AppError(`This Redis cannot be used:\n  ${report.refusals.join('\n  ')}`);
    }
    return report;
  } finally {
    redis.off('error', tell);
  }
}
