import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { request as undiciRequest } from 'undici';
import { FetchError } from '../model/errors.ts';
import type { Fetcher, FetchResult } from '../model/fetch.ts';
import { ACCEPT_ENCODING, type BodyLimit, readBody } from './body.ts';
import { fetchFailure } from './failure.ts';
import { createGuard } from './guard.ts';
import { retryAfterMs } from './retry-after.ts';
import { createRobots } from './robots.ts';
import { openRoutes, type ProxyOptions } from './routes.ts';
import { shareTurns, type TurnStore } from './shared-turns.ts';
import { createTurns, type Turns } from './turns.ts';
import { durationInWords, sizeInWords } from './words.ts';

export interface FetcherOptions {
  /** Names itself and says where its people are: `Newswatch/0.1 (+https://…)`. */
  readonly userAgent: string;
  /** CIDR ranges or addresses that may be read although they are not public. */
  readonly allowPrivate: readonly string[];
  /** As HTTP_PROXY, HTTPS_PROXY and NO_PROXY name them. */
  readonly proxy?: ProxyOptions;
  /** For one fetch with its redirects and its body; waiting for a turn does not count. */
  readonly timeoutMs: number;
  /** From asking till the head of the answer, each redirect anew. */
  readonly firstByteTimeoutMs?: number;
  readonly maxRedirects: number;
  /** Requests at a time to one host. */
  readonly perHost: number;
  /** Between the end of a request and the next one in its place at that host. Default: none. */
  readonly pauseMs?: number;
  /** Where the turns at a host are counted for all processes together. Default: this process alone. */
  readonly turnStore?: TurnStore;
  readonly respectRobots: boolean;
  readonly now?: () => Date;
}

interface Asked extends BodyLimit {
  readonly accept: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly signal?: AbortSignal;
}

type Answer =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'not-modified'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'ok'; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
/** Client errors that may pass: request timeout, too early, too many requests. */
const RETRYABLE_4XX = new Set([408, 425, 429]);
/** What a header value may hold (RFC 9110, 5.5). */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]+$/;

/** The only reader of the net: public addresses alone, in bounded time and size, two at a time to a host, no cookies. */
export function createFetcher(options: FetcherOptions): Fetcher & { close(): Promise<void> } {
  const now = options.now ?? (() => new Date());
  const firstByteTimeoutMs = Math.min(options.firstByteTimeoutMs ?? options.timeoutMs, options.timeoutMs);
  const guard = createGuard(options.allowPrivate);
  const turns = turnsOf(options);
  const routes = openRoutes(guard, options.proxy, firstByteTimeoutMs);

  async function askOnce(url: URL, asked: Asked, leftMs: number): Promise<Answer> {
    const stop = new AbortController();
    const timers = [
      stopAfter(stop, leftMs, `took longer than ${durationInWords(options.timeoutMs)}`),
      stopAfter(stop, firstByteTimeoutMs, `did not answer within ${durationInWords(firstByteTimeoutMs)}`),
    ];
    // By hand: a signal made of the two takes longer than the rest of this function.
    const onAbort = () => stop.abort(asked.signal?.reason);
    asked.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      asked.signal?.throwIfAborted();
      const response = await undiciRequest(url, {
        dispatcher: routes.to(url),
        method: 'GET',
        headers: requestHeaders(options.userAgent, asked),
        signal: stop.signal,
      });
      clearTimeout(timers[1]);
      const headers = plainHeaders(response.headers);
      const answer = await judge(response.statusCode, headers);
      if (answer) {
        response.body.on('error', () => {}).destroy();
        return answer;
      }
      const declared = Number(headers['content-length']);
      if (!asked.truncate && declared > asked.maxBytes) {
        response.body.on('error', () => {}).destroy();
        throw new FetchError('too-large', `is larger than ${sizeInWords(asked.maxBytes)}`);
      }
      const body = await readBody(response.body, headers['content-encoding'] ?? '', asked);
      return { kind: 'ok', headers, body };
    } catch (error) {
      asked.signal?.throwIfAborted();
      throw stop.signal.aborted ? stop.signal.reason : fetchFailure(error, url.host);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      asked.signal?.removeEventListener('abort', onAbort);
    }
  }

  /** What the head alone decides: redirect, 304, failure. Null: the body is wanted. */
  function judge(status: number, headers: Readonly<Record<string, string>>): Answer | null {
    const location = headers.location && asUtf8(headers.location);
    if (REDIRECTS.has(status) && location) return { kind: 'redirect', status, location };
    if (status === 304) return { kind: 'not-modified', headers };
    if (status >= 200 && status < 300) return null;
    throw statusError(status, headers, now());
  }

  async function follow(start: string, asked: Asked): Promise<FetchResult> {
    let url = checkedUrl(start);
    let leftMs = options.timeoutMs;
    let movedTo: string | undefined;
    let permanent = true;
    for (let hops = 0; ; hops += 1) {
      guard.checkLiteral(url);
      const release = await turns.take(url.hostname, asked.signal);
      const startedAt = performance.now();
      const answer = await askOnce(url, asked, leftMs).finally(release);
      leftMs -= performance.now() - startedAt;
      if (answer.kind !== 'redirect') return result(answer, url, movedTo);
      if (hops >= options.maxRedirects) {
        throw new FetchError('redirects', `redirected more than ${options.maxRedirects} times`);
      }
      if (leftMs <= 0) throw timeout(`took longer than ${durationInWords(options.timeoutMs)}`);
      url = checkedUrl(answer.location, url);
      permanent &&= PERMANENT.has(answer.status);
      if (permanent) movedTo = url.href;
      else movedTo = undefined;
    }
  }

  const robots = createRobots({
    userAgent: options.userAgent,
    now,
    read: async (address, maxBytes) => {
      try {
        const answer = await follow(address, {
          accept: 'text/plain, */*;q=0.1',
          maxBytes,
          truncate: true,
        });
        return answer.kind === 'ok' ? new TextDecoder().decode(answer.body) : null;
      } catch (error) {
        const status = error instanceof FetchError ? error.status : undefined;
        if (status !== undefined && status < 500 && status !== 429) return null;
        throw error;
      }
    },
  });

  return {
    fetch: (url, request) => follow(url, request),
    async checkRobots(address, signal) {
      const url = checkedUrl(address);
      if (!options.respectRobots || !(await robots.forbids(url, signal))) return;
      throw new FetchError('robots', `robots.txt of ${url.host} forbids this page`);
    },
    close: () => routes.close(),
  };
}

