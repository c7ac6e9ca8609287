import type { Redis } from 'ioredis';
import { connectionOf } from './connect.ts';
import { toStoreError } from './redis-errors.ts';

const OLDEST_VERSION = [6, 2] as const;
/** Schedules, and what waits for a time, go by this machine's clock; leases by that of Redis. */
const CLOCK = { warnMs: 5_000, refuseMs: 60_000 };

export interface ServerReport {
  /** `7.0.15`; a Valkey server's is the Redis version it speaks. */
  readonly version: string;
  readonly maxmemoryPolicy: string;
  /** Whether the append-only file is on. */
  readonly aof: boolean;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly maxBytes: number;
  /** Why it takes no writes just now, each with what to do; it may pass by itself. */
  readonly failures: readonly string[];
  /** Why Newswatch must not start on it, each with what to do. */
  readonly refusals: readonly string[];
  /** What an operator should mend, each with what to do. */
  readonly warnings: readonly string[];
}

/** Looks at a server before work begins, and for the status. Throws StoreError when it cannot be asked. */
export async function inspectServer(redis: Redis): Promise<ServerReport> {
  const asked = Promise.all([redis.info().then(parseInfo), clockAheadMs(redis)]);
  const [info, aheadMs] = await asked.catch((error: unknown) => {
    const { where, lastFailure } = connectionOf(redis);
    throw toStoreError(error, where, lastFailure);
  });
  const version = info.get('redis_version') ?? '0';
  const maxmemoryPolicy = info.get('maxmemory_policy') ?? 'unknown';
  const aof = info.get('aof_enabled') === '1';
  const refusals: string[] = [];
  const warnings: string[] = [];
  if (isTooOld(version)) {
    refusals.push(
      `Redis ${version} is too old: Newswatch needs ${OLDEST_VERSION.join('.')} or newer, or any Valkey`,
    );
  }
  if (maxmemoryPolicy !== 'noeviction') {
    const mend = `maxmemory-policy is ${maxmemoryPolicy}: Redis may throw data away when it is full; set it to noeviction (CONFIG SET maxmemory-policy noeviction, and in redis.conf)`;
    if (info.get('maxmemory') === '0') warnings.push(mend);
    else refusals.push(mend);
  }
  if (!aof) {
    warnings.push(
      'the append-only file is off: a crash of Redis loses what came since its last snapshot; set appendonly yes',
    );
  }
  if (info.get('rdb_last_bgsave_status') === 'err') {
    warnings.push(
      'Redis could not write its snapshot to disk the last time: free disk space or mend its data folder',
    );
  }
  if (info.get('role') === 'slave') {
    refusals.push('this Redis is a read-only replica: point REDIS_URL at the primary');
  }
  const clock = clockWords(aheadMs);
  if (clock && Math.abs(aheadMs) > CLOCK.refuseMs) refusals.push(clock);
  else if (clock) warnings.push(clock);
  const usedBytes = Number(info.get('used_memory') ?? 0);
  const maxBytes = Number(info.get('maxmemory') ?? 0);
  const failures = failuresOf(info, usedBytes, maxBytes);
  return { version, maxmemoryPolicy, aof, usedBytes, maxBytes, failures, refusals, warnings };
}

/** Null while the clocks agree well enough. */
export function clockWords(aheadMs: number): string | null {
  const offMs = Math.abs(aheadMs);
  if (offMs < CLOCK.warnMs) return null;
  const off = offMs < 120_000 ? `${Math.round(offMs / 1000)} s` : `${Math.round(offMs / 60_000)} min`;
  return `the clock of this machine is ${off} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of Redis: have both set by NTP (timedatectl set-ntp true)`;
}

function failuresOf(info: ReadonlyMap<string, string>, usedBytes: number, maxBytes: number): string[] {
  const failures: string[] = [];
  if (info.get('aof_last_write_status') === 'err') {
    failures.push(
      'Redis takes no writes because it cannot save to its disk: free disk space or mend its data folder, it goes on by itself then',
    );
  }
  if (maxBytes > 0 && usedBytes >= maxBytes) {
    failures.push(
      'Redis is full (maxmemory) and takes no writes: raise maxmemory or shorten the keep times in config/newswatch.yaml',
    );
  }
  return failures;
}

/** How far this machine's clock is ahead of the server's, in milliseconds; as exact as the way there and back is short. */
export async function clockAheadMs(redis: Redis): Promise<number> {
  const before = Date.now();
  const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
  return Math.round((before + Date.now()) / 2 - (seconds * 1000 + micros / 1000));
}

function parseInfo(info: string): ReadonlyMap<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const),
  );
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
