import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Turns } from './turns.ts';

/** What all processes know of the turns at hosts. */
export interface TurnStore {
  /** 0 when the turn is taken, else in how many ms one may be free. */
  takeTurn(host: string, owner: string, most: number, leaseMs: number): Promise<number>;
  /** Its place stays taken for so long from now on. False when its lease ended before. */
  keepTurn(host: string, owner: string, forMs: number): Promise<boolean>;
}

export interface SharedTurnsOptions {
  /** Requests at a time to one host, by all processes together. */
  readonly perHost: number;
  readonly pauseMs: number;
}

/** Shorter among processes than within one, so that a process which is alone never finds its own pause in its way. */
const SHARED_PAUSE = 0.8;
/**
 * A turn of a process that died ends after this, before its jobs are started elsewhere: else they find their host taken by
 * the dead. One that lives renews it, three times a lease.
 */
const LEASE_MS = 4500;
const RENEW_MS = 1500;
/** How often a place that others have is looked for, within these. */
const LOOK_MS = { least: 10, most: 100 };

/**
 * Turns that hold across processes: one of this process's first, then one of all. While this process is alone that is
 * one question to Redis for each request, and never a wait.
 */
export function shareTurns(turns: Turns, store: TurnStore, options: SharedTurnsOptions): Turns {
  const { perHost, pauseMs } = options;
  return {
    async take(host, signal) {
      const release = await turns.take(host, signal);
      const owner = randomUUID();
      try {
        for (;;) {
          const waitMs = await store.takeTurn(host, owner, perHost, LEASE_MS);
          if (waitMs === 0) break;
          await delay(Math.min(Math.max(waitMs, LOOK_MS.least), LOOK_MS.most), undefined, { signal });
        }
      } catch (error) {
        release();
        throw signal?.aborted ? signal.reason : error;
      }
      // Redis may be away: then its lease ends the turn.
      const keep = (forMs: number) => store.keepTurn(host, owner, forMs).catch(() => undefined);
      const renewing = setInterval(keep, RENEW_MS, LEASE_MS);
      return () => {
        release();
        clearInterval(renewing);
        void keep(Math.round(pauseMs * SHARED_PAUSE));
      };
    },
  };
}
