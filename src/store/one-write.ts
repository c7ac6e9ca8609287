import type { Duplex } from 'node:stream';
import type { Redis } from 'ioredis';

/**
 * Sends what is asked in one turn of the loop in one write. Redis answers several jobs at once, by several connections,
 * and each of them asks its next question in that same turn: a write for each is a third of what queue and store cost,
 * and costs Redis as many reads. The write comes when all that has arrived was dealt with, before the loop waits.
 */
export function writeOnceATurn(redis: Redis): void {
  // A connection made anew has another stream.
  redis.on('connect', () => holdTillTurnEnds(redis.stream));
}

function holdTillTurnEnds(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let isHeld = false;
  stream.write = (...args: unknown[]) => {
    if (!isHeld) {
      isHeld = true;
      stream.cork();
      setImmediate(() => {
        isHeld = false;
        stream.uncork();
      });
    }
    return write(...args);
  };
}
