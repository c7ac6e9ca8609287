import { finished, PassThrough, type Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzip,
} from 'node:zlib';
import { FetchError } from '../model/errors.ts';
import { durationInWords, sizeInWords } from './words.ts';

/** What is asked for; each has its decoder below. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

/** A body that brings less than this in this time is cut: it would hold a turn till the whole fetch times out. */
const SLOWEST = { bytes: 1000, ms: 8000 };

/** A body coded more often than this is an attack, not a page. */
const MAX_CODINGS = 2;

export interface BodyLimit {
  /** After decompression. */
  readonly maxBytes: number;
  /** Gives the first `maxBytes` in place of an error. */
  readonly truncate?: boolean;
  /** Less than `bytes` off the wire in `ms` cuts it. Default: 1 kB in 8 s. */
  readonly slowest?: { readonly bytes: number; readonly ms: number };
}

/**
 * Reads a response body to its end, decompressed, and stops early when it grows too large: a gzip bomb
 * costs the limit, not its size. Always leaves the stream closed.
 *
 * @throws FetchError `too-large`, `timeout` for one that drips, or `network` for a coding that is unknown or broken
 */
export async function readBody(stream: Readable, contentEncoding: string, limit: BodyLimit): Promise<Buffer> {
  const stages = decoders(contentEncoding);
  let last: Readable = stream;
  for (const stage of stages) {
    const source = last;
    source.once('error', (error) => stage.destroy(error));
    last = source.pipe(stage);
  }
  const pace = keepPace(stream, limit.slowest ?? SLOWEST);
  try {
    const body = (await bytesOf(last, limit)).subarray(0, limit.maxBytes);
    return isGzip(body) && !limit.truncate ? await unpacked(body, limit.maxBytes) : body;
  } finally {
    clearInterval(pace);
    // A destroyed stage keeps reporting; nobody listens any more.
    for (const each of [stream, ...stages]) each.on('error', () => {}).destroy();
  }
}

/** To its end, or till there is more than wanted. */
function bytesOf(stream: Readable, { maxBytes, truncate }: BodyLimit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const done = () => resolve(Buffer.concat(chunks));
    // By events: an iterator takes three times as long for a page.
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes) return;
      if (truncate) done();
      else reject(new FetchError('too-large', `is larger than ${sizeInWords(maxBytes)}`));
    });
    finished(stream, { writable: false }, (error) => (error ? reject(error) : done()));
  });
}

const gunzipLater = promisify(gunzip);

/** A `.gz` on the server's disk, or packed twice and said once. */
async function unpacked(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipLater(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new FetchError('too-large', `is larger than ${sizeInWords(maxBytes)}`);
    // It is what it is.
    return body;
  }
}

/** Destroys a stream that brings too little. */
function keepPace(
  stream: Readable,
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
): NodeJS.Timeout {
  let came = 0;
  stream.on('data', (chunk: Buffer) => {
    came += chunk.length;
  });
  return setInterval(() => {
    if (came < bytes) {
      const message = `sends less than ${sizeInWords(bytes)} in ${durationInWords(ms)}`;
      stream.destroy(new FetchError('timeout', message, { retryable: true }));
    }
    came = 0;
  }, ms);
}

function decoders(contentEncoding: string): Transform[] {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) {
    throw new FetchError('network', `is compressed ${codings.length} times over`);
  }
  return codings.reverse().map(decoder);
}

/** Markup or JSON: what is not compressed, whatever the server says (a cache that unpacked it and kept the header). */
const PLAIN = /^(?:\xef\xbb\xbf)?\s*(?:<[?!a-z]|\{\s*")/i;

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Its first bytes tell what a body is; where they do not, its server. */
function decoder(coding: string): Transform {
  return byFirstBytes((first) => {
    if (PLAIN.test(first.toString('latin1', 0, 64))) return new PassThrough();
    if (isGzip(first)) return createGunzip();
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return createGunzip();
      case 'deflate':
        // It means zlib (RFC 9110, 8.4.1.2), but some servers send it raw.
        return (first[0] ?? 0) % 16 === 8 ? createInflate() : createInflateRaw();
      case 'br':
        return createBrotliDecompress();
      case 'zstd':
        return createZstdDecompress();
      default:
        throw new FetchError('network', `is compressed in an unknown way (${coding.slice(0, 40)})`);
    }
  });
}

/** A stage that is chosen when the first bytes are there. */
function byFirstBytes(choose: (first: Buffer) => Transform): Transform {
  let inner: Transform | undefined;
  const outer: Transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        inner ??= started(choose(chunk));
      } catch (error) {
        done(error as Error);
        return;
      }
      inner.write(chunk, () => done());
    },
    flush(done) {
      if (inner === undefined) return done();
      inner.once('end', () => done());
      inner.end();
    },
    destroy(error, done) {
      inner?.destroy();
      done(error);
    },
  });
  const started = (stage: Transform): Transform => {
    stage.on('data', (data: Buffer) => {
      if (!outer.push(data)) stage.pause();
    });
    stage.on('error', (error) => outer.destroy(error));
    return stage;
  };
  const read = outer._read.bind(outer);
  outer._read = (size) => {
    inner?.resume();
    read(size);
  };
  return outer;
}
