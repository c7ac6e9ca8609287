import type { FastifyInstance } from 'fastify';
import { noLoginPage, seeOther } from './login-page.ts';
import type { PagePorts } from './ports.ts';
import { isFromHere, type Site, viewerOf } from './session.ts';
import { send } from './subscribe.ts';

const BOARD = '/operate/board';

/** The board is an application: it runs its own scripts and styles itself as it goes. It still asks nobody else. */
const BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Of fonts and the like on other hosts, which the policy refuses anyway. */
const FOREIGN_LINKS = /<link\b[^>]*\bhref="https?:[^>]*>/g;

/** Bull Board behind the login, its assets from here, under a policy of its own. */
export function boardRoutes(app: FastifyInstance, ports: PagePorts, site: Site): void {
  app.register(
    async (board) => {
      board.addHook('onRequest', async (request, reply) => {
        if (ports.login === null) return send(reply, 404, noLoginPage(ports.now()));
        const reads = request.method === 'GET' || request.method === 'HEAD';
        if ((await viewerOf(ports, request)) === null) {
          return reads
            ? seeOther(reply, site, `/operate/login?back=${BOARD}/`)
            : reply.code(401).send({ error: 'Sign in first.' });
        }
        // It sends no token of ours; the cookie stays with our own pages (SameSite), and the browser says who asks.
        if (!reads && !isFromHere(request)) return reply.code(403).send({ error: 'Not sent from here.' });
        reply.header('content-security-policy', BOARD_POLICY);
      });
      board.addHook('onSend', async (_request, reply, payload) => {
        const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
        return isPage && typeof payload === 'string' ? payload.replace(FOREIGN_LINKS, '') : payload;
      });
      board.register(ports.operator.board(BOARD));
    },
    { prefix: BOARD },
  );
}
