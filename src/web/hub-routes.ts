import type { FastifyInstance } from 'fastify';

/** What a hub says when it verifies a request of ours, or denies it (WebSub, 5.2 and 5.3). */
export interface HubIntent {
  readonly mode: string;
  readonly topic: string;
  readonly leaseSeconds?: number;
  readonly reason?: string;
}

/** What is done with what hubs send. */
export interface HubPorts {
  /** Whether this is where a hub was told to send the news of a feed. */
  isCallback(feedId: string, token: string): Promise<boolean>;
  /** True when it is what was asked for. */
  confirm(feedId: string, intent: HubIntent): Promise<boolean>;
  /** Takes a content distribution; one whose signature is wrong is left out. */
  pushed(feedId: string, signature: string | undefined, body: Buffer): Promise<void>;
}

const FIELD_MOST = 2000;

type Callback = { Params: { feedId: string; token: string } };

/**
 * Where hubs reach Newswatch: `/hub/<feed>/<token>`. GET verifies, POST brings content, which is answered at once. The
 * address is known to the hub alone; others get 404, or 410 where a feed is no longer followed.
 *
 * @param bodyMost bytes of a content distribution
 */
export function hubRoutes(app: FastifyInstance, ports: HubPorts, bodyMost: number): void {
  app.register(async (routes) => {
    // A feed of any kind; its bytes are what is signed.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyMost }, (_request, body, done) =>
      done(null, body),
    );
    // Before the body is read: it may be large, and whoever sends it a stranger.
    routes.addHook<Callback>('onRequest', async ({ params }, reply) => {
      if (await ports.isCallback(params.feedId, params.token)) return;
      return reply.code(410).type('text/plain').send('Nothing is expected here.\n');
    });
    routes.get<Callback & { Querystring: Record<string, unknown> }>(
      '/hub/:feedId/:token',
      async ({ params, query }, reply) => {
        const intent = intentOf(query);
        const challenge = textOf(query['hub.challenge']);
        const agreed = intent !== null && (await ports.confirm(params.feedId, intent));
        reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store');
        return agreed ? reply.send(challenge ?? '') : reply.code(404).send('That was not asked for.\n');
      },
    );
    routes.post<Callback>('/hub/:feedId/:token', async ({ params, headers, body }, reply) => {
      const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      await ports.pushed(params.feedId, textOf(headers['x-hub-signature']), content);
      return reply.code(202).send();
    });
  });
}

function intentOf(query: Record<string, unknown>): HubIntent | null {
  const [mode, topic] = [textOf(query['hub.mode']), textOf(query['hub.topic'])];
  if (mode === undefined || topic === undefined) return null;
  const leaseSeconds = Number(textOf(query['hub.lease_seconds']));
  const reason = textOf(query['hub.reason']);
  return { mode, topic, ...(leaseSeconds > 0 && { leaseSeconds }), ...(reason !== undefined && { reason }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= FIELD_MOST ? value : undefined;
}
