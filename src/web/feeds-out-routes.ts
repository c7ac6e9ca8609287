import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Development } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { sendConditional } from './conditional.ts';
import { atomFeed, ENTRIES_MOST, jsonFeed } from './feeds-out.ts';

export interface FeedsOutPorts {
  readonly watches: () => readonly Watch[];
  readonly store: { developments(watchId: string, limit: number): Promise<readonly Development[]> };
  readonly baseUrl: () => string;
  /** What is expected of a watch, as iCalendar, and when anything in it changed last. */
  readonly calendar: (
    watch: Watch,
  ) => Promise<{ readonly text: string; readonly changedAt: Instant | undefined }>;
}

type OfWatch = FastifyRequest<{ Params: { watchId: string } }>;

/** Each watch as Atom, JSON Feed and iCalendar, for whoever may see its page. */
export function feedsOutRoutes(app: FastifyInstance, ports: FeedsOutPorts): void {
  const feed = (name: string, type: string, render: typeof atomFeed) =>
    app.get(`/watches/:watchId/${name}`, async (request: OfWatch, reply) => {
      const watch = watchOf(ports, request);
      if (!watch) return noSuchWatch(reply);
      const developments = await ports.store.developments(watch.id, ENTRIES_MOST);
      const body = render({ watch, developments, baseUrl: ports.baseUrl() });
      return sendConditional(request, reply, { type, body, changedAt: developments[0]?.at });
    });
  feed('feed.atom', 'application/atom+xml; charset=utf-8', atomFeed);
  feed('feed.json', 'application/feed+json; charset=utf-8', jsonFeed);
  app.get('/watches/:watchId/calendar.ics', async (request: OfWatch, reply) => {
    const watch = watchOf(ports, request);
    if (!watch) return noSuchWatch(reply);
    const { text, changedAt } = await ports.calendar(watch);
    return sendConditional(request, reply, { type: 'text/calendar; charset=utf-8', body: text, changedAt });
  });
}

function watchOf(ports: FeedsOutPorts, { params }: OfWatch): Watch | undefined {
  return ports.watches().find(({ id }) => id === params.watchId);
}

function noSuchWatch(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain; charset=utf-8').send('There is no such watch, or no longer.\n');
}