function turnsOf({ perHost, pauseMs = 0, turnStore }: FetcherOptions): Turns {
  const turns = createTurns(perHost, pauseMs);
  return turnStore ? shareTurns(turns, turnStore, { perHost, pauseMs }) : turns;
}

function stopAfter(stop: AbortController, ms: number, message: string): NodeJS.Timeout {
  return setTimeout(() => stop.abort(timeout(message)), Math.max(1, Math.ceil(ms)));
}

function timeout(message: string): FetchError {
  return new FetchError('timeout', message, { retryable: true });
}

/** Longer than any server takes (RFC 9110, 4.1 asks for 8,000). */
const URL_CHARS_MOST = 8_000;

/** Absolute, http or https, without user name, password and fragment. */
function checkedUrl(text: string, base?: URL): URL {
  if (text.length > URL_CHARS_MOST)
    throw new FetchError('bad-url', `an address of ${text.length} characters is not read`);
  const url = URL.parse(text, base?.href);
  if (url === null) throw new FetchError('bad-url', `"${text.slice(0, 200)}" is not an address`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchError('bad-url', `only http and https are read, not ${url.protocol.slice(0, 20)}`);
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function requestHeaders(userAgent: string, asked: Asked): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: asked.accept,
    'accept-encoding': ACCEPT_ENCODING,
    ...(asked.etag && HEADER_VALUE.test(asked.etag) && { 'if-none-match': asked.etag }),
    ...(asked.lastModified &&
      HEADER_VALUE.test(asked.lastModified) && { 'if-modified-since': asked.lastModified }),
  };
}

/** A header comes a letter a byte; many servers write an address as UTF-8, which RFC 3986 wants escaped. */
function asUtf8(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return /[\x80-\xff]/.test(value) && isUtf8(bytes) ? bytes.toString('utf8') : value;
}

function plainHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name !== 'set-cookie')
      plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function statusError(status: number, headers: Readonly<Record<string, string>>, now: Date): FetchError {
  const waitMs = status === 429 || status >= 500 ? retryAfterMs(headers['retry-after'], now) : undefined;
  const wait = waitMs === undefined ? '' : `; asked to wait ${durationInWords(waitMs)}`;
  return new FetchError('status', `answered ${status}${wait}`, {
    status,
    retryable: status >= 500 || RETRYABLE_4XX.has(status),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
}

function result(
  answer: Exclude<Answer, { kind: 'redirect' }>,
  url: URL,
  movedTo: string | undefined,
): FetchResult {
  const moved = movedTo === undefined ? {} : { movedTo };
  if (answer.kind === 'not-modified') return { ...answer, ...moved };
  const { 'content-type': contentType, etag, 'last-modified': lastModified } = answer.headers;
  return {
    ...answer,
    ...moved,
    url: url.href,
    ...(contentType !== undefined && { contentType }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}
