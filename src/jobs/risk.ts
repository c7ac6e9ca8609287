import type { Redis } from 'ioredis';
import { DeadlyError } from '../model/errors.ts';
import { fromRedis } from './redis-failure.ts';

/** A job that has brought its worker down so often is not started on its risky work again. */
const DEATHS_MOST = 3;
/** In the reason of a job that was stopped for it. */
export const DEADLY = 'brought its worker down';

// The mark is a field of the job's own hash and goes with it. A hash that is gone must not come back: BullMQ would take it for the job.
const ENTER = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HINCRBY', KEYS[1], 'risk', 1)`;
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
   * @throws DeadlyError in place of the work, when the marks are too many
   */
  run<Result>(jobKey: string, work: () => Result | Promise<Result>): Promise<Result>;
}

export function openRisks(connection: Redis): Risks {
  let last: Promise<unknown> = Promise.resolve();

  async function guarded<Result>(jobKey: string, work: () => Result | Promise<Result>): Promise<Result> {
    const starts = await fromRedis('Marking a job', connection.eval(ENTER, 1, jobKey));
    if (Number(starts) > DEATHS_MOST) throw new DeadlyError(`It ${DEADLY} ${DEATHS_MOST} times.`);
    try {
      return await work();
    } finally {
      // Not worth failing for: the next start takes it off.
      await connection.eval(LEAVE, 1, jobKey).catch(() => undefined);
    }
  }

  return {
    run: (jobKey, work) => {
      const mine = last.then(() => guarded(jobKey, work));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
