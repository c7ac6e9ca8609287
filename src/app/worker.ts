import type { Logger } from 'pino';
import type { Config } from '../config/load.ts';
import { openQueues } from '../jobs/queues.ts';
import { DEFAULT_SCHEDULE, keepSchedules } from '../jobs/schedules.ts';
import { type JobEvent, startWorker } from '../jobs/worker.ts';
import type { Clock } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import { openAlone } from './alone.ts';
import type { LiveCatalogue } from './catalogue.ts';
import { watchClock } from './clock-watch.ts';
import { heedIncoming } from './incoming.ts';
import { openJobPorts } from './job-ports.ts';
import { watchLoop } from './loop-watch.ts';
import { watchMailbox } from './mailbox-watch.ts';
import { createPeople } from './people.ts';
import { admitServer, type RedisHome } from './redis.ts';
import { openTally } from './tally.ts';

export interface WorkerWishes {
  readonly observe?: (event: JobEvent) => void;
  /** Real time between sweeps; default 30 s. */
  readonly sweepEveryMs?: number;
  /** First polls are spread over this; default a minute. */
  readonly spreadMs?: number;
  /** Without the schedules it only works off what is queued. */
  readonly schedules?: boolean;
  /** Another hold of alerts than the configured one: a command that works alone does not wait. */
  readonly holdMs?: number;
}

export interface Running {
  close(): Promise<void>;
}

export interface WorkerParts {
  readonly config: Config;
  readonly catalogue: LiveCatalogue;
  readonly redisHome: RedisHome;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** A worker with connections of its own: they wait for Redis where a command's would fail. */
export async function runWorker(parts: WorkerParts, wishes: WorkerWishes): Promise<Running> {
  const { config, logger } = parts;
  const redis = parts.redisHome.connect('worker');
  const report = await admitServer(redis, (reason) => logger.warn({ reason }, 'waiting for redis'));
  for (const warning of report.warnings) logger.warn({ warning }, 'redis should be mended');
  const queues = openQueues({ connection: redis, prefix: config.settings.redis.prefix });
  const { holdMs } = wishes;
  const { ports, store, ...opened } = await openJobPorts({ ...parts, redis, holdMs });
  // Before the worker starts: after a pause, what is overdue is spread out again and not begun all at once.
  const schedules =
    wishes.schedules === false
      ? null
      : await keepSchedules(queues, scheduleOf(parts, wishes), (error) =>
          logger.error({ err: error }, 'schedules could not be set'),
        );
  parts.catalogue.onChange(() => schedules?.refresh());
  const clockWatch = watchClock({ redis, logger, onJump: () => schedules?.refresh() });
  const loopWatch = watchLoop();
  const tally = openTally(store, logger);
  const alone = openAlone({ ...parts, holdMs });
  const mailbox = openMailbox(parts, store);
  const worker = await startWorker(ports, {
    alone,
    connection: redis,
    queues,
    concurrency: concurrencyOf(config),
    observe: (event) => {
      clockWatch.look();
      tally.observe(event);
      wishes.observe?.(event);
    },
  });
  logger.info({ redis: report.version }, 'worker started');
  return {
    async close() {
      clockWatch.close();
      await mailbox?.close();
      await loopWatch.close();
      await schedules?.close();
      await worker.close();
      await alone.close();
      await tally.close();
      await queues.close();
      await opened.close();
    },
  };
}

/** Where `mail.maildir` names one. */
function openMailbox({ config, logger, clock }: WorkerParts, store: Store) {
  const { maildir, alertsPerDay } = config.settings.mail;
  if (maildir === undefined) return null;
  const people = createPeople({ store, clock, maxAlertsPerDay: alertsPerDay });
  const heed = (raw: string) => heedIncoming({ store, people, clock }, raw);
  return watchMailbox({ folder: maildir, heed, logger });
}

function concurrencyOf({ settings: { concurrency } }: Config) {
  return {
    'poll-feed': concurrency.poll,
    'read-article': concurrency.read,
    'compare-article': concurrency.compare,
    deliver: concurrency.deliver,
  };
}

function scheduleOf({ catalogue, config }: WorkerParts, wishes: WorkerWishes) {
  return {
    feeds: catalogue.feeds,
    pollEveryMs: config.settings.poll.every,
    sweepEveryMs: wishes.sweepEveryMs ?? DEFAULT_SCHEDULE.sweepEveryMs,
    spreadMs: wishes.spreadMs ?? DEFAULT_SCHEDULE.spreadMs,
    chance: Math.random,
  };
}
