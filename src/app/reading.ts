import type { Config } from '../config/load.ts';
import { createFetcher } from '../net/fetcher.ts';
import type { TurnStore } from '../net/shared-turns.ts';
import { USER_AGENT } from './version.ts';

/** Where a site can reach whoever runs this; undefined when nobody said. */
export function contactOf({ settings }: Pick<Config, 'settings'>): string | undefined {
  return settings.net.contact ?? settings.web.publicUrl;
}

/** The same with a contact, for sites that are asked often. */
export function userAgentOf(config: Pick<Config, 'settings'>): string {
  const contact = contactOf(config);
  return `${USER_AGENT}${contact ? ` (+${contact})` : ''}`;
}

/**
 * The fetcher as configured; it names itself and says where its operator can be reached.
 *
 * @param turnStore so that all workers together keep to the requests a host
 */
export function openFetcher(config: Config, turnStore?: TurnStore): ReturnType<typeof createFetcher> {
  const { settings } = config;
  const { timeout, allowPrivate, requestsPerHost, pause, robots, proxy } = settings.net;
  return createFetcher({
    userAgent: userAgentOf(config),
    allowPrivate,
    proxy: {
      not: proxy.not,
      ...(proxy.http && { http: proxy.http }),
      ...(proxy.https && { https: proxy.https }),
    },
    timeoutMs: timeout,
    maxRedirects: 5,
    perHost: requestsPerHost,
    pauseMs: pause,
    respectRobots: robots,
    ...(turnStore && { turnStore }),
  });
}
