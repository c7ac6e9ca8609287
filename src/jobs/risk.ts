import type { Redis } from 'ioredis';
import { DeadlyError } from '../model/errors.ts';
import { fromRedis } from './redis-failure.ts';

/**
 * A job that was in hand so often when its worker died is looked at, though it was at nothing known to be risky. Where
 * workers are killed in a row, or starve, an innocent one is hit a few times.
 */
const STALLS_MOST = 20;
/** In the reason of a job that was stopped for it. */
export const DEADLY = 'brought its worker down';

// The marks are fields of the job's own hash and go with it. A hash that is gone must not come back: BullMQ would take it for the job.
const MARK = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], 'risk', ARGV[1])`;
const COUNT = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HINCRBY', KEYS[1], 'deaths', 1)`;

/**
 * - `innocent`: nothing speaks against it.
 * - `suspect`: its worker died twice, and the second time it was at its risky work. That may be chance, so it is done by a
 *   process of its own: the death of that one is its doing, the death of the worker, meanwhile, says nothing.
 * - `guilty`: it ended such a process, at its third start, and gets its risky work refused.
 * - `hopeless`: it ended another even so.
 */
export type Judgement = 'innocent' | 'suspect' | 'guilty' | 'hopeless';

/** Work that may bring the whole process down: out of memory, or without an end. */
export interface Risks {
  /**
   * Marks the job, does the work, takes the mark off. A worker that dies in between leaves the mark. One at a time in
   * this process, so that no other job is marked by a death that is none of its own; and a worker that is killed while
   * its jobs wait for the net or for mail marks none.
   *
   * @param jobKey of the job's hash
   * @param stalls how often it was in hand when its worker died. One that never was is not marked: those are nearly
   * all, and cost Redis nothing
   */
  run<Result>(jobKey: string, stalls: number, work: () => Result | Promise<Result>): Promise<Result>;
  judge(jobKey: string, stalls: number): Promise<Judgement>;
  /** A process that did nothing else died under it. */
  died(jobKey: string): Promise<void>;
}

export function openRisks(connection: Redis): Risks {
  let last: Promise<unknown> = Promise.resolve();

  async function marked<Result>(jobKey: string, work: () => Result | Promise<Result>): Promise<Result> {
    await fromRedis('Marking a job', connection.eval(MARK, 1, jobKey, '1'));
    try {
      return await work();
    } finally {
      // Not worth failing for: a job wrongly suspected is done all the same.
      await connection.eval(MARK, 1, jobKey, '0').catch(() => undefined);
    }
  }

  return {
    run: (jobKey, stalls, work) => {
      const mine = last.then(() => (stalls === 0 ? work() : marked(jobKey, work)));
      last = mine.catch(() => undefined);
      return mine;
    },
    judge: async (jobKey, stalls) => {
      if (stalls === 0) return 'innocent';
      const marks = await fromRedis('Looking at a job', connection.hmget(jobKey, 'risk', 'deaths'));
      const [risk, deaths] = marks.map(Number) as [number, number];
      if (deaths > 0) return deaths === 1 ? 'guilty' : 'hopeless';
      return risk > 0 || stalls > STALLS_MOST ? 'suspect' : 'innocent';
    },
    died: async (jobKey) => {
      await fromRedis('Marking a job', connection.eval(COUNT, 1, jobKey));
    },
  };
}

/** In place of the risky work of a job that is guilty. */
export function refuseDeadly(): never {
  throw new DeadlyError(`It ${DEADLY} twice, and then a process that did nothing else.`);
}
