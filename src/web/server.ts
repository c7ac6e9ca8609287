import cookie from '@fastify/cookie';
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
import { markup } from '../model/markup.ts';
import { answerError, answerUnroutable, notFound } from './answer.ts';
import { type Asset, ICON, STYLE } from './assets.ts';
import { boardRoutes } from './board-routes.ts';
import { draftRoutes } from './draft-routes.ts';
import { judgeRoutes } from './judge-routes.ts';
import { refuseOtherNames } from './local-names.ts';
import { loginRoutes } from './login-page.ts';
import { asksTogether } from './network.ts';
import { operateRoutes } from './operate-routes.ts';
import { pageRoutes } from './page-routes.ts';
import type { PagePorts } from './ports.ts';
import { preferenceRoutes } from './preferences.ts';
import { publicPath } from './public-path.ts';
import type { Site } from './session.ts';
import { type CountUse, sharedLimits } from './shared-limits.ts';
import { openStoryIndex } from './story-index.ts';
import { subscribeRoutes } from './subscribe.ts';
import { subscribeApiRoutes } from './subscribe-api.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';

const BODY_BYTES_MOST = 16 * 1024;
/** A form of files by a slow line takes minutes; one that drips for ever holds its connection no longer. */
const REQUEST_MS_MOST = 300_000;

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

export interface ServerOptions {
  /** Where readers reach it; https there turns on Strict-Transport-Security. */
  readonly publicUrl?: string;
  /** Addresses or networks whose X-Forwarded-For is believed; without one, a limit counts whoever connects. */
  readonly proxies?: readonly string[];
  /** It is reached from this machine alone: who asks for it under another machine's name is refused. */
  readonly onlyLocal?: boolean;
  readonly logger?: Logger;
  /** How the command line is called here, for commands that a page shows to be typed; default: `newswatch`. */
  readonly command?: string;
  /** Counts what one network asks for, for all processes together; default: each server by itself. */
  readonly countUse?: CountUse;
}

/** The page, not listening. Every answer is made on the server and needs no script. */
export function createServer(ports: PagePorts, options: ServerOptions = {}): FastifyInstance {
  const { publicUrl } = options;
  const logger: FastifyBaseLogger | undefined = options.logger;
  const path = publicPath(publicUrl);
  const site: Site = {
    https: publicUrl?.startsWith('https:') ?? false,
    path: path?.prefix ?? '',
    moveLinks: path?.moveLinks ?? ((part) => part),
  };
  const app = fastify({
    ...(logger && { loggerInstance: logger }),
    // Requests are not logged: their URLs hold tokens of readers.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MOST,
    requestTimeout: REQUEST_MS_MOST,
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
  if (options.onlyLocal) app.addHook('onRequest', refuseOtherNames);
  app.register(cookie);
  app.register(formbody, { bodyLimit: BODY_BYTES_MOST });
  app.register(rateLimit, { global: false, store: sharedLimits(options.countUse) });
  const typed = `<kbd>${String(markup`${options.command ?? 'newswatch'}`)} `;
  app.addHook('onSend', async (_request, reply, payload) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || typeof payload !== 'string') return payload;
    // Angle brackets in values are escaped, so that this can meet nothing but a template's own.
    return site.moveLinks(payload).replaceAll('<kbd>newswatch ', typed);
  });
  app.setNotFoundHandler((_request, reply) => notFound(reply, ports));
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, ports));
  // Registered, so that the routes come after the plugins that watch them.
  app.register(async (routes) => {
    assetRoutes(routes);
    pageRoutes(routes, ports, openStoryIndex(ports.store));
    unsubscribeRoutes(routes, ports);
    const asks = asksTogether(routes);
    subscribeRoutes(routes, ports, asks);
    subscribeApiRoutes(routes, ports, asks);
    preferenceRoutes(routes, ports, asks);
    loginRoutes(routes, ports, site);
    judgeRoutes(routes, ports, site);
    operateRoutes(routes, ports, site);
    boardRoutes(routes, ports, site);
  });
  // By itself: its forms hold files.
  app.register((routes) => draftRoutes(routes, ports, site));
  return app;
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
