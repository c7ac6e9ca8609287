/** What the benchmarks of mail share: a composed mail, a sink, a Redis, and the real job on the real store. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { DEFAULT_LIMITS, type JobContext } from '../src/jobs/context.ts';
import { deliver } from '../src/jobs/deliver.ts';
import { contentId } from '../src/model/id.ts';
import type { Delivery, Subscriber } from '../src/model/mail.ts';
import { composeAlert } from '../src/notify/alert.ts';
import type { ClosableTransport } from '../src/notify/transport.ts';
import { createStore, type Store } from '../src/store/store.ts';
import { from, links, now, resumed, watch } from '../tests/notify/samples.ts';
import { subscriberOf } from '../tests/support/samples.ts';
import { type Host, startNode, THIS_HOST } from './hosts.ts';

const DAY_MS = 86_400_000;
export const CONNECTIONS = 5;
export const PREFIX = '{newswatch-bench}';

export function openStore(redis: Redis): Store {
  const keep = { articlesMs: DAY_MS, verdictsMs: DAY_MS, seenMs: DAY_MS, deliveriesMs: DAY_MS };
  return createStore(redis, { prefix: PREFIX, keep });
}

export function reader(at: number, more: Partial<Subscriber> = {}): Subscriber {
  return subscriberOf(`reader${at}@example.com`, { watchIds: [watch.id], ...more });
}

export function delivery(at: number, run: string): Delivery {
  const subscriber = reader(at);
  const development = { ...resumed, id: `v-${run}-${at}` };
  const message = composeAlert({ watch, subscriber, from, links, now, development });
  return {
    id: contentId('d', subscriber.id, 'alert', development.id),
    ...{ subscriberId: subscriber.id, kind: 'alert', developmentIds: [development.id], message },
    ...{ state: 'pending', attempts: 0, createdAt: now },
  };
}

/** Works off the deliveries with the job of production, so many at a time. */
export async function sendAll(
  store: Store,
  transport: ClosableTransport,
  ids: readonly string[],
  options: {
    readonly leaseMs: number;
    readonly atATime: number;
    readonly runId: string;
    readonly whenUnsure?: 'resend' | 'hold';
  },
): Promise<void> {
  const context = {
    ...{ store, transport, runId: options.runId, clock: () => new Date(), enqueue: async () => undefined },
    catalogue: { watches: () => [watch] },
    limits: {
      ...{ ...DEFAULT_LIMITS, deliveryLeaseMs: options.leaseMs },
      whenUnsure: options.whenUnsure ?? DEFAULT_LIMITS.whenUnsure,
    },
  } as unknown as JobContext;
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      await deliver(context, { deliveryId: id });
  };
  await Promise.all(Array.from({ length: options.atATime }, work));
}

export interface Sink {
  readonly port: number;
  /** Message-IDs, in the order in which they came. */
  readonly received: readonly string[];
  close(): void;
}

export function openSink(host: Host = THIS_HOST): Promise<Sink> {
  const child = startNode(host, join(import.meta.dirname, 'mail-sink.ts'), [host.address]);
  const received: string[] = [];
  return new Promise((opened) => {
    child.on('message', (message: { readonly port?: number; readonly id?: string }) => {
      if (message.id !== undefined) received.push(message.id);
      if (message.port) opened({ port: message.port, received, close: () => child.kill() });
    });
  });
}

export async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/** `0.10 ms in the middle, 1.20 ms at the 999th thousandth, 40.00 ms at most`. */
export function spreadOf(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2);
  return `${at(0.5)} ms in the middle, ${at(0.999)} ms at the 999th thousandth, ${at(1)} ms at most`;
}
