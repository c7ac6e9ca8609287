import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../model/errors.ts';
import { component } from './component.ts';

const TYPE = 'application/problem+json; charset=utf-8';

/** What every answer that is none says (RFC 9457). */
export const problem = component(
  'Problem',
  z.object({
    type: z.literal('about:blank'),
    title: z.string().describe('The words of the HTTP status'),
    status: z.int(),
    detail: z.string().describe('What is wrong, and what to do'),
    errors: z
      .array(z.object({ where: z.string(), detail: z.string() }))
      .optional()
      .describe('Each mistake of the request: its place, as query.limit or body.address'),
  }),
);

type Mistake = { readonly where: string; readonly detail: string };

/** An answer of the API that is none: foreseen, with the status it has. */
export class ApiProblem extends AppError {
  readonly status: number;
  readonly errors: readonly Mistake[] | undefined;

  constructor(status: number, detail: string, errors?: readonly Mistake[]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export function notThere(what: string): ApiProblem {
  return new ApiProblem(404, `There is no ${what}.`);
}

export function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: readonly Mistake[],
): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error';
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Newswatch"');
  const body = { type: 'about:blank', title, status, detail, ...(errors && { errors }) };
  return reply.code(status).header('cache-control', 'no-store').type(TYPE).send(JSON.stringify(body));
}

/** Any error as a problem. What is a bug of ours is logged and not told. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiProblem) return sendProblem(reply, error.status, error.message, error.errors);
  if (error instanceof AppError) return answerAppError(error, request, reply);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return sendProblem(reply, status, clientMistake(status, error));
  request.log.error({ err: error, route: request.routeOptions.url }, 'api failed');
  return sendProblem(reply, 500, 'This is a mistake of Newswatch’s own. It was logged.');
}

/** What may pass is 503; the rest is a wish that cannot be: an address, a time zone. */
function answerAppError(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!error.retryable) return sendProblem(reply, 422, error.message);
  request.log.warn({ err: error, route: request.routeOptions.url }, 'api could not answer');
  return sendProblem(
    reply.header('retry-after', '5'),
    503,
    'The store (Redis) cannot be used just now. Nothing was done by halves; try again in a moment.',
  );
}

function clientMistake(status: number, error: unknown): string {
  if (status === 413) return 'The body is larger than the 64 kB that are taken.';
  if (status === 415) return 'A body has to be JSON: Content-Type: application/json.';
  if (status === 429) return 'There were many requests from your network. Wait as long as Retry-After says.';
  return error instanceof Error ? error.message : 'The request was not understood.';
}
