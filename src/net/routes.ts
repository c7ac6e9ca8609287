import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Guard } from './guard.ts';

export interface ProxyOptions {
  /** For http addresses: `http://proxy:3128`. */
  readonly http?: string;
  /** For https addresses, through a tunnel. */
  readonly https?: string;
  /** Hosts that are asked directly, as NO_PROXY has them: names and the ends of names, with commas; `*` for all. */
  readonly not: string;
}

/** The ways to a host: directly, or through a proxy. */
export interface Routes {
  /** @throws FetchError for a name of the local network that would be asked through a proxy */
  to(url: URL): Dispatcher;
  close(): Promise<void>;
}

const MAX_HEADER_BYTES = 64 * 1024;
/** `example.org:8080`, `[::1]:8080`; a bare `::1` has none. */
const PORT = /^([^:]+|\[.+\]):(\d+)$/;

/**
 * The guard watches over direct connections. A proxy looks names up by itself, and what it reaches is its own to
 * bound: here only literal addresses and names of the local network are refused.
 */
export function openRoutes(guard: Guard, proxy: ProxyOptions | undefined, connectTimeoutMs: number): Routes {
  const options: Agent.Options = {
    connect: { lookup: guard.lookup, timeout: connectTimeoutMs },
    maxHeaderSize: MAX_HEADER_BYTES,
    allowH2: false,
    // A fetch has limits of its own, exact and for the whole of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const direct = new Agent(options);
  const through = (uri: string | undefined) => (uri ? new ProxyAgent({ ...options, uri }) : undefined);
  const http = through(proxy?.http);
  const https = through(proxy?.https);
  return {
    to(url) {
      const route = url.protocol === 'https:' ? https : http;
      if (!route || isExempt(url, proxy?.not ?? '')) return direct;
      guard.checkName(url);
      return route;
    },
    close: async () => {
      await Promise.all([direct.destroy(), http?.destroy(), https?.destroy()]);
    },
  };
}

function isExempt({ hostname, port, protocol }: URL, not: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const portNumber = port || (protocol === 'https:' ? '443' : '80');
  return not.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', onlyPort] = PORT.exec(entry) ?? [undefined, entry];
    const end = name
      .replace(/^\[|\]$/g, '')
      .replace(/^\*?\./, '')
      .toLowerCase();
    return end !== '' && (!onlyPort || onlyPort === portNumber) && (host === end || host.endsWith(`.${end}`));
  });
}
