/** Lets only so many requests at a time go to one host, with a pause after each; the others wait in order. */
export interface Turns {
  /** Waits for a turn. Call what it gives once, when done. Rejects with the signal's reason when aborted while waiting. */
  take(host: string, signal?: AbortSignal): Promise<() => void>;
}

/** @param pauseMs from the end of a request till another takes its place */
export function createTurns(perHost: number, pauseMs = 0): Turns {
  const hosts = new Map<string, { busy: number; readonly waiting: (() => void)[] }>();

  function release(host: string): void {
    const line = hosts.get(host);
    if (line === undefined) return;
    const next = line.waiting.shift();
    if (next) {
      next();
    } else {
      line.busy -= 1;
      if (line.busy === 0) hosts.delete(host);
    }
  }

  function once(host: string): () => void {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      // A pause holds nothing open: a process that has nothing else to do ends.
      if (pauseMs > 0) setTimeout(release, pauseMs, host).unref();
      else release(host);
    };
  }

  return {
    async take(host, signal) {
      signal?.throwIfAborted();
      const line = hosts.get(host) ?? { busy: 0, waiting: [] };
      hosts.set(host, line);
      if (line.busy < perHost) {
        line.busy += 1;
        return once(host);
      }
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          line.waiting.splice(line.waiting.indexOf(onTurn), 1);
          reject(signal?.reason);
        };
        const onTurn = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(once(host));
        };
        line.waiting.push(onTurn);
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
