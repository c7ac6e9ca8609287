import { createServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { FetchError } from '../../src/model/errors.ts';
import type { FetcherOptions } from '../../src/net/fetcher.ts';
import { type Handler, type Site, startSite, testFetcher } from './site.ts';

const ASK = { accept: 'text/html', maxBytes: 1_000_000 };
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function serve(handler: Handler): Promise<Site> {
  const site = await startSite(handler);
  open.push(site);
  return site;
}

function fetcher(options: Partial<FetcherOptions> = {}) {
  const made = testFetcher(options);
  open.push(made);
  return made;
}

async function failure(promise: Promise<unknown>): Promise<FetchError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

describe('a request', () => {
  it('names its agent and sends no cookie and no referer', async () => {
    const site = await serve((_, response) => response.setHeader('set-cookie', 'a=b').end('hello'));
    const net = fetcher();
    await net.fetch(`${site.url}/one`, ASK);
    const result = await net.fetch(`${site.url}/two`, ASK);
    const headers = site.requests[1]?.headers ?? {};
    expect(headers['user-agent']).toBe('NewswatchTest/1.0 (+https://example.org/contact)');
    expect(headers.accept).toBe('text/html');
    expect(headers['accept-encoding']).toBe('gzip, deflate, br, zstd');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
    expect(result.headers).not.toHaveProperty('set-cookie');
  });

  it('drops user name and password from the address', async () => {
    const site = await serve((_, response) => response.end('hello'));
    const result = await fetcher().fetch(site.url.replace('//', '//user:secret@'), ASK);
    expect(result).toMatchObject({ kind: 'ok', url: `${site.url}/` });
    expect(site.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('sends validators back byte for byte and reports 304 as not modified', async () => {
    const etag = 'W/"we ak"';
    const site = await serve((request, response) => {
      response.setHeader('etag', etag).setHeader('last-modified', 'Tuesday, 03-Jun-25 09:39:21 GMT');
      response.statusCode = request.headers['if-none-match'] === etag ? 304 : 200;
      response.end(response.statusCode === 200 ? 'body' : undefined);
    });
    const net = fetcher();
    const first = await net.fetch(site.url, ASK);
    if (first.kind !== 'ok') throw new Error('expected a body');
    expect(first.lastModified).toBe('Tuesday, 03-Jun-25 09:39:21 GMT');
    const { etag: kept = '', lastModified = '' } = first;
    const second = await net.fetch(site.url, { ...ASK, etag: kept, lastModified });
    expect(second.kind).toBe('not-modified');
    expect(site.requests[1]?.headers['if-modified-since']).toBe('Tuesday, 03-Jun-25 09:39:21 GMT');
  });

  it('never has more than two under way to one host', async () => {
    let busy = 0;
    let most = 0;
    const site = await serve((_, response) => {
      busy += 1;
      most = Math.max(most, busy);
      setTimeout(() => {
        busy -= 1;
        response.end('ok');
      }, 30);
    });
    const net = fetcher();
    await Promise.all(Array.from({ length: 8 }, (_, n) => net.fetch(`${site.url}/${n}`, ASK)));
    expect(most).toBe(2);
  });

  it('ends at once when its signal is aborted, also while waiting for a turn', async () => {
    const site = await serve(() => {});
    const net = fetcher({ perHost: 1 });
    const stop = new AbortController();
    const all = [1, 2].map((n) => net.fetch(`${site.url}/${n}`, { ...ASK, signal: stop.signal }));
    const outcomes = Promise.allSettled(all);
    setTimeout(() => stop.abort(new Error('shutting down')), 50);
    expect((await outcomes).map((o) => o.status === 'rejected' && o.reason.message)).toEqual([
      'shutting down',
      'shutting down',
    ]);
  });

  it('takes http and https alone', async () => {
    const error = await failure(fetcher().fetch('file:///etc/passwd', ASK));
    expect(error).toMatchObject({ reason: 'bad-url', retryable: false });
    expect((await failure(fetcher().fetch('not an address', ASK))).message).toBe(
      '"not an address" is not an address',
    );
  });
});

describe('a body', () => {
  const text = 'The talks resumed. '.repeat(50);
  const codings: Record<string, (data: string) => Buffer> = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    zstd: zstdCompressSync,
  };

  it.each(Object.keys(codings))('in %s is decompressed', async (coding) => {
    const site = await serve((_, response) =>
      response.setHeader('content-encoding', coding).end(codings[coding]?.(text)),
    );
    const result = await fetcher().fetch(site.url, ASK);
    expect(result.kind === 'ok' && Buffer.from(result.body).toString()).toBe(text);
  });

  it('in raw deflate, as some servers wrongly send it, is decompressed', async () => {
    const big = 'A longer text, so that it takes several chunks. '.repeat(20_000);
    const site = await serve((_, response) =>
      response.setHeader('content-encoding', 'deflate').end(deflateRawSync(big)),
    );
    const result = await fetcher().fetch(site.url, ASK);
    expect(result.kind === 'ok' && Buffer.from(result.body).toString()).toBe(big);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])(
    'that is a %s bomb is cut at the limit and costs little memory',
    async (coding) => {
      const bomb = codings[coding]?.('A'.repeat(60_000_000)) ?? Buffer.alloc(0);
      const site = await serve((_, response) => response.setHeader('content-encoding', coding).end(bomb));
      const before = process.memoryUsage().rss;
      const error = await failure(fetcher().fetch(site.url, ASK));
      expect(error).toMatchObject({ reason: 'too-large', retryable: false, message: 'is larger than 1 MB' });
      expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
    },
    20_000,
  );

  it('that never ends is cut at the size limit', async () => {
    let closed = false;
    const site = await serve((_, response) => {
      const chunk = Buffer.alloc(65536, 'x');
      const timer = setInterval(() => response.write(chunk), 1);
      response.on('close', () => {
        closed = true;
        clearInterval(timer);
      });
    });
    expect((await failure(fetcher().fetch(site.url, ASK))).reason).toBe('too-large');
    await expect.poll(() => closed).toBe(true);
  });

  it('that declares itself too large is not read', async () => {
    const site = await serve((_, response) => response.setHeader('content-length', '999999999').write('x'));
    expect((await failure(fetcher().fetch(site.url, ASK))).reason).toBe('too-large');
  });

  it.each([
    ['plain, said to be gzip', 'gzip', (rss: string) => Buffer.from(rss)],
    ['plain, said to be br', 'br', (rss: string) => Buffer.from(rss)],
    ['plain, with its charset for a coding', 'utf-8', (rss: string) => Buffer.from(rss)],
    ['gzip, said to be deflate', 'deflate', gzipSync],
    ['gzip, said to be nothing', '', gzipSync],
    ['gzip of gzip, said once', 'gzip', (rss: string) => gzipSync(gzipSync(rss))],
  ])('is read as what it is: %s', async (_, coding, pack) => {
    const rss = `<?xml version="1.0"?><rss>${text}</rss>`;
    const site = await serve((_request, response) =>
      (coding ? response.setHeader('content-encoding', coding) : response).end(pack(rss)),
    );
    const result = await fetcher().fetch(site.url, ASK);
    expect(result.kind === 'ok' && Buffer.from(result.body).toString()).toBe(rss);
  });

  it('that is a bomb though nobody said it is compressed is cut too', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(60_000_000)));
    const site = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect((await failure(fetcher().fetch(site.url, ASK))).reason).toBe('too-large');
  });

  it('whose compression is broken or cut short is an error in words', async () => {
    const site = await serve((request, response) => {
      const whole = gzipSync(text);
      response.setHeader('content-encoding', 'gzip');
      response.end(request.url === '/cut' ? whole.subarray(0, -10) : Buffer.from('no gzip at all'));
    });
    const net = fetcher();
    expect((await failure(net.fetch(`${site.url}/cut`, ASK))).message).toContain('broke off before the end');
    expect((await failure(net.fetch(`${site.url}/bad`, ASK))).message).toContain('compression is broken');
  });
});

