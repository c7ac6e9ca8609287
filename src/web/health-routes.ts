import type { FastifyInstance } from 'fastify';

/** Whether work can be done, and what was looked at to know it. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

export interface HealthPorts {
  /** Never throws: what cannot be looked at is not ready. */
  readonly readiness: () => Promise<Readiness>;
  /** In the text format of Prometheus. Never throws. */
  readonly metrics: () => Promise<string>;
}

/** `/healthz`: this process answers. `/readyz`: work can be done. `/metrics`: what was done, and what waits. */
export function healthRoutes(app: FastifyInstance, ports: HealthPorts): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await ports.readiness();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await ports.metrics()),
  );
}
