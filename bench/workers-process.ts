/**
 * One worker of several: the worker's own jobs, for the watches and feeds that its parent names. Tells its parent of each
 * article compared, and on any message what it has spent and done so far.
 */
import pino from 'pino';
import { openQueues } from '../src/jobs/queues.ts';
import { startWorker } from '../src/jobs/worker.ts';
import type { Feed } from '../src/model/feed.ts';
import { createSmtpTransport } from '../src/notify/transport.ts';
import { connect } from '../src/store/connect.ts';
import { RANGES } from './hosts.ts';
import { FOLLOWED } from './scale-pages.ts';
import { cpuMs, openPorts, openStore, PREFIX } from './scale-parts.ts';

export interface Orders {
  readonly redisUrl: string;
  readonly watchIds: readonly string[];
  readonly feeds: readonly Feed[];
  readonly smtp: { readonly host: string; readonly port: number };
  readonly pauseMs: number;
}

/** Since it was started. */
export interface Spent {
  readonly cpuMs: number;
  readonly read: number;
  /** Comparisons that were computed anew because another worker had changed the dossier. */
  readonly stale: number;
  /** Natural ids of the work that ended, with the job's name. */
  readonly done: readonly string[];
  /** What the log says from *warn* up. */
  readonly troubles: readonly string[];
}

const { redisUrl, watchIds, feeds, smtp, pauseMs } = JSON.parse(process.argv[2] ?? '') as Orders;
const redis = connect({ url: redisUrl, profile: 'worker', prefix: PREFIX });
const store = openStore(redis);
const [done, troubles]: [string[], string[]] = [[], []];
let [read, stale] = [0, 0];
const ports = openPorts({
  store: {
    ...store,
    commitCompare: async (commit) => {
      const outcome = await store.commitCompare(commit);
      if (outcome === 'stale') stale += 1;
      return outcome;
    },
  },
  watches: watchIds.map((id) => ({ ...FOLLOWED.watch, id })),
  feeds,
  transport: createSmtpTransport(smtp),
  net: { allowPrivate: RANGES, perHost: 2, pauseMs, turnStore: store },
  logger: pino({ level: 'warn' }, { write: (line: string) => troubles.push(line) }),
});
const queues = openQueues({ connection: redis, prefix: PREFIX });
await startWorker(ports, {
  connection: redis,
  queues,
  observe: ({ name, jobId, kind }) => {
    if (kind !== 'finished') return;
    if (name !== 'poll-feed' && name !== 'sweep') done.push(`${name} ${jobId}`);
    if (name === 'read-article') read += 1;
    if (name === 'compare-article') process.send?.('compared');
  },
});
process.on('message', () => {
  const spent: Spent = { cpuMs: cpuMs(), read, stale, done, troubles };
  process.send?.(spent);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
