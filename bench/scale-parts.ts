/** What the benchmarks of speed and growth share: a Redis of their own, a site on loopback, and the worker's own parts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import pino, { type Logger } from 'pino';
import { compareMark } from '../src/app/compare-mark.ts';
import { FeedParsing } from '../src/app/feed-parsing.ts';
import { type Dossier, foundDossier } from '../src/compare/dossier.ts';
import { loadLexicon } from '../src/config/lexicon.ts';
import { loadPageWords } from '../src/config/page-words.ts';
import { DEFAULT_LIMITS, type JobPorts } from '../src/jobs/context.ts';
import { openDossiers } from '../src/jobs/dossiers.ts';
import { stages as realStages, type Stages } from '../src/jobs/stages.ts';
import type { JobEvent } from '../src/jobs/worker.ts';
import type { Feed } from '../src/model/feed.ts';
import type { Watch } from '../src/model/watch.ts';
import { createFetcher, type FetcherOptions } from '../src/net/fetcher.ts';
import { makeLinks } from '../src/notify/links.ts';
import type { ClosableTransport } from '../src/notify/transport.ts';
import { connect } from '../src/store/connect.ts';
import { openEmbeddedRedis } from '../src/store/embedded.ts';
import { createStore, type Store } from '../src/store/store.ts';
import { changeOf } from './compare-ledger.ts';
import { type Host, startNode, THIS_HOST } from './hosts.ts';
import { NOW } from './scale-pages.ts';
import type { Told } from './scale-site.ts';

export const PREFIX = '{newswatch-bench}';
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
/** The defaults of the settings. */
const KEEP = {
  articlesMs: 30 * DAY_MS,
  verdictsMs: 60 * DAY_MS,
  seenMs: 60 * DAY_MS,
  deliveriesMs: 90 * DAY_MS,
};
const CHANGES_AT_ONCE = 500;

const ROOT = path.join(import.meta.dirname, '..');
export const LEXICON = loadLexicon(path.join(ROOT, 'config/lexicon'));
export const WORDS = loadPageWords(ROOT, path.join(ROOT, 'config/pages'));

export interface OwnRedis {
  readonly socketPath: string;
  readonly redis: Redis;
  readonly store: Store;
  close(): Promise<void>;
}

