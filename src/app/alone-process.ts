import { writeFileSync } from 'node:fs';
import { doWork } from '../jobs/handlers.ts';
import { openQueues } from '../jobs/queues.ts';
import { AppError } from '../model/errors.ts';
import type { Order, Word } from './alone.ts';
import { openCatalogue } from './catalogue.ts';
import { openJobPorts } from './job-ports.ts';
import { openLog } from './log.ts';
import { watchLoop } from './loop-watch.ts';
import { openRedisHome } from './redis.ts';

/** As long as nothing that ends takes, on a machine that is busy with others. */
const BLOCKED_MOST_S = 30;

// A service manager that stops the worker tells all its processes; whether this one ends its job is the worker's to say.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Its worker died: what is half done is done again by another.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', (order: Order) => {
  void answerTo(order).then((word) => tell(word));
});
dieFirst();
// From within: it must end as well when its worker is no more.
watchLoop({ mostS: BLOCKED_MOST_S });

function tell(word: Word): void {
  process.send?.(word);
}

/** When the machine's memory is used up, Linux is to end this process and not the worker. */
function dieFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system, or one that does not let us.
  }
}

/** The process that `alone.ts` starts: one job, and how it ended. The worker ends it then. */
async function answerTo(order: Order): Promise<Word> {
  try {
    return { report: await reportOf(order) };
  } catch (error) {
    if (error instanceof AppError) {
      const { message, retryable, retryAfterMs } = error;
      return { failed: message, retryable, retryAfterMs };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { bug: message, stack };
  }
}

async function reportOf({ config, now, holdMs, work }: Order) {
  const logger = openLog(config.settings.log.level);
  const redisHome = await openRedisHome(config, () => undefined);
  const redis = redisHome.connect('worker');
  const queues = openQueues({ connection: redis, prefix: config.settings.redis.prefix });
  // The demo's time is not this machine's.
  const ahead = Date.parse(now) - Date.now();
  const clock = () => new Date(Date.now() + ahead);
  const catalogue = openCatalogue(config.watches);
  const { ports } = await openJobPorts({ config, catalogue, redis, logger, clock, holdMs });
  tell('begins');
  const atRisk = async <Result>(risky: () => Result | Promise<Result>) => risky();
  return await doWork({ ports, queues, atRisk }, work, new AbortController().signal);
}
