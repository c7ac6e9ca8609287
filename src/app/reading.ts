import { readFileSync } from 'node:fs';
import type { Config } from '../config/load.ts';
import { createFetcher } from '../net/fetcher.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

export const VERSION = version;

/** How this program names itself to servers. */
export const USER_AGENT = `Newswatch/${VERSION}`;

/** The fetcher as configured; it names itself and says where its operator can be reached. */
export function openFetcher({ settings }: Config): ReturnType<typeof createFetcher> {
  const { contact, timeout, allowPrivate, requestsPerHost, pause, robots } = settings.net;
  const address = contact ?? settings.web.publicUrl;
  return createFetcher({
    userAgent: `${USER_AGENT}${address ? ` (+${address})` : ''}`,
    allowPrivate,
    timeoutMs: timeout,
    maxRedirects: 5,
    perHost: requestsPerHost,
    pauseMs: pause,
    respectRobots: robots,
  });
}
