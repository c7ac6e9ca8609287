import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../model/errors.ts';
import { type Markup, markup } from '../model/markup.ts';
import { messagePage } from './layout.ts';
import type { Health, PagePorts } from './ports.ts';

/** Health that cannot be told is bad health, not an error of the page. */
export async function readHealth(ports: PagePorts): Promise<Health> {
  try {
    return await ports.health();
  } catch (error) {
    const detail = error instanceof AppError ? error.message : 'its health could not be read';
    return { redis: { ok: false, detail }, queues: [], workers: 0, alertsHeld: 0, mistakes: [] };
  }
}

export function sendPage(reply: FastifyReply, status: number, page: Markup): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.toString());
}

export function sendFound(reply: FastifyReply, ports: PagePorts, page: Markup | null): FastifyReply {
  return page === null ? notFound(reply, ports) : sendPage(reply, 200, page);
}

export function notFound(reply: FastifyReply, ports: PagePorts): FastifyReply {
  const body = markup`<p>There is nothing at this address, or no longer: texts of old mails are removed after a time, and a watch may have been renamed.</p><p><a href="/">All watches</a> · <a href="/outbox">Outbox</a></p>`;
  return sendPage(reply, 404, messagePage(ports.now(), 'Not found', body));
}

export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  ports: PagePorts,
): FastifyReply {
  const status = statusOf(error);
  const fields = { err: error, route: request.routeOptions.url };
  if (status === 500) request.log.error(fields, 'page failed');
  else if (status === 503) request.log.warn(fields, 'page could not be made');
  const [title, text] = errorInWords(status);
  const body = markup`<p>${text}</p><p><a href="/">All watches</a></p>`;
  return sendPage(reply, status, messagePage(ports.now(), title, body));
}

export function answerUnroutable(error: unknown, reply: FastifyReply): FastifyReply {
  const text = 'This address was not understood.\n';
  return reply.code(statusOf(error)).type('text/plain; charset=utf-8').send(text);
}

/** What was foreseen and may pass is 503; what the client did wrong keeps its 4xx; the rest is a bug. */
function statusOf(error: unknown): number {
  if (error instanceof AppError) return error.retryable ? 503 : 500;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

function errorInWords(status: number): readonly [title: string, text: string] {
  if (status === 503) {
    return [
      'Not available just now',
      'Newswatch cannot reach its store (Redis). Nothing is lost; try again in a moment.',
    ];
  }
  if (status === 500)
    return ['Something went wrong', 'This is a mistake of Newswatch’s own. It was logged; try again later.'];
  if (status === 429)
    return [
      'Too many requests',
      'There were many requests from your address. Wait a minute, then try again.',
    ];
  if (status === 413) return ['Too large', 'The request held more than this page takes.'];
  return ['This request was not understood', 'Something in the address or the form is not as it should be.'];
}
