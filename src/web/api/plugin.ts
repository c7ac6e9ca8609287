import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { networkOf } from '../network.ts';
import { docsPage } from './docs-page.ts';
import { feedRoutes } from './feed-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { API_PREFIX, openApiDocument } from './openapi.ts';
import { deliveryRoutes, subscriberRoutes } from './people-routes.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem, answerProblem, sendProblem } from './problem.ts';
import type { Answer, Described, Route } from './route.ts';
import { strangersSubscription } from './strangers.ts';
import { watchRoutes } from './watch-routes.ts';

const BODY_BYTES_MOST = 64 * 1024;
const REQUESTS_PER_MINUTE = 300;

export const ROUTES: readonly Route[] = [
  ...watchRoutes,
  ...feedRoutes,
  ...subscriberRoutes,
  ...deliveryRoutes,
  ...jobRoutes,
];

/** All that is documented: subscribing as a stranger is served beside the form that does the same. */
const DESCRIBED: readonly Described[] = [...ROUTES, strangersSubscription];

/** The API, its document and its page, to be registered under its prefix after the plugins of the page. */
export async function apiPlugin(app: FastifyInstance, ports: ApiPorts): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_BYTES_MOST },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(
      reply,
      404,
      `The API has no such address or method; ${API_PREFIX}/openapi.json tells which it has.`,
    ),
  );
  const document = documentOnce(ports);
  app.get('/openapi.json', limited, async () => document());
  app.get('/docs', limited, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(document(), ports.now()).toString()),
  );
  for (const route of ROUTES) addRoute(app, route, ports);
}

/** Made at the first look, and anew when the address changes: the local one is known once the server listens. */
function documentOnce({ version, baseUrl }: ApiPorts): () => object {
  let made: { readonly baseUrl: string; readonly document: object } | undefined;
  return () => {
    const at = baseUrl();
    if (made?.baseUrl !== at)
      made = { baseUrl: at, document: openApiDocument(DESCRIBED, { version, baseUrl: at }) };
    return made.document;
  };
}

/** What one network may ask in a minute; guessing a token is among it. */
const limited = {
  config: {
    rateLimit: {
      max: REQUESTS_PER_MINUTE,
      timeWindow: '1 minute',
      groupId: 'api',
      keyGenerator: (request: FastifyRequest) => networkOf(request.ip),
    },
  },
};

function addRoute(app: FastifyInstance, route: Route, ports: ApiPorts): void {
  app.route({
    ...limited,
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: BODY_BYTES_MOST,
    // Before the body is read: nobody without a token has it read.
    preParsing: (request, _reply, payload) => admit(request, route, ports).then(() => payload),
    handler: async (request, reply) => {
      const params = parsed(route.params, request.params, 'path');
      const query = parsed(route.query, request.query, 'query');
      const body = route.body && parsed(route.body, request.body, 'body');
      return sendAnswer(reply, await route.handle({ params, query, body }, ports));
    },
  });
}

async function admit(request: FastifyRequest, route: Route, ports: ApiPorts): Promise<void> {
  const [, text] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const how = 'Send one of `newswatch token new` as Authorization: Bearer nw_….';
  if (text === undefined) throw new ApiProblem(401, `The API takes a token. ${how}`);
  const token = await ports.tokenOf(text);
  if (!token) throw new ApiProblem(401, `This token is none, or was revoked. ${how}`);
  if (route.scope === 'operate' && token.scope !== 'operate') {
    throw new ApiProblem(403, 'This token may only read. Make one with --scope operate.');
  }
}

/** @throws ApiProblem with every mistake */
function parsed(schema: z.ZodType, value: unknown, place: string): unknown {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({
    where: [place, ...path.map(String)].join('.'),
    detail: message,
  }));
  throw new ApiProblem(400, errors.map(({ where, detail }) => `${where}: ${detail}`).join('; '), errors);
}

function sendAnswer(reply: FastifyReply, answer: Answer<unknown>): FastifyReply {
  reply.header('cache-control', 'no-store');
  if ('parts' in answer) {
    return reply
      .type(answer.type)
      .header('content-disposition', `attachment; filename="${answer.filename}"`)
      .send(Readable.from(answer.parts));
  }
  if (!('body' in answer)) return reply.code(answer.status).send();
  return reply.code(answer.status).send(answer.body);
}
