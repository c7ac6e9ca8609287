import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { calledAs, processEnvironment } from '../config/environment.ts';
import { openDossiers } from '../jobs/dossiers.ts';
import { stages } from '../jobs/stages.ts';
import { API_PREFIX } from '../web/api/openapi.ts';
import { apiPlugin } from '../web/api/plugin.ts';
import { feedsOutRoutes } from '../web/feeds-out-routes.ts';
import { healthRoutes } from '../web/health-routes.ts';
import { hubRoutes } from '../web/hub-routes.ts';
import { metricsText } from '../web/metrics-text.ts';
import { createServer } from '../web/server.ts';
import { apiPorts } from './api.ts';
import { watchCalendar } from './calendar.ts';
import { compareMark } from './compare-mark.ts';
import { hubPorts } from './hubs.ts';
import { collectSamples } from './metrics.ts';
import { type PageParts, pagePorts } from './page.ts';
import { readiness } from './readiness.ts';

const LOOPBACK = /^(?:localhost|127\.[\d.]+|::1)$/;

/**
 * The page and all that is beside it, not listening.
 * @param localUrl where it is once it listens, for links where no public address is configured
 */
export function openWeb(parts: PageParts, logger: Logger, localUrl: () => string): FastifyInstance {
  const { publicUrl, proxies, host } = parts.config.settings.web;
  const command = calledAs(processEnvironment());
  const { useWithin: countUse } = parts.store;
  const onlyLocal = !publicUrl && proxies.length === 0 && LOOPBACK.test(host);
  const options = { logger, proxies, command, countUse, onlyLocal, ...(publicUrl && { publicUrl }) };
  const server = createServer(pagePorts(parts), options);
  const baseUrl = () => (publicUrl ?? localUrl()).replace(/\/+$/, '');
  const dossiers = openDossiers(parts.store, parts.config.lexicon, stages, compareMark());
  const { store, catalogue } = parts;
  server.register(async (routes) =>
    feedsOutRoutes(routes, {
      ...{ store, watches: catalogue.watches, baseUrl },
      calendar: (watch) => watchCalendar({ ...parts, dossiers, baseUrl }, watch),
    }),
  );
  server.register((routes) => apiPlugin(routes, apiPorts(parts, baseUrl)), { prefix: API_PREFIX });
  server.register(async (routes) =>
    healthRoutes(routes, {
      readiness: () => readiness(parts),
      metrics: async () => metricsText(await collectSamples(parts)),
    }),
  );
  if (publicUrl) hubRoutes(server, hubPorts(parts), parts.config.settings.net.maxFeedSize);
  return server;
}
