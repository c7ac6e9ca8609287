import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, Redis, type RedisOptions } from 'ioredis';
import type { ManyServers, Place } from './address.ts';

const ASK_TIMEOUT_MS = 2_000;

/**
 * All keys of Newswatch are in one hash slot, so that of a whole cluster it needs one node: the primary of that
 * slot. Which one that is, is asked at each connecting; after a failover the next attempt finds the new one.
 *
 * @param keyTag what is hashed: `{newswatch}`
 * @returns a class of connectors, for ioredis
 */
export function slotConnector(cluster: ManyServers, keyTag: string) {
  return class SlotConnector extends AbstractConnector {
    constructor(options: unknown) {
      super((options as RedisOptions).disconnectTimeout ?? 0);
    }

    async connect(): Promise<Socket> {
      this.connecting = true;
      const place = await primaryOf(cluster, keyTag);
      if (!this.connecting) throw new Error('Connection is closed.');
      this.stream = cluster.tls ? connectTls(place) : createConnection(place);
      this.stream.once('error', (error: Error) => {
        this.firstError = error;
      });
      return this.stream;
    }
  };
}

/** Asks one node after the other. Throws the last one's error when none of them can tell. */
async function primaryOf(cluster: ManyServers, keyTag: string): Promise<Place> {
  let lastError: unknown;
  for (const node of cluster.servers) {
    try {
      return await askNode(cluster, node, keyTag);
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}

type SlotRange = [from: number, to: number, primary: [host: string, port: number]];

async function askNode(cluster: ManyServers, node: Place, keyTag: string): Promise<Place> {
  const redis = new Redis({
    ...node,
    ...(cluster.username !== undefined && { username: cluster.username }),
    ...(cluster.password !== undefined && { password: cluster.password }),
    ...(cluster.tls && { tls: {} }),
    connectTimeout: ASK_TIMEOUT_MS,
    commandTimeout: ASK_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let failure: Error | undefined;
  redis.on('error', (error: Error) => {
    failure = error;
  });
  try {
    const slot = Number(await redis.call('CLUSTER', 'KEYSLOT', keyTag));
    const ranges = (await redis.call('CLUSTER', 'SLOTS')) as SlotRange[];
    const range = ranges.find(([from, to]) => from <= slot && slot <= to);
    if (!range) throw new Error('CLUSTERDOWN nobody serves the slot of Newswatch now');
    const [host, port] = range[2];
    // A node that does not know its own address leaves it out.
    return { host: host || node.host, port };
  } catch (error) {
    throw failure ?? error;
  } finally {
    redis.disconnect();
  }
}
