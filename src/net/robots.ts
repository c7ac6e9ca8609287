import robotsModule from 'robots-parser';

/** A CommonJS function whose types speak of a default export. */
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

/** RFC 9309, 2.5: at least 500 KiB are read; what is beyond does not count. */
const MAX_BYTES = 512 * 1024;
/** RFC 9309, 2.4: not used longer than a day. */
const KEEP_MS = 86_400_000;
/** After a server error or silence it is asked again soon. */
const KEEP_FAILED_MS = 600_000;
const MAX_ORIGINS = 1000;
/** Of rules with a star: each is tried at every place of an address. Sites have a hundredth of it. */
const MAX_STARRED_CHARS = 64 * 1024;

export interface RobotsOptions {
  readonly userAgent: string;
  readonly now: () => Date;
  /** The text of a robots.txt, its first `maxBytes`; null when the site has none. Throws when it could not be had. */
  readonly read: (url: string, maxBytes: number) => Promise<string | null>;
}

interface Rules {
  readonly until: number;
  readonly forbids: (url: string) => boolean;
}

interface Entry {
  readonly rules: Promise<Rules>;
  /** Set once they are there. */
  until: number;
}

/** Tells whether robots.txt forbids this agent a page; rules are kept by origin, and a bounded number of them. */
export function createRobots(options: RobotsOptions): {
  forbids(url: URL, signal?: AbortSignal): Promise<boolean>;
} {
  const kept = new Map<string, Entry>();

  async function load(origin: string): Promise<Rules> {
    const address = `${origin}/robots.txt`;
    const nowMs = options.now().getTime();
    try {
      const text = await options.read(address, MAX_BYTES);
      const robots = text === null ? null : robotsParser(address, withoutExcess(text));
      return {
        until: nowMs + KEEP_MS,
        forbids: (url) => robots?.isAllowed(url, options.userAgent) === false,
      };
    } catch {
      return { until: nowMs + KEEP_FAILED_MS, forbids: () => false };
    }
  }

  /** Shared by all who wait for the same site, so no single one may abort it. */
  function reload(origin: string): Promise<Rules> {
    const entry: Entry = { rules: load(origin), until: Number.POSITIVE_INFINITY };
    void entry.rules.then((rules) => {
      entry.until = rules.until;
    });
    kept.delete(origin);
    kept.set(origin, entry);
    const oldest = kept.keys().next().value;
    if (kept.size > MAX_ORIGINS && oldest !== undefined) kept.delete(oldest);
    return entry.rules;
  }

  return {
    async forbids(url, signal) {
      signal?.throwIfAborted();
      const known = kept.get(url.origin);
      const fresh = known !== undefined && known.until > options.now().getTime();
      const rules = await untilAborted(fresh ? known.rules : reload(url.origin), signal);
      return rules.forbids(url.href);
    },
  };
}

/** Half a megabyte of stars would take seconds an address. */
function withoutExcess(text: string): string {
  let starred = 0;
  return text
    .split(/\r\n?|\n/)
    .filter((line) => {
      if (!line.includes('*') || /^\s*user-agent\s*:/i.test(line)) return true;
      starred += line.length;
      return starred <= MAX_STARRED_CHARS;
    })
    .join('\n');
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
