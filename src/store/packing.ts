import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliDecompressSync, deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import { StoreError } from '../model/errors.ts';

/** First bytes of compressed values; JSON never begins with them. Brotli was written before there were dictionaries. */
const BROTLI = 1;
const DEFLATE = { record: 2, article: 3 } as const;
/** Below this compression gains nothing worth its time. */
const PLAIN_BELOW_BYTES = 64;
/** Up to here compressing takes less time than a trip to the thread pool and back. */
const SYNC_BELOW_BYTES = 16_384;
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Most values are smaller: a larger buffer is made for each in vain. */
const chunkSize = 4096;

/** Values cannot be read without the dictionary they were written with: another one needs a first byte of its own. */
const DICTIONARIES = { record: dictionary('records'), article: dictionary('articles') };
type Kind = keyof typeof DICTIONARIES;
/**
 * How much of a dictionary's end, where what is common is, a value is written with: zlib takes longer to look through
 * the dictionary than through the value. A text takes 7 % more room for half the time, a verdict of an article off the
 * story 2 % more for a quarter less. Reading takes it whole: distances are counted from its end (RFC 1951, 3.2.5).
 */
const WRITTEN_WITH_BYTES = { record: 16_000, article: 8_000, short: 8_000 };
const SHORT_BELOW_BYTES = 600;

const deflateLater = promisify(deflateRaw);

/**
 * JSON as kept in Redis, deflated (RFC 1951). The dictionaries (bench/train/dictionary.ts) know our records and the
 * English of news: of stories not seen in training a verdict takes .31 of its size, an event .29, a mail .09, an article
 * .40, .43 with the part it is written with. Brotli gives .48, .40, .26 and .52 in twice the time; zstd with
 * dictionaries gives the same, but in Node takes twice the time too, three times to read, because it makes its tables
 * anew for each value.
 */
export async function pack(value: unknown, kind: Kind = 'record'): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(value));
  if (json.length < PLAIN_BELOW_BYTES) return json;
  const most = WRITTEN_WITH_BYTES[json.length < SHORT_BELOW_BYTES ? 'short' : kind];
  const options = { dictionary: DICTIONARIES[kind].subarray(-most), chunkSize };
  const packed =
    json.length < SYNC_BELOW_BYTES ? deflateRawSync(json, options) : await deflateLater(json, options);
  return Buffer.concat([Buffer.of(DEFLATE[kind]), packed]);
}

/**
 * @param name of the key, with the field in brackets: said in the error
 * @throws StoreError, not retryable, when the value is damaged
 */
export function unpack<T>(name: string, bytes: Uint8Array): T {
  try {
    return JSON.parse(jsonOf(bytes).toString()) as T;
  } catch (cause) {
    throw new StoreError(
      `${name} in Redis is damaged and can't be read; restore it from a backup or delete it`,
      {
        cause,
        retryable: false,
      },
    );
  }
}

function jsonOf(bytes: Uint8Array): Buffer {
  const options = { maxOutputLength: MAX_UNPACKED_BYTES };
  if (bytes[0] === BROTLI) return brotliDecompressSync(bytes.subarray(1), options);
  for (const kind of ['record', 'article'] as const) {
    if (bytes[0] !== DEFLATE[kind]) continue;
    return inflateRawSync(bytes.subarray(1), { ...options, chunkSize, dictionary: DICTIONARIES[kind] });
  }
  return Buffer.from(bytes);
}

export function isCompressed(bytes: Uint8Array): boolean {
  return bytes[0] === BROTLI || bytes[0] === DEFLATE.record || bytes[0] === DEFLATE.article;
}

function dictionary(name: string): Buffer {
  return readFileSync(new URL(`./dictionaries/${name}.txt`, import.meta.url));
}

/** What `read` gives; null, and the error reported, when it is damaged: one value does not take the rest of a list with it. */
export function readable<T>(read: () => T, onCorrupt: (error: StoreError) => void): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    onCorrupt(error);
    return null;
  }
}

/**
 * The values of some fields of a hash. Those that are missing or damaged are left out.
 *
 * @param key of the hash, for the error
 * @param fields in the order of `values`
 */
export function unpackFields<T>(
  key: string,
  fields: readonly string[],
  values: readonly (Uint8Array | null)[],
  onCorrupt: (error: StoreError) => void,
): T[] {
  return fields.flatMap((field, index) => {
    const bytes = values[index];
    return bytes ? (readable(() => unpack<T>(`${key}[${field}]`, bytes), onCorrupt) ?? []) : [];
  });
}
