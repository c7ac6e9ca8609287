import type { FastifyReply, FastifyRequest } from 'fastify';

/** What this machine is called by itself (RFC 6761, 6.3, and the loopback addresses). */
const LOCAL = /^(?:localhost|(?:[\w-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])\.?$/i;

/**
 * Refuses a request that came here under another name than this machine's own. Any site can have its name lead to
 * 127.0.0.1 (DNS rebinding), and its scripts then read what is here as if it were theirs; the browser still tells the
 * name it asked for.
 */
export async function refuseOtherNames(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (LOCAL.test(request.hostname)) return;
  const text = `This page is for this machine alone, and was asked for as ${request.hostname.slice(0, 100)}. If that is right, set web.publicUrl in newswatch.yaml (or NEWSWATCH_PUBLIC_URL) to the address it is reached at.\n`;
  await reply.code(421).type('text/plain; charset=utf-8').send(text);
}
