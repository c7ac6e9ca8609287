import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { cpuMs, PREFIX } from './scale-parts.ts';

/** As many jobs through two queues that do nothing: what BullMQ itself takes, ms of the processor a job. */
export async function emptyJobs(redis: Redis, count: number): Promise<number> {
  const before = cpuMs();
  const options = { connection: redis, prefix: PREFIX };
  const first = new Queue('empty-one', options);
  const second = new Queue('empty-two', options);
  const ready = Promise.withResolvers<void>();
  let left = count;
  const one = new Worker(
    'empty-one',
    async ({ name, data }) => {
      await second.add(name, data, { removeOnComplete: true });
    },
    { ...options, concurrency: 8 },
  );
  const two = new Worker('empty-two', async () => undefined, { ...options, concurrency: 1 });
  two.on('completed', () => {
    left -= 1;
    if (left === 0) ready.resolve();
  });
  const jobs = Array.from({ length: count }, (_, n) => ({
    name: 'empty',
    data: { n },
    opts: { removeOnComplete: true },
  }));
  await first.addBulk(jobs);
  await ready.promise;
  const spent = (cpuMs() - before) / count;
  await Promise.all([one.close(), two.close(), first.close(), second.close()]);
  return spent;
}