describe('time limits', () => {
  it('end a server that does not answer', async () => {
    const site = await serve(() => {});
    const error = await failure(fetcher({ firstByteTimeoutMs: 200 }).fetch(site.url, ASK));
    expect(error).toMatchObject({
      reason: 'timeout',
      retryable: true,
      message: 'did not answer within 0.2 s',
    });
  });

  it('end a body that drips for ever', async () => {
    const site = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const error = await failure(fetcher({ timeoutMs: 300 }).fetch(site.url, ASK));
    expect(error).toMatchObject({ reason: 'timeout', message: 'took longer than 0.3 s' });
  });

  it('cover all redirects together', async () => {
    const site = await serve((_, response) => {
      setTimeout(() => response.writeHead(302, { location: `/${Math.random()}` }).end(), 150);
    });
    const error = await failure(fetcher({ timeoutMs: 400, maxRedirects: 50 }).fetch(site.url, ASK));
    expect(error).toMatchObject({ reason: 'timeout', message: 'took longer than 0.4 s' });
  });
});

describe('a failure', () => {
  it('by status tells whether trying again helps and how long the server asked to be left alone', async () => {
    const site = await serve((request, response) => {
      const status = Number(request.url?.slice(1, 4));
      const wait = request.url?.endsWith('date') ? 'Sun, 02 Jan 2000 00:02:00 GMT' : '120';
      response.writeHead(status, { 'retry-after': wait }).end();
    });
    const net = fetcher({ now: () => new Date('2000-01-02T00:00:00Z') });
    expect(await failure(net.fetch(`${site.url}/503`, ASK))).toMatchObject({
      reason: 'status',
      status: 503,
      retryable: true,
      retryAfterMs: 120_000,
      message: 'answered 503; asked to wait 2 min',
    });
    expect(await failure(net.fetch(`${site.url}/429date`, ASK))).toMatchObject({
      retryable: true,
      retryAfterMs: 120_000,
    });
    expect(await failure(net.fetch(`${site.url}/404`, ASK))).toMatchObject({ status: 404, retryable: false });
    expect(await failure(net.fetch(`${site.url}/410`, ASK))).toMatchObject({
      status: 410,
      retryable: false,
      message: 'answered 410',
    });
  });

  it('to connect or to find the name is said in plain words', async () => {
    const net = fetcher();
    const site = await startSite(() => {});
    await site.close();
    expect((await failure(net.fetch(site.url, ASK))).message).toMatch(
      /^127\.0\.0\.1:\d+ refused the connection$/,
    );
    const unknown = await failure(net.fetch('http://no-such-host.invalid/', ASK));
    expect(unknown).toMatchObject({ reason: 'network', retryable: true });
    expect(unknown.message).toMatch(
      /^no-such-host\.invalid (is not a known name|its name could not be looked up)/,
    );
  });

  it('to speak HTTP is said in plain words', async () => {
    const server = createServer((socket) => socket.resume().end('220 mail ready\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const { port } = server.address() as { port: number };
    expect((await failure(fetcher().fetch(`http://127.0.0.1:${port}/`, ASK))).message).toContain(
      'does not speak proper HTTP',
    );
  });
});

describe('redirects', () => {
  it('to an address written as UTF-8 are followed as browsers do', async () => {
    const site = await serve((request, response) => {
      if (request.url === '/')
        response.writeHead(302, { location: Buffer.from('/порт').toString('latin1') }).end();
      else response.end(request.url);
    });
    const result = await fetcher().fetch(site.url, ASK);
    expect(result.kind === 'ok' && Buffer.from(result.body).toString()).toBe('/%D0%BF%D0%BE%D1%80%D1%82');
  });

  it('are followed, and only a chain of permanent ones counts as a move', async () => {
    const site = await serve((request, response) => {
      const next: Record<string, [number, string]> = {
        '/old': [301, '/newer'],
        '/newer': [308, '/new'],
        '/moved-then-found': [301, '/found'],
        '/found': [302, '/new'],
      };
      const [status, location] = next[request.url ?? ''] ?? [200, ''];
      if (location) response.writeHead(status, { location }).end();
      else response.end('here');
    });
    const net = fetcher();
    expect(await net.fetch(`${site.url}/old`, ASK)).toMatchObject({
      url: `${site.url}/new`,
      movedTo: `${site.url}/new`,
    });
    expect(await net.fetch(`${site.url}/moved-then-found`, ASK)).not.toHaveProperty('movedTo');
  });

  it('in a circle end after the limit', async () => {
    const site = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    const error = await failure(fetcher().fetch(site.url, ASK));
    expect(error).toMatchObject({
      reason: 'redirects',
      message: 'redirected more than 5 times',
      retryable: false,
    });
    expect(site.requests).toHaveLength(6);
  });

  it('to another scheme or to a private address are refused', async () => {
    const site = await serve((request, response) => {
      const location = request.url === '/file' ? 'file:///etc/passwd' : 'http://[::ffff:10.0.0.1]/';
      response.writeHead(302, { location }).end();
    });
    const net = fetcher();
    expect((await failure(net.fetch(`${site.url}/file`, ASK))).reason).toBe('bad-url');
    expect((await failure(net.fetch(`${site.url}/private`, ASK))).reason).toBe('blocked-address');
  });
});
