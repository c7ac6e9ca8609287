import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { contentId } from '../model/id.ts';

/** Counts one use of something; all uses are forgotten `windowMs` after the first. */
export type CountUse = (
  use: string,
  windowMs: number,
) => Promise<{ readonly count: number; readonly leftMs: number }>;

interface RouteLimit {
  readonly groupId?: string;
  readonly routeInfo?: { readonly method?: unknown; readonly url?: string };
}

/** Limits that all processes count together. Who asks is kept as a hash, under the route or the group it asks for. */
export function sharedLimits(countUse: CountUse): FastifyRateLimitStoreCtor {
  return class Shared implements FastifyRateLimitStore {
    readonly #scope: string;

    constructor(limited: object) {
      const { groupId, routeInfo }: RouteLimit = limited;
      this.#scope = groupId ?? `${String(routeInfo?.method)} ${routeInfo?.url}`;
    }

    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      countUse(contentId('n', this.#scope, key), windowMs).then(
        ({ count, leftMs }) => callback(null, { current: count, ttl: Math.max(0, leftMs) }),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    }

    child(limited: object): FastifyRateLimitStore {
      return new Shared(limited);
    }
  };
}
