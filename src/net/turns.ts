/** Lets only so many requests at a time go to one host, with a pause after each; the others wait in order. */
export interface Turns {
  /** Waits for a turn. Call what it gives once, when done. Rejects with the signal's reason when aborted while waiting. */
  take(host: string, signal?: AbortSignal): Promise<() => void>;
}

interface Line {
  busy: number;
  readonly waiting: (() => void)[];
  readonly pauses: Set<NodeJS.Timeout>;
}

/** @param pauseMs from the end of a request till another takes its place */
export function createTurns(perHost: number, pauseMs = 0): Turns {
  const hosts = new Map<string, Line>();

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

  function pause(host: string): void {
    const line = hosts.get(host);
    const timer = setTimeout(() => {
      line?.pauses.delete(timer);
      release(host);
    }, pauseMs);
    line?.pauses.add(timer);
    // A pause that nobody waits for holds nothing open: a process that has nothing else to do ends.
    if (line?.waiting.length === 0) timer.unref();
  }

  function once(host: string): () => void {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      if (pauseMs > 0) pause(host);
      else release(host);
    };
  }

  return {
    async take(host, signal) {
      signal?.throwIfAborted();
      const line: Line = hosts.get(host) ?? { busy: 0, waiting: [], pauses: new Set() };
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
        for (const timer of line.pauses) timer.ref();
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
