import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { clockAheadMs, clockWords } from '../store/server.ts';

const LOOK_EVERY_MS = 5_000;
/** A clock that is put right by NTP moves by less at once. */
const JUMP_MS = 30_000;
const COMPARE_EVERY_LOOKS = 12;

interface Watched {
  readonly redis: Redis;
  readonly logger: Logger;
  /** The clock was set: what waits for a time waits for another one now. Told at once, and again at the next look. */
  readonly onJump: () => void;
}

export interface ClockWatch {
  /** Looks now: a clock that was set and set back between two looks has left jobs that wait by the wrong time. */
  look(): void;
  close(): void;
}

/** Notices when this machine's clock is set while the worker runs, and when it drifts away from that of Redis. */
export function watchClock({ redis, logger, onJump }: Watched): ClockWatch {
  const offset = () => Date.now() - performance.now();
  let before = offset();
  let looks = 0;
  let jumped = false;
  const compare = async () => {
    const words = clockWords(await clockAheadMs(redis));
    if (words) logger.error({ clock: words }, 'clocks disagree');
  };
  // Without Redis there is nothing to compare with, and others say so.
  const compareSoon = () => void compare().catch(() => undefined);
  const look = () => {
    const now = offset();
    const jumpedMs = now - before;
    before = now;
    if (Math.abs(jumpedMs) <= JUMP_MS) return;
    jumped = true;
    logger.warn({ byMs: Math.round(jumpedMs) }, 'clock was set; schedules are set anew');
    onJump();
    compareSoon();
  };
  const timer = setInterval(() => {
    looks += 1;
    // Twice: what was under way at the first time may have gone by the old clock still.
    if (jumped) onJump();
    jumped = false;
    look();
    if (looks % COMPARE_EVERY_LOOKS === 0) compareSoon();
  }, LOOK_EVERY_MS);
  return { look, close: () => clearInterval(timer) };
}
