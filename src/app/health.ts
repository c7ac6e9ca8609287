import type { Redis } from 'ioredis';
import type { Queues } from '../jobs/queues.ts';
import { ConfigError } from '../model/errors.ts';
import type { ProcessReport } from '../model/process-report.ts';
import { inspectServer } from '../store/server.ts';
import type { Store } from '../store/store.ts';
import type { Health } from '../web/ports.ts';

/** Whether Redis answers, and what waits in the queues; never throws. */
export async function health(
  redis: Redis,
  queues: Queues,
  store: Pick<Store, 'processReports' | 'backlog'>,
): Promise<Health> {
  try {
    const { version, warnings, refusals, failures } = await inspectServer(redis);
    const troubles = [...refusals, ...failures, ...warnings];
    return {
      redis: {
        ok: refusals.length + failures.length === 0,
        detail: troubles.join('; ') || `Redis ${version}`,
      },
      queues: await queues.sizes(),
      workers: await queues.workers(),
      alertsHeld: (await store.backlog()).heldAlerts,
      mistakes: mistakesOf(await store.processReports()),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { redis: { ok: false, detail }, queues: [], workers: 0, alertsHeld: 0, mistakes: [] };
  }
}

/** The edits that any process did not take, each once. */
function mistakesOf(reports: readonly ProcessReport[]): readonly string[] {
  const told = reports.flatMap(({ mistakes }) => mistakes.map((one) => new ConfigError([one]).message));
  return [...new Set(told)];
}
