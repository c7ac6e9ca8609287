import { Agent, request } from 'undici';
import { FetchError } from '../model/errors.ts';
import { fetchFailure } from './failure.ts';
import { createGuard } from './guard.ts';
import { retryAfterMs } from './retry-after.ts';
import { durationInWords } from './words.ts';

const ANSWER_BYTES_MOST = 4096;

export interface PosterOptions {
  readonly userAgent: string;
  /** Addresses or CIDR ranges that may be written to although they are not public. */
  readonly allowPrivate: readonly string[];
  /** From the first look-up of the name to the end of the answer. */
  readonly timeoutMs: number;
}

export interface Posted {
  readonly status: number;
  /** The first 4 kB. */
  readonly text: string;
  readonly retryAfterMs?: number;
}

export interface Poster {
  /** One POST, no redirect followed. @throws FetchError when there is no answer */
  post(
    url: string,
    sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<Posted>;
  close(): Promise<void>;
}

/** Writes to servers as the fetcher reads from them: public addresses alone, and those that are allowed. */
export function createPoster(options: PosterOptions): Poster {
  const guard = createGuard(options.allowPrivate);
  const agent = new Agent({
    connect: { lookup: guard.lookup, timeout: options.timeoutMs },
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function post(text: string, { headers, body }: Parameters<Poster['post']>[1]): Promise<Posted> {
    const url = new URL(text);
    guard.checkLiteral(url);
    const stop = new AbortController();
    const message = `${url.host} did not answer within ${durationInWords(options.timeoutMs)}`;
    const timer = setTimeout(
      () => stop.abort(new FetchError('timeout', message, { retryable: true })),
      options.timeoutMs,
    );
    try {
      const response = await request(url, {
        ...{ dispatcher: agent, method: 'POST', body, signal: stop.signal },
        headers: { ...headers, 'user-agent': options.userAgent },
      });
      const wait = retryAfterMs(String(response.headers['retry-after'] ?? ''), new Date());
      return {
        status: response.statusCode,
        text: await beginning(response.body),
        ...(wait !== undefined && { retryAfterMs: wait }),
      };
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : fetchFailure(error, url.host);
    } finally {
      clearTimeout(timer);
    }
  }

  return { post, close: () => agent.destroy() };
}

/** A server may answer for ever: what is over is not read. */
async function beginning(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ANSWER_BYTES_MOST) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES_MOST).toString('utf8');
}
