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

/**
 * Limits that all processes count together; where that fails (Redis is away) each counts by itself. Who asks is kept as
 * a hash, under the route or the group it asks for.
 */
export function sharedLimits(countUse: CountUse | undefined): FastifyRateLimitStoreCtor {
  const countHere = localUses();
  const count: CountUse = async (use, windowMs) =>
    countUse ? countUse(use, windowMs).catch(() => countHere(use, windowMs)) : countHere(use, windowMs);
  return class Shared implements FastifyRateLimitStore {
    readonly #scope: string;

    constructor(limited: object) {
      const { groupId, routeInfo }: RouteLimit = limited;
      this.#scope = groupId ?? `${String(routeInfo?.method)} ${routeInfo?.url}`;
    }

    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      count(contentId('n', this.#scope, key), windowMs).then(
        ({ count: current, leftMs }) => callback(null, { current, ttl: Math.max(0, leftMs) }),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    }

    child(limited: object): FastifyRateLimitStore {
      return new Shared(limited);
    }
  };
}

/** Networks that are counted at once; the oldest is forgotten for a new one. */
const USES_MOST = 20_000;

function localUses(): CountUse {
  const uses = new Map<string, { count: number; readonly endsAt: number }>();
  return async (use, windowMs) => {
    const now = performance.now();
    const known = uses.get(use);
    const counted = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs };
    counted.count += 1;
    uses.set(use, counted);
    if (uses.size > USES_MOST) uses.delete(uses.keys().next().value ?? '');
    return { count: counted.count, leftMs: Math.round(counted.endsAt - now) };
  };
}
