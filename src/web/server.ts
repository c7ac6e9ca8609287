import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { AppError } from '../model/errors.ts';
import { answerError, answerUnroutable, notFound, sendFound, sendPage } from './answer.ts';
import { type Asset, ICON, STYLE } from './assets.ts';
import { developmentPage } from './development-page.ts';
import { frontPage } from './front-page.ts';
import { deliveryBody, deliveryPage, outboxPage } from './outbox-page.ts';
import type { Health, PagePorts } from './ports.ts';
import { preferenceRoutes } from './preferences.ts';
import { publicPath } from './public-path.ts';
import { subscribeRoutes } from './subscribe.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';
import { watchPage } from './watch-page.ts';

const BODY_BYTES_MOST = 16 * 1024;

/** Nothing but the page's own stylesheet and icon, and a mail's frame; no script at all. */
const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  frameSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** A mail may style itself and open links in new windows; it loads nothing and runs nothing. */
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

export interface ServerOptions {
  /** Where readers reach it; https there turns on Strict-Transport-Security. */
  readonly publicUrl?: string;
  /** Addresses or networks whose X-Forwarded-For is believed; without one, a limit counts whoever connects. */
  readonly proxies?: readonly string[];
  readonly logger?: Logger;
}

/** The page, not listening. Every answer is made on the server and needs no script. */
export function createServer(ports: PagePorts, options: ServerOptions = {}): FastifyInstance {
  const { publicUrl } = options;
  const logger: FastifyBaseLogger | undefined = options.logger;
  const path = publicPath(publicUrl);
  const app = fastify({
    ...(logger && { loggerInstance: logger }),
    // Requests are not logged: their URLs hold tokens of readers.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MOST,
    ...(options.proxies?.length && { trustProxy: [...options.proxies] }),
    // Addresses that no router takes: too long, or not UTF-8.
    frameworkErrors: (error, _request, reply) => {
      answerUnroutable(error, reply as unknown as FastifyReply);
    },
    rewriteUrl: (request) => path?.strip(request.url ?? '/') ?? request.url ?? '/',
  });
  app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY },
    xFrameOptions: { action: 'deny' },
    // Promises one process an origin; a mail's sandboxed frame breaks that promise.
    originAgentCluster: false,
    strictTransportSecurity: publicUrl?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
  app.register(formbody, { bodyLimit: BODY_BYTES_MOST });
  app.register(rateLimit, { global: false });
  if (path) {
    app.addHook('onSend', async (_request, reply, payload) => {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      return isPage && typeof payload === 'string' ? path.moveLinks(payload) : payload;
    });
  }
  app.setNotFoundHandler((_request, reply) => notFound(reply, ports));
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, ports));
  // Registered, so that the routes come after the plugins that watch them.
  app.register(async (routes) => {
    assetRoutes(routes);
    healthRoutes(routes, ports);
    pageRoutes(routes, ports);
    unsubscribeRoutes(routes, ports);
    subscribeRoutes(routes, ports);
    preferenceRoutes(routes, ports);
  });
  return app;
}

function pageRoutes(app: FastifyInstance, ports: PagePorts): void {
  app.get('/', async (_request, reply) => {
    const health = await readHealth(ports);
    return sendPage(reply, health.redis.ok ? 200 : 503, await frontPage(ports, health));
  });
  app.get<{ Params: { watchId: string } }>('/watches/:watchId', async ({ params }, reply) =>
    sendFound(reply, ports, await watchPage(ports, params.watchId)),
  );
  app.get<{ Params: { watchId: string; developmentId: string } }>(
    '/developments/:watchId/:developmentId',
    async ({ params }, reply) =>
      sendFound(reply, ports, await developmentPage(ports, params.watchId, params.developmentId)),
  );
  app.get('/outbox', async (_request, reply) => sendPage(reply, 200, await outboxPage(ports)));
  app.get<{ Params: { deliveryId: string } }>('/outbox/:deliveryId', async ({ params }, reply) =>
    sendFound(reply, ports, await deliveryPage(ports, params.deliveryId)),
  );
  app.get<{ Params: { deliveryId: string } }>('/outbox/:deliveryId/body', async ({ params }, reply) => {
    const body = await deliveryBody(ports, params.deliveryId);
    if (body === null) return notFound(reply, ports);
    reply.header('content-security-policy', MAIL_POLICY).header('x-frame-options', 'SAMEORIGIN');
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
  });
}

function assetRoutes(app: FastifyInstance): void {
  for (const asset of [STYLE, ICON]) {
    app.get<{ Querystring: { v?: string } }>(asset.path, async ({ query }, reply) =>
      sendAsset(reply, asset, query.v === asset.hash),
    );
  }
}

/** For ever when asked for by its hash; a bare or outdated URL is asked for again. */
function sendAsset(reply: FastifyReply, asset: Asset, byHash: boolean): FastifyReply {
  const caching = byHash ? 'public, max-age=31536000, immutable' : 'no-cache';
  return reply.header('cache-control', caching).type(asset.type).send(asset.body);
}

/** `/healthz`: this process answers. `/readyz`: it can do its work. */
function healthRoutes(app: FastifyInstance, ports: PagePorts): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );
  app.get('/readyz', async (_request, reply) => {
    const health = await readHealth(ports);
    return reply
      .code(health.redis.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: health.redis.ok ? 'ready' : 'not ready', ...health });
  });
}

/** Health that cannot be told is bad health, not an error of the page. */
async function readHealth(ports: PagePorts): Promise<Health> {
  try {
    return await ports.health();
  } catch (error) {
    const detail = error instanceof AppError ? error.message : 'its health could not be read';
    return { redis: { ok: false, detail }, queues: [], workers: 0, mistakes: [] };
  }
}
