import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Site, startSite, testFetcher } from './site.ts';

/** A real proxy on loopback: forwards http, tunnels https. Knows one name that no DNS has. */
async function startProxy() {
  const seen: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let target: URL;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    if (request.url?.includes('/moved')) response.writeHead(302, { location: 'http://printer/' }).end();
    else void fetch(target).then(async (answer) => response.end(await answer.text()));
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const there = connect(Number(target.port), target.hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    headers,
    leadTo: (url: string) => {
      target = new URL(url);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

let proxy: Awaited<ReturnType<typeof startProxy>>;
let site: Site;
let fetcher: ReturnType<typeof testFetcher>;
const ask = (url: string) => fetcher.fetch(url, { accept: '*/*', maxBytes: 1000 });

beforeEach(async () => {
  site = await startSite((_, response) => response.end('hello'));
  proxy = await startProxy();
  proxy.leadTo(site.url);
  // Nothing private is allowed: the way to the proxy itself is the operator's own.
  fetcher = testFetcher({
    allowPrivate: [],
    proxy: { http: proxy.url, https: proxy.url, not: 'direct.example, [::1]:99' },
  });
});
afterEach(async () => {
  await fetcher.close();
  await proxy.close();
  await site.close();
});

describe('with a proxy in the environment', () => {
  test('an http page is read through it, by a name that only the proxy knows', async () => {
    const answer = await ask('http://news.example/feed?a=1');
    expect(answer).toMatchObject({ kind: 'ok', url: 'http://news.example/feed?a=1' });
    expect(proxy.seen).toEqual(['GET http://news.example/feed?a=1']);
    expect(proxy.headers[0]).toMatchObject({
      host: 'news.example',
      'user-agent': expect.stringContaining('NewswatchTest'),
    });
  });

  test('an https page goes through a tunnel', async () => {
    // What answers there speaks no TLS: that the tunnel was asked for is what counts.
    await expect(ask('https://news.example/feed')).rejects.toThrow();
    expect(proxy.seen).toEqual(['CONNECT news.example:443']);
  });

  test.each([
    'http://printer/',
    'http://nas.local/',
    'http://db.internal/x',
    'https://localhost/',
    'http://127.0.0.1/',
    'http://[::1]:98/',
  ])('%s is refused, though the proxy might reach it', async (url) => {
    await expect(ask(url)).rejects.toMatchObject({ reason: 'blocked-address' });
    expect(proxy.seen).toEqual([]);
  });

  test('a redirect to a local name is refused too', async () => {
    await expect(ask('http://news.example/moved')).rejects.toThrow(
      'printer is a name of the local network; put it into NO_PROXY',
    );
    expect(proxy.seen).toHaveLength(1);
  });

  test('what NO_PROXY names is asked directly, under the guard', async () => {
    await expect(ask('http://direct.example/')).rejects.toThrow(/direct\.example/);
    await expect(ask('http://www.direct.example/')).rejects.toThrow(/direct\.example/);
    await expect(ask('http://[::1]:99/')).rejects.toMatchObject({ reason: 'blocked-address' });
    expect(proxy.seen).toEqual([]);
  });
});
