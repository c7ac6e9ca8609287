import { z } from 'zod';
import type { Item } from '../../model/feed.ts';
import { contentId } from '../../model/id.ts';
import { webAddress } from '../../model/web-address.ts';
import { feedOf } from './feed-routes.ts';
import * as schemas from './people-schemas.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem, notThere } from './problem.ts';
import { type Route, route } from './route.ts';
import { watchOf } from './watch-routes.ts';

type Request = z.output<typeof schemas.triggerRequest>;

/** Jobs by hand, and how everything is. */
export const jobRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/triggers', tag: 'triggers', scope: 'operate', summary: 'Run a job now' },
    description:
      'The very job of the schedules, queued under an id of its own. Whatever it names has to be there.',
    body: schemas.triggerRequest,
    answers: { 202: schemas.triggered },
    handle: async ({ body }, ports) => {
      const jobId = await trigger(body, ports);
      const { workers } = await ports.health();
      return { status: 202, body: { job: body.job, jobId, workers } };
    },
  }),
  route({
    ...{ method: 'GET', path: '/triggers/{job}/{jobId}', tag: 'triggers', scope: 'operate' },
    summary: 'Where a job by hand is',
    params: z.strictObject({ job: schemas.jobName, jobId: z.string().min(1).max(200) }),
    answers: { 200: schemas.jobState },
    handle: async ({ params: { job, jobId } }, ports) => {
      const where = await ports.whereabouts(job, jobId);
      const failed = typeof where === 'object';
      return {
        status: 200,
        body: {
          ...{ job, jobId, state: failed ? ('failed' as const) : where },
          ...(failed && { error: where.failedReason }),
        },
      };
    },
  }),
  route({
    ...{ method: 'GET', path: '/status', tag: 'status', scope: 'read', summary: 'How everything is' },
    answers: { 200: schemas.status },
    handle: async (_input, ports) => {
      const { redis, workers, queues, mistakes } = await ports.health();
      const channels = await Promise.all(
        ports.channels.map(async ({ id, name, kind }) => {
          const trouble = redis.ok ? await ports.store.channelState(id) : null;
          const state = trouble?.state ?? ('well' as const);
          return { ...{ name, kind, state }, ...(trouble && { error: trouble.error }) };
        }),
      );
      return { status: 200, body: { redis, workers, queues, mistakes, channels } };
    },
  }),
];

/** Queues what is asked for, once it is known that all it names is there. @returns the id of the job */
async function trigger(request: Request, ports: ApiPorts): Promise<string> {
  const { store, run } = ports;
  switch (request.job) {
    case 'poll-feed':
      return run('poll-feed', { feedId: feedOf(ports, request.feedId).id, force: true });
    case 'read-article':
      return run('read-article', { feedId: request.feedId, item: itemOf(request, ports) });
    case 'compare-article':
      await there(store.article(request.articleId), `article "${request.articleId}", or its text is gone`);
      return run('compare-article', {
        watchId: watchOf(ports, request.watchId).id,
        articleId: request.articleId,
      });
    case 'send-alert': {
      const { watchId, developmentId } = request;
      watchOf(ports, watchId);
      await there(store.development(watchId, developmentId), `development "${developmentId}" of this watch`);
      return run('send-alert', { watchId, developmentId });
    }
    case 'send-digest':
      await there(store.subscriber(request.subscriberId), `subscriber "${request.subscriberId}"`);
      return run('send-digest', { subscriberId: request.subscriberId, force: true });
    case 'deliver':
      await there(store.delivery(request.deliveryId), `delivery "${request.deliveryId}"`);
      return run('deliver', { deliveryId: request.deliveryId });
    case 'sweep':
      return run('sweep', {});
  }
}

function itemOf({ feedId, url }: Extract<Request, { job: 'read-article' }>, ports: ApiPorts): Item {
  const feed = feedOf(ports, feedId);
  const address = webAddress(url);
  if (address === null) {
    const detail = 'An article has an address that begins with https:// or http://.';
    throw new ApiProblem(400, detail, [{ where: 'body.url', detail }]);
  }
  const id = contentId('i', feed.url, address);
  return { id, url: address, title: '', summary: '', authors: [] };
}

async function there(found: Promise<object | null>, what: string): Promise<void> {
  if ((await found) === null) throw notThere(what);
}
