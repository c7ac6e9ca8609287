import type { Redis } from 'ioredis';
import { DeadlyError } from '../model/errors.ts';
import { fromRedis } from './redis-failure.ts';

/** A job that has brought its worker down so often is not started on its risky work again. */
const DEATHS_MOST = 3;
/** In the reason of a job that was stopped for it. */
export const DEADLY = 'brought its worker down';

/** When so many jobs went down with their workers of late, workers are killed by something else than a job. */
const KILLED_MOST = 4;
const OF_LATE_S = 600;
/** However many others went down: a release that falls over everything must end as well. */
const STARTS_MOST = 20;

// The mark is a field of the job's own hash and goes with it. A hash that is gone must not come back: BullMQ would take it for the job.
// Gives how often it was started, and how many jobs went down of late, this one among them.
const ENTER = `if redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0} end
local starts = redis.call('HINCRBY', KEYS[1], 'risk', 1)
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], 0, now - tonumber(ARGV[1]))
if starts > 1 then
  redis.call('ZADD', KEYS[2], now, KEYS[1])
  redis.call('EXPIRE', KEYS[2], ARGV[1])
end
return {starts, redis.call('ZCARD', KEYS[2])}`;
const LEAVE = `if redis.call('HEXISTS', KEYS[1], 'risk') == 1 then redis.call('HSET', KEYS[1], 'risk', '0') end
return 0`;

/** Work that may bring the whole process down: out of memory, or without an end. */
export interface Risks {
  /**
   * Marks the job, does the work, takes the mark off. A worker that dies in between leaves the mark. One at a time in
   * this process, so that no other job is marked by a death that is none of its own; and a worker that is killed while
   * its jobs wait for the net or for mail marks none.
   *
   * @param jobKey of the job's hash
   * @param isFirstStart of the job: it has brought nothing down, and is not marked yet. Who ends its worker then is
   * marked from its second start on; all others, nearly all, cost Redis nothing
   * @throws DeadlyError in place of the work, when the marks are too many
   */
  run<Result>(jobKey: string, isFirstStart: boolean, work: () => Result | Promise<Result>): Promise<Result>;
}

/** @param downKey of the jobs that went down with their workers of late */
export function openRisks(connection: Redis, downKey: string): Risks {
  let last: Promise<unknown> = Promise.resolve();

  async function guarded<Result>(jobKey: string, work: () => Result | Promise<Result>): Promise<Result> {
    const entering = connection.eval(ENTER, 2, jobKey, downKey, OF_LATE_S);
    const [starts = 0, down = 0] = (await fromRedis('Marking a job', entering)) as readonly number[];
    const most = down > KILLED_MOST ? STARTS_MOST : DEATHS_MOST;
    if (starts > most) throw new DeadlyError(`It ${DEADLY} ${most} times.`);
    try {
      return await work();
    } finally {
      // Not worth failing for: the next start takes it off.
      await connection.eval(LEAVE, 1, jobKey).catch(() => undefined);
    }
  }

  return {
    run: (jobKey, isFirstStart, work) => {
      const mine = last.then(() => (isFirstStart ? work() : guarded(jobKey, work)));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
