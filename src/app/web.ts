import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { healthRoutes } from '../web/health-routes.ts';
import { metricsText } from '../web/metrics-text.ts';
import { createServer } from '../web/server.ts';
import { collectSamples } from './metrics.ts';
import { type PageParts, pagePorts } from './page.ts';
import { readiness } from './readiness.ts';

/** The page and all that is beside it, not listening. */
export function openWeb(parts: PageParts, logger: Logger): FastifyInstance {
  const { publicUrl, proxies } = parts.config.settings.web;
  const server = createServer(pagePorts(parts), { logger, proxies, ...(publicUrl ? { publicUrl } : {}) });
  server.register(async (routes) =>
    healthRoutes(routes, {
      readiness: () => readiness(parts),
      metrics: async () => metricsText(await collectSamples(parts)),
    }),
  );
  return server;
}
