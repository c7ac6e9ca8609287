import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFetcher, type FetcherOptions } from '../../src/net/fetcher.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Site {
  readonly url: string;
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback, on a port of its own. */
export async function startSite(handler: Handler, host = '127.0.0.1'): Promise<Site> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function testFetcher(options: Partial<FetcherOptions> = {}) {
  return createFetcher({
    userAgent: 'NewswatchTest/1.0 (+https://example.org/contact)',
    allowPrivate: ['127.0.0.0/8'],
    timeoutMs: 20_000,
    maxRedirects: 5,
    perHost: 2,
    respectRobots: true,
    ...options,
  });
}

/** A site that takes 20 ms for an answer and notes who comes at once. */
export async function startCountingSite() {
  const starts: number[] = [];
  let now = 0;
  let most = 0;
  const site = await startSite((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    starts.push(performance.now());
    setTimeout(() => {
      now -= 1;
      response.end('ok');
    }, 20);
  });
  return { ...site, starts, most: () => most };
}
