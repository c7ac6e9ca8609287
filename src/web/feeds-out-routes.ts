import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Development } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { sendConditional } from './conditional.ts';
import { atomFeed, ENTRIES_MOST, jsonFeed } from './feeds-out.ts';

export interface FeedsOutPorts {
  readonly watches: () => readonly Watch[];
  readonly store: {
    developments(watchId: string, limit: number): Promise<readonly Development[]>;
    developmentCount(watchId: string): Promise<number>;
  };
  readonly baseUrl: () => string;
  /** What is expected of a watch, as iCalendar, and when anything in it changed last. */
  readonly calendar: (
    watch: Watch,
  ) => Promise<{ readonly text: string; readonly changedAt: Instant | undefined }>;
}

type OfWatch = FastifyRequest<{ Params: { watchId: string } }>;

/** Each watch as Atom, JSON Feed and iCalendar, for whoever may see its page. */
export function feedsOutRoutes(app: FastifyInstance, ports: FeedsOutPorts): void {
  const feed = (name: string, type: string, render: typeof atomFeed) => {
    const body = latestOf(ports, render);
    app.get(`/watches/:watchId/${name}`, async (request: OfWatch, reply) => {
      const watch = watchOf(ports, request);
      if (!watch) return noSuchWatch(reply);
      return sendConditional(request, reply, { type, ...(await body(watch)) });
    });
  };
  feed('feed.atom', 'application/atom+xml; charset=utf-8', atomFeed);
  feed('feed.json', 'application/feed+json; charset=utf-8', jsonFeed);
  app.get('/watches/:watchId/calendar.ics', async (request: OfWatch, reply) => {
    const watch = watchOf(ports, request);
    if (!watch) return noSuchWatch(reply);
    const { text, changedAt } = await ports.calendar(watch);
    return sendConditional(request, reply, { type: 'text/calendar; charset=utf-8', body: text, changedAt });
  });
}

interface Rendered {
  readonly body: string;
  readonly changedAt: Instant | undefined;
}

/**
 * What a feed says of a watch, made anew when its newest development, their number or the watch is another: readers ask
 * far more often than anything is found.
 */
function latestOf({ store, baseUrl }: FeedsOutPorts, render: typeof atomFeed) {
  const made = new WeakMap<Watch, Rendered & { readonly of: string }>();
  return async (watch: Watch): Promise<Rendered> => {
    const [[newest], count] = await Promise.all([
      store.developments(watch.id, 1),
      store.developmentCount(watch.id),
    ]);
    const of = [newest?.id, count, baseUrl()].join(' ');
    const known = made.get(watch);
    if (known?.of === of) return known;
    const developments = await store.developments(watch.id, ENTRIES_MOST);
    const rendered = {
      of,
      body: render({ watch, developments, baseUrl: baseUrl() }),
      changedAt: developments[0]?.at,
    };
    made.set(watch, rendered);
    return rendered;
  };
}

function watchOf(ports: FeedsOutPorts, { params }: OfWatch): Watch | undefined {
  return ports.watches().find(({ id }) => id === params.watchId);
}

function noSuchWatch(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain; charset=utf-8').send('There is no such watch, or no longer.\n');
}
