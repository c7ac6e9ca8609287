import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queues } from '../jobs/queues.ts';
import { JOB_NAMES } from '../model/job.ts';
import type { Board } from '../web/ports.ts';

/**
 * Bull Board over all queues, as a plugin to be mounted behind the login.
 * @param queues opened with a connection that fails at once when Redis is away
 */
export function openBoard(queues: Queues): Board {
  return (at) => {
    const adapter = new FastifyAdapter();
    adapter.setBasePath(at);
    createBullBoard({
      queues: JOB_NAMES.map((name) => new BullMQAdapter(queues.queue(name))),
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'Newswatch' } },
    });
    return adapter.registerPlugin();
  };
}
