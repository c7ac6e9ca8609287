import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Markup, markup } from '../model/markup.ts';
import { tokenIn } from './form.ts';
import { messagePage } from './layout.ts';
import type { PagePorts } from './ports.ts';

/** From one address; mail providers send their readers' one-click requests from few addresses. */
const POSTS_PER_MINUTE = 60;

/**
 * Unsubscribing by the link of a mail: GET asks (mail scanners follow links), only POST does it, as the form of that
 * page and as a mail program's one-click (RFC 8058: a POST to the same URL whose body is `List-Unsubscribe=One-Click`).
 * The answer is the same whether or not the token names anyone.
 */
export function unsubscribeRoutes(app: FastifyInstance, ports: PagePorts): void {
  // RFC 8058 lets a mail program post a form of either kind; of this one nothing is needed, the token is in the URL.
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, _body, done) =>
    done(null, {}),
  );

  app.get('/unsubscribe', async (request, reply) => {
    const token = tokenIn(request.query);
    return token === null ? incomplete(reply, ports.now()) : send(reply, 200, askPage(ports.now(), token));
  });

  app.post(
    '/unsubscribe',
    { config: { rateLimit: { max: POSTS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const token = tokenIn(request.query) ?? tokenIn(request.body);
      if (token === null) return incomplete(reply, ports.now());
      const subscriberId = await ports.subscriberOfToken(token);
      if (subscriberId !== null) await ports.unsubscribe(subscriberId);
      return send(reply, 200, donePage(ports.now()));
    },
  );
}

function askPage(now: Date, token: string): Markup {
  return messagePage(
    now,
    'Stop these mails?',
    markup`<p>No more alerts and digests will be sent to the address this link was mailed to.</p>
<form method="post"><input type="hidden" name="token" value="${token}"><button type="submit">Unsubscribe</button></form>
<p class="meta">Nothing has changed yet. Close this page to keep the mails.</p>`,
  );
}

function donePage(now: Date): Markup {
  return messagePage(
    now,
    'You are unsubscribed',
    markup`<p>If this link was a valid one, its address gets no further mail. One that was on its way may still arrive.</p>
<p class="meta">Changed your mind? <a href="/subscribe">Subscribe again</a>.</p>`,
  );
}

function incomplete(reply: FastifyReply, now: Date): FastifyReply {
  return send(
    reply,
    400,
    messagePage(
      now,
      'This link is not complete',
      markup`<p>The link to unsubscribe lost its end on the way. Open it from the mail again, or copy all of it.</p>`,
    ),
  );
}

function send(reply: FastifyReply, status: number, page: Markup): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page.toString());
}
