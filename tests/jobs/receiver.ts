import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How to answer: a status with its headers, or not at all. */
export type ReceiverAnswer =
  | number
  | 'hang'
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** A real HTTP server on loopback that takes webhooks. */
export interface Receiver {
  readonly url: string;
  /** In the order they came. */
  readonly received: Received[];
  /** In turn; empty: 204. */
  readonly answers: ReceiverAnswer[];
  /** Resolves when so many came. */
  got(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: ReceiverAnswer[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server: Server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', headers: plain(request.headers), body: await text(request) });
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
    const answer = answers.shift() ?? 204;
    if (answer === 'hang') return;
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
    response.writeHead(status, headers).end(status === 204 ? undefined : 'as configured');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    got: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        if (received.length >= count) resolve();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
