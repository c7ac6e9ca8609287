import { once } from 'node:events';
import type { JobPorts } from '../../src/jobs/context.ts';
import { drain } from '../../src/jobs/idle.ts';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import { type JobEvent, type RunningWorker, startWorker, type WorkerOptions } from '../../src/jobs/worker.ts';
import type { TestRedis } from '../support/redis.ts';

/** The queues and workers of one test. */
export interface Office {
  readonly queues: Queues;
  readonly events: JobEvent[];
  start(ports: JobPorts, more?: Partial<WorkerOptions>): Promise<RunningWorker>;
  /** Fails the test when it takes longer than half a minute. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export function openOffice(redis: TestRedis): Office {
  const connection = redis.connect();
  const queues = openQueues({ connection, prefix: redis.prefix });
  const events: JobEvent[] = [];
  const workers: RunningWorker[] = [];
  return {
    queues,
    events,
    start: async (ports, more = {}) => {
      const worker = await startWorker(ports, {
        connection,
        queues,
        retry: { firstMs: 20, longestMs: 200 },
        observe: (event) => events.push(event),
        ...more,
      });
      workers.push(worker);
      return worker;
    },
    idle: async () => {
      if (!(await drain(queues, { timeoutMs: 30_000 }))) throw new Error('the queues did not come to rest');
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await queues.close();
      const ended = once(connection, 'end');
      connection.disconnect();
      await ended;
    },
  };
}
