import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  brotliDecompressSync,
  constants,
  zstdCompress,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { StoreError } from '../model/errors.ts';

/** First bytes of compressed values; JSON never begins with them. Brotli was written before there was a dictionary. */
const BROTLI = 1;
const ZSTD = { record: 2, article: 3 } as const;
/** Below this compression gains nothing worth its time. */
const PLAIN_BELOW_BYTES = 64;
/** Up to here compressing takes less time than a trip to the thread pool and back. */
const SYNC_BELOW_BYTES = 16_384;
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Of a zstd frame (RFC 8878, 3.1.1). Kept is only our own first byte, in place of its last. */
const MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);

/** Values cannot be read without the dictionary they were written with: another one needs a first byte of its own. */
const DICTIONARIES = { record: dictionary('records'), article: dictionary('articles') };
type Kind = keyof typeof DICTIONARIES;

const compressLater = promisify(zstdCompress);

const LEVEL = {
  [constants.ZSTD_c_compressionLevel]: 6,
  // Ours is the only dictionary: its number need not stand in every value.
  [constants.ZSTD_c_dictIDFlag]: 0,
};
/** Tables no larger than what is compressed: making them is half of the time otherwise. */
export const SMALL = {
  ...LEVEL,
  [constants.ZSTD_c_windowLog]: 14,
  [constants.ZSTD_c_hashLog]: 13,
  [constants.ZSTD_c_chainLog]: 13,
};

/**
 * JSON as kept in Redis. The dictionaries (bench/train/dictionary.ts) know our records and the English of news: of
 * stories not seen in training a verdict takes .30 of its size, an event .29, a mail .09, an article .41, in at most the
 * time of Brotli, which gives .48, .40, .26 and .52.
 */
export async function pack(value: unknown, kind: Kind = 'record'): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(value));
  if (json.length < PLAIN_BELOW_BYTES) return json;
  const frame =
    json.length < SYNC_BELOW_BYTES
      ? zstdCompressSync(json, { dictionary: DICTIONARIES[kind], params: SMALL })
      : await compressLater(json, { dictionary: DICTIONARIES[kind], params: LEVEL });
  const packed = frame.subarray(MAGIC.length - 1);
  packed[0] = ZSTD[kind];
  return packed;
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
  const limit = { maxOutputLength: MAX_UNPACKED_BYTES };
  for (const kind of ['record', 'article'] as const) {
    if (bytes[0] !== ZSTD[kind]) continue;
    const frame = Buffer.concat([MAGIC, bytes.subarray(1)]);
    return zstdDecompressSync(frame, { ...limit, dictionary: DICTIONARIES[kind] });
  }
  return bytes[0] === BROTLI ? brotliDecompressSync(bytes.subarray(1), limit) : Buffer.from(bytes);
}

export function isCompressed(bytes: Uint8Array): boolean {
  return bytes[0] === BROTLI || bytes[0] === ZSTD.record || bytes[0] === ZSTD.article;
}

function dictionary(name: string): Buffer {
  return readFileSync(new URL(`./dictionaries/${name}.zstd`, import.meta.url));
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