export async function openOwnRedis(): Promise<OwnRedis> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-bench-'));
  const server = await openEmbeddedRedis({ folder });
  const redis = connect({ socketPath: server.socketPath, profile: 'worker' });
  return {
    socketPath: server.socketPath,
    redis,
    store: openStore(redis),
    close: async () => {
      redis.disconnect();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function openStore(redis: Redis): Store {
  return createStore(redis, { prefix: PREFIX, keep: KEEP });
}

export interface Site {
  /** Of the first address. */
  readonly base: string;
  readonly bases: readonly string[];
  /** Returns how many requests there were at most at a time to one address since it was told before. */
  tell(what: Told): Promise<number>;
  close(): void;
}

/** On so many addresses of a host. */
export async function openSite(host: Host = THIS_HOST, addresses: readonly string[] = []): Promise<Site> {
  const child = startNode(host, path.join(import.meta.dirname, 'scale-site.ts'), addresses);
  const next = <Message>() =>
    new Promise<Message>((resolve) => child.once('message', (m) => resolve(m as Message)));
  const { bases } = await next<{ bases: string[] }>();
  return {
    base: bases[0] ?? '',
    bases,
    tell: async (what) => {
      const done = next<{ mostAtHost: number }>();
      child.send(what);
      return (await done).mostAtHost;
    },
    close: () => child.kill(),
  };
}

export interface WorkPorts extends JobPorts {
  readonly store: Store;
  close(): Promise<void>;
}

/** The worker's ports as the app joins them; hosts are not spared, since there is but one. */
export function openPorts(parts: {
  readonly store: Store;
  readonly watches: readonly Watch[];
  readonly feeds: readonly Feed[];
  readonly stages?: Partial<Stages>;
  readonly transport?: ClosableTransport;
  readonly clock?: () => Date;
  readonly net?: Partial<FetcherOptions>;
  readonly logger?: Logger;
}): WorkPorts {
  const { store, watches, feeds, transport, clock = () => NOW } = parts;
  const parsing = new FeedParsing();
  const fetcher = createFetcher({
    userAgent: 'Newswatch/0.1.0 (+https://newswatch.example/contact)',
    allowPrivate: ['127.0.0.0/8'],
    ...{ timeoutMs: 20_000, maxRedirects: 5, perHost: 8, pauseMs: 0, respectRobots: true },
    ...parts.net,
  });
  const stages: Stages = { ...realStages, parseFeed: parsing.parseFeed, ...parts.stages };
  const byId = new Map(feeds.map((feed) => [feed.id, feed]));
  return {
    catalogue: {
      feeds: () => feeds,
      feed: (id) => byId.get(id),
      watches: () => watches,
      watch: (id) => watches.find((watch) => watch.id === id),
    },
    ...{ store, fetcher, stages, clock, hubs: null, chance: Math.random },
    transport: transport ?? { send: () => Promise.reject(new Error('this benchmark sends no mail')) },
    channels: {
      of: () => [],
      find: () => undefined,
      post: () => Promise.reject(new Error('no channel here')),
    },
    dossiers: openDossiers(store, LEXICON, stages, compareMark()),
    pages: { words: WORDS },
    sender: { name: 'Newswatch', address: 'newswatch@newswatch.example' },
    links: makeLinks({ secret: 'a secret of this benchmark' }),
    logger: parts.logger ?? pino({ level: 'silent' }),
    limits: { ...DEFAULT_LIMITS, maxItemAgeMs: 10 * YEAR_MS },
    close: async () => {
      await transport?.close();
      await fetcher.close();
      await parsing.close();
    },
  };
}

/** Commits a ledger of so many events, and as many articles read, as years of a watch would have left it. */
export async function fillLedger(store: Store, watch: Watch, events: number): Promise<void> {
  const founded: Dossier = foundDossier(watch, LEXICON);
  const at = NOW.toISOString();
  for (let from = 0; from < events; from += CHANGES_AT_ONCE) {
    const version = Math.floor(from / CHANGES_AT_ONCE);
    const articleId = `filled-${from}`;
    const article = { articleId, url: 'https://news.example/', title: 'filled', source: 'filled' };
    const verdict = {
      watchId: watch.id,
      article,
      relevant: false,
      why: ['filled'],
      developmentIds: [],
      withheld: [],
      at,
    };
    const change = changeOf(founded, from, Math.min(from + CHANGES_AT_ONCE, events));
    const commit = {
      watchId: watch.id,
      articleId,
      version,
      change,
      developments: [],
      verdict,
      outbox: [],
      at,
    };
    const outcome = await store.commitCompare(commit);
    if (outcome !== 'committed') throw new Error(`the ledger could not be filled: ${outcome}`);
  }
}

/** Fifty at a time. */
export async function each(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  const left = Array.from({ length: count }, (_, n) => n).reverse();
  const one = async () => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) await work(n);
  };
  await Promise.all(Array.from({ length: 50 }, one));
}

/** How many comparisons the end of a job finished. */
export function comparisonsOf(event: JobEvent): number {
  if (event.name !== 'compare-article' || event.kind !== 'finished') return 0;
  return event.outcome.kind === 'sifted' ? event.outcome.offStory.length : 1;
}

/** Milliseconds of processor this process has used, all its threads together. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Adds up the processor's time that goes through some functions that do not wait. */
export function meter() {
  const spent = { ms: 0, calls: 0 };
  const timed =
    <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      const before = cpuMs();
      try {
        return work(...args);
      } finally {
        spent.ms += cpuMs() - before;
        spent.calls += 1;
      }
    };
  return { spent, timed };
}

export function median(values: readonly number[]): number {
  return share(values, 0.5);
}

export function share(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? 0;
}

/** Numbers of `INFO`, by name. */
export async function info(redis: Redis, section: string): Promise<Map<string, number>> {
  const lines = (await redis.info(section)).split('\r\n');
  return new Map(
    lines.map((line) => line.split(':')).map(([key = '', value = '']) => [key, Number.parseFloat(value)]),
  );
}

/** How often each command was called since the server started; those called by scripts count too. */
export async function calls(redis: Redis): Promise<Map<string, number>> {
  const lines = (await redis.info('commandstats'))
    .split('\r\n')
    .filter((line) => line.startsWith('cmdstat_'));
  return new Map(
    lines.map((line) => [line.slice(8, line.indexOf(':')), Number(/calls=(\d+)/.exec(line)?.[1] ?? 0)]),
  );
}

/** The machine and the versions a figure belongs to. */
export async function machine(redis: Redis): Promise<string> {
  const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  const [cpu] = cpus();
  return `Node ${process.version}, Redis ${version}, ${cpus().length} × ${cpu?.model.trim()}`;
}
