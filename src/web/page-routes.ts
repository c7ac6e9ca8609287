import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound, readHealth, sendFound, sendPage } from './answer.ts';
import { developmentPage } from './development-page.ts';
import { feedsPage } from './feeds-page.ts';
import { field } from './form.ts';
import { frontPage } from './front-page.ts';
import { deliveryBody, deliveryPage, outboxPage } from './outbox-page.ts';
import type { PagePorts } from './ports.ts';
import { viewerOf } from './session.ts';
import type { StoryIndex } from './story-index.ts';
import { storyPage } from './story-page.ts';
import { skipIn, wantedIn } from './wanted.ts';
import { withheldPage } from './withheld-page.ts';
import { withheldWantedIn } from './withheld-wanted.ts';

/** A mail may style itself and open links in new windows; it loads nothing and runs nothing. */
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** The pages anybody may read. Who is signed in finds buttons on them. */
export function pageRoutes(app: FastifyInstance, ports: PagePorts, index: StoryIndex): void {
  app.get('/', async (_request, reply) => {
    const health = await readHealth(ports);
    return sendPage(reply, health.redis.ok ? 200 : 503, await frontPage(ports, health));
  });
  app.get('/feeds', async (request, reply) =>
    sendFound(
      reply,
      ports,
      await feedsPage(ports, field(request.query, 'watch'), await viewerOf(ports, request)),
    ),
  );
  watchRoutes(app, ports, index);
  outboxRoutes(app, ports);
}

type OfWatch = FastifyRequest<{ Params: { watchId: string } }>;

function watchRoutes(app: FastifyInstance, ports: PagePorts, index: StoryIndex): void {
  app.get('/watches/:watchId', async (request: OfWatch, reply) => {
    const { watchId } = request.params;
    const read = wantedIn(request.query);
    const page = await storyPage(ports, index, { watchId, read, viewer: await viewerOf(ports, request) });
    return page === null ? notFound(reply, ports) : sendPage(reply, read.ok ? 200 : 400, page);
  });
  app.get('/watches/:watchId/withheld', async (request: OfWatch, reply) => {
    const read = withheldWantedIn(request.query);
    const viewer = await viewerOf(ports, request);
    const page = await withheldPage(ports, index, { watchId: request.params.watchId, viewer, ...read });
    return page === null ? notFound(reply, ports) : sendPage(reply, read.mistake ? 400 : 200, page);
  });
  app.get<{ Params: { watchId: string; developmentId: string } }>(
    '/developments/:watchId/:developmentId',
    async (request, reply) => {
      const { watchId, developmentId } = request.params;
      const viewer = await viewerOf(ports, request);
      return sendFound(reply, ports, await developmentPage(ports, watchId, developmentId, viewer));
    },
  );
}

type OfDelivery = FastifyRequest<{ Params: { deliveryId: string } }>;

function outboxRoutes(app: FastifyInstance, ports: PagePorts): void {
  app.get('/outbox', async ({ query }, reply) => {
    const skip = skipIn(query);
    return skip === null ? notFound(reply, ports) : sendPage(reply, 200, await outboxPage(ports, skip));
  });
  app.get('/outbox/:deliveryId', async (request: OfDelivery, reply) =>
    sendFound(
      reply,
      ports,
      await deliveryPage(ports, request.params.deliveryId, await viewerOf(ports, request)),
    ),
  );
  app.get('/outbox/:deliveryId/body', async ({ params }: OfDelivery, reply: FastifyReply) => {
    const body = await deliveryBody(ports, params.deliveryId);
    if (body === null) return notFound(reply, ports);
    reply.header('content-security-policy', MAIL_POLICY).header('x-frame-options', 'SAMEORIGIN');
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
  });
}
