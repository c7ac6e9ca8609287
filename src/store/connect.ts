import { Redis, type RedisOptions } from 'ioredis';
import { type ManyServers, manyServers, withoutPassword } from './address.ts';
import { slotConnector } from './cluster-node.ts';
import { writeOnceATurn } from './one-write.ts';

export type ConnectOptions = ({ readonly url: string } | { readonly socketPath: string }) & {
  /** `worker` waits for Redis as long as it takes; `command` (also for pages) fails at once and is there again when Redis is. */
  readonly profile: 'worker' | 'command';
  /** What all keys begin with: where in a cluster they are. Default: `{newswatch}`. */
  readonly prefix?: string;
};

/** ioredis waits 2 s for the end of a socket that is closed already: a command would linger that long. */
const disconnectTimeout = 100;

/** After a failover: what was the primary takes no writes any more, or the keys are on another node. Connects anew and repeats. */
const reconnectOnError = ({ message }: Error) =>
  /^(READONLY|MOVED)|: ?-?(READONLY|MOVED)/.test(message) ? 2 : false;

const WORKER = {
  disconnectTimeout,
  connectTimeout: 10_000,
  // BullMQ's workers want null: a command waits for the connection, however long.
  maxRetriesPerRequest: null,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 2_000),
} satisfies RedisOptions;

const COMMAND = {
  disconnectTimeout,
  connectTimeout: 2_000,
  // Each failed attempt to connect fails all that waits for it.
  maxRetriesPerRequest: 0,
  maxLoadingRetryTime: 2_000,
  retryStrategy: () => 500,
} satisfies RedisOptions;

type Profile = typeof WORKER | typeof COMMAND;

interface Connection {
  readonly where: string;
  lastFailure: Error | undefined;
}

const CONNECTIONS = new WeakMap<Redis, Connection>();

/** A connection, made in the background; whoever asked for it must end it. Listen to `error` to hear of failed attempts. */
export function connect(options: ConnectOptions): Redis {
  const profile = options.profile === 'worker' ? WORKER : COMMAND;
  const redis =
    'url' in options ? open(options, profile) : new Redis({ ...profile, path: options.socketPath });
  const connection: Connection = {
    where: 'url' in options ? withoutPassword(options.url) : options.socketPath,
    lastFailure: undefined,
  };
  CONNECTIONS.set(redis, connection);
  writeOnceATurn(redis);
  redis.on('error', (error: Error) => {
    connection.lastFailure = error;
  });
  redis.on('ready', () => {
    connection.lastFailure = undefined;
  });
  return redis;
}

function open({ url, prefix = '{newswatch}' }: { url: string; prefix?: string }, profile: Profile): Redis {
  const many = manyServers(url);
  if (!many) return new Redis(url, profile);
  const { tls, db, username, password } = many;
  const login = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  const options = { ...profile, ...login, reconnectOnError, db, ...(tls && { tls: {} }) };
  if (many.kind === 'cluster') return new Redis({ ...options, Connector: slotConnector(many, prefix) });
  return new Redis({ ...options, ...sentinels(many, profile) });
}

function sentinels({ servers, primary, tls }: ManyServers, { retryStrategy }: Profile) {
  return {
    sentinels: servers.map((place) => ({ ...place })),
    name: primary ?? '',
    sentinelRetryStrategy: retryStrategy,
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
  };
}

/** Where a connection leads, no password in it, and why it last failed. */
export function connectionOf(redis: Redis): Readonly<Connection> {
  const { path, host, port } = redis.options;
  return CONNECTIONS.get(redis) ?? { where: path ?? `${host}:${port}`, lastFailure: undefined };
}
