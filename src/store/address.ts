import { StoreError } from '../model/errors.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** An address of several servers: those who know where the data is. */
export interface ManyServers {
  readonly kind: 'sentinel' | 'cluster';
  readonly tls: boolean;
  readonly servers: readonly Place[];
  /** Sentinel's name of the primary. */
  readonly primary?: string;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
}

const SCHEME = /^redis(s)?\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/@]+)(?:\/([^/]*))?(?:\/(\d+))?$/;
const DEFAULT_PORT = { sentinel: 26_379, cluster: 6379 };

/**
 * `redis+sentinel://[user:password@]host:26379,host:26379/primary[/db]` and
 * `redis+cluster://[user:password@]host:6379,host:6379`; `rediss+…` for TLS. Null for an address of one server.
 * @throws StoreError, not retryable, for one that begins so and cannot be read
 */
export function manyServers(url: string): ManyServers | null {
  if (!/^rediss?\+/.test(url)) return null;
  const [, tls, kind, user = '', hosts = '', primary, db = '0'] = SCHEME.exec(url) ?? [];
  if ((kind !== 'sentinel' && kind !== 'cluster') || (kind === 'sentinel' && !primary)) {
    throw new StoreError(
      'REDIS_URL cannot be read: redis+sentinel://host:26379,host:26379/primary or redis+cluster://host:6379,host:6379',
      { retryable: false },
    );
  }
  const [username, ...rest] = user.split(':').map(decodeURIComponent);
  const password = rest.join(':');
  return {
    kind,
    tls: tls !== undefined,
    servers: hosts.split(',').map((host) => placeOf(host, DEFAULT_PORT[kind])),
    ...(kind === 'sentinel' && { primary }),
    db: Number(db),
    ...(username && { username }),
    ...(password && { password }),
  };
}

/** For people: without user and password. */
export function withoutPassword(url: string): string {
  const plain = url.replace(/^([a-z+]+:\/\/)[^/]*@/, '$1');
  return URL.canParse(plain) || /^rediss?\+/.test(plain) ? plain : 'the address in REDIS_URL';
}

function placeOf(text: string, defaultPort: number): Place {
  const [, host = text, port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? defaultPort : Number(port) };
}
