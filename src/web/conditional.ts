import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Instant } from '../model/time.ts';

interface Representation {
  readonly type: string;
  readonly body: string;
  /** When anything in it changed last; undefined when nothing ever did. */
  readonly changedAt: Instant | undefined;
}

/**
 * Sends the body with a strong ETag of its bytes and a Last-Modified, or 304 to who has it already (RFC 9110, 13).
 * If-None-Match comes before If-Modified-Since: only it knows of a changed title.
 */
export function sendConditional(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, body, changedAt }: Representation,
): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  // Readers ask often; a minute spares them the asking without making news old.
  reply.header('cache-control', 'public, max-age=60').header('etag', etag);
  if (changedAt !== undefined) reply.header('last-modified', new Date(changedAt).toUTCString());
  if (hasIt(request, etag, changedAt)) return reply.code(304).send();
  return reply.type(type).send(body);
}

function hasIt({ headers }: FastifyRequest, etag: string, changedAt: Instant | undefined): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) {
    const tags = known.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    return tags.includes(etag) || tags.includes('*');
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  if (Number.isNaN(since) || changedAt === undefined) return false;
  return Math.floor(Date.parse(changedAt) / 1000) * 1000 <= since;
}
