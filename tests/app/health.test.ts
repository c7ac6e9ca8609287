import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setSchedules } from '../../src/jobs/schedules.ts';
import { count, METRIC_PREFIX, METRICS, measure } from '../../src/model/metrics.ts';
import { connect } from '../../src/store/connect.ts';
import { type PrivateServer, privateServer } from '../store/private-server.ts';
import { openWebDesk, type WebDesk } from './web-desk.ts';

let desk: WebDesk;
beforeEach(async () => {
  desk = await openWebDesk();
});
afterEach(() => desk.close());

const get = (url: string) => desk.web.inject({ method: 'GET', url });

function schedule() {
  const options = { feeds: () => [], pollEveryMs: 1000, sweepEveryMs: 30_000, spreadMs: 0, chance: () => 0 };
  return setSchedules(desk.queues, options);
}

describe('healthz', () => {
  test('answers as long as the process does', async () => {
    const { statusCode, json } = await get('/healthz');
    expect([statusCode, json()]).toEqual([200, { status: 'alive' }]);
  });
});

describe('readyz', () => {
  test('is ready when Redis takes writes and the schedules move', async () => {
    await schedule();
    const { statusCode, json } = await get('/readyz');
    expect(json()).toMatchObject({
      status: 'ready',
      checks: { redis: { ok: true }, writes: { ok: true }, schedules: { ok: true } },
    });
    expect(statusCode).toBe(200);
  });

  test('is not ready before a worker has set the schedules, and says so', async () => {
    const { statusCode, json } = await get('/readyz');
    expect(statusCode).toBe(503);
    expect(json().checks.schedules.detail).toContain('newswatch worker');
  });

  test('is not ready when the sweep is overdue', async () => {
    await schedule();
    const key = `${desk.queues.queue('sweep').toKey('repeat')}`;
    await desk.redis.redis.zadd(key, Date.now() - 300_000, 'sweep');
    const { statusCode, json } = await get('/readyz');
    expect(statusCode).toBe(503);
    expect(json().checks.schedules.detail).toMatch(/300 s late/);
  });
});

describe('metrics', () => {
  test('tell what was counted, by all processes together, and how things stand', async () => {
    await schedule();
    const other = [count('polls_total', ['polled'], 3), ...measure('delay_seconds', ['ours'], 40.5)];
    await Promise.all([desk.store.addCounts(other), desk.store.addCounts(other)]);
    const { body, headers } = await get('/metrics');
    expect(headers['content-type']).toContain('version=0.0.4');
    expect(body).toContain('newswatch_polls_total{outcome="polled"} 6');
    expect(body).toContain('newswatch_delay_seconds_bucket{part="ours",le="15"} 0');
    expect(body).toContain('newswatch_delay_seconds_bucket{part="ours",le="60"} 2');
    expect(body).toContain('newswatch_delay_seconds_bucket{part="ours",le="+Inf"} 2');
    expect(body).toContain('newswatch_delay_seconds_sum{part="ours"} 81');
    expect(body).toContain('newswatch_delay_seconds_count{part="ours"} 2');
    expect(body).toContain('newswatch_redis_up 1');
    expect(body).toMatch(/newswatch_developments_total\{watch="us-iraq-coalition",kind="new"\} [1-9]/);
    expect(body).toMatch(/newswatch_withheld_total\{watch="us-iraq-coalition",reason="\w+"\} [1-9]/);
    expect(body).toMatch(/newswatch_queue_jobs\{queue="deliver",state="waiting"\} 0/);
  });

  test('have help and type, each once, and no name that is not in the table', async () => {
    const { body } = await get('/metrics');
    const types = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]);
    expect(types.length).toBeGreaterThan(8);
    expect(new Set(types.map(([name]) => name)).size).toBe(types.length);
    for (const [name = '', type] of types) {
      const bare = name.slice(METRIC_PREFIX.length);
      expect(METRICS).toHaveProperty(bare);
      expect(METRICS[bare as keyof typeof METRICS].type).toBe(type);
    }
  });
});

describe('on a Redis that breaks', () => {
  let server: PrivateServer;
  let broken: WebDesk;
  const ask = (url: string) => broken.web.inject({ method: 'GET', url });

  beforeEach(async () => {
    server = await privateServer();
    await server.start();
    const redis = connect({ socketPath: server.socketPath, profile: 'command' });
    redis.on('error', () => undefined);
    broken = await openWebDesk({}, { redis, prefix: '{broken}', close: async () => redis.disconnect() });
  });
  afterEach(async () => {
    await broken.close();
    await server.close();
  });

  test('readyz is not ready when no writes are taken', async () => {
    await broken.redis.redis.config('SET', 'min-replicas-to-write', '1');
    const { statusCode, json } = await ask('/readyz');
    expect(statusCode).toBe(503);
    expect(json().checks).toMatchObject({ redis: { ok: true }, writes: { ok: false } });
  });

  test('healthz lives on, readyz says why it is not ready, and metrics tell that Redis is away', async () => {
    await server.kill();
    expect((await ask('/healthz')).statusCode).toBe(200);
    const ready = await ask('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json().checks.redis).toMatchObject({ ok: false, detail: expect.stringContaining('Redis') });
    const metrics = await ask('/metrics');
    expect(metrics.statusCode).toBe(200);
    expect(metrics.body).toContain('newswatch_redis_up 0');
    expect(metrics.body).not.toContain('newswatch_workers');
  });
});
