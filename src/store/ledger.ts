import type {
  ArticlePrint,
  DossierChange,
  KeptFounding,
  KeptIndex,
  LedgerEntry,
  LedgerIds,
  LedgerPart,
  LedgerRecords,
} from '../model/dossier.ts';
import { Later } from '../model/later.ts';
import type { StoreContext } from './context.ts';
import { pack, readable, unpack, unpackFields } from './packing.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

/** Fields a page of changes holds: keeps a script, and so all of Redis, from standing still for long. */
const PAGE_FIELDS = 1_000;

/** Fields of the ledger's hash: entries and prints side by side, so that one index orders both by version. */
const ENTRY = 'e';
export const PRINT = 'p';

/** A change as fields and packed values, alternating. */
export async function packChange(change: DossierChange): Promise<(string | Buffer)[]> {
  const records = [
    ...change.entries.map((entry) => [ENTRY + entry.id, entry] as const),
    ...change.prints.map((print) => [PRINT + print.articleId, print] as const),
  ];
  const packed = await Promise.all(records.map(async ([field, record]) => [field, await pack(record)]));
  return packed.flat();
}

/** The events a watch knows, beyond its baseline. */
export function ledgerStore({ redis, keys, onCorrupt }: StoreContext) {
  const readPage = loadScript(redis, 'dossier-changes');

  return {
    /** Entries as an article last changed them, in no order; those that only the baseline tells are left out. */
    async ledgerEntries(watchId: string, entryIds: readonly string[]): Promise<readonly LedgerEntry[]> {
      const fields = [...new Set(entryIds)].map((id) => ENTRY + id);
      if (fields.length === 0) return [];
      const key = keys.ledger(watchId);
      return unpackFields<LedgerEntry>(key, fields, await redis.hmgetBuffer(key, ...fields), onCorrupt);
    },

    dossierChanges,

    /** The whole ledger in two parts: what last changed up to a version, unpacked when it is asked for; what changed after it. */
    async ledgerRecords(watchId: string, upTo: number): Promise<LedgerRecords> {
      const { values } = await readFields(watchId, 0, upTo);
      const after = await dossierChanges(watchId, upTo);
      const name = keys.ledger(watchId);
      const recordsOf = <T>(kind: string) => {
        const records = new Map<string, Later<T | undefined>>();
        for (const [field, bytes] of values) {
          if (!field.startsWith(kind)) continue;
          const read = () => readable(() => unpack<T>(`${name}[${field}]`, bytes), onCorrupt) ?? undefined;
          records.set(field.slice(kind.length), new Later(read));
        }
        return records;
      };
      return { ...after, entries: recordsOf<LedgerEntry>(ENTRY), prints: recordsOf<ArticlePrint>(PRINT) };
    },

    /** Some of its records, and the version they are of; those that only the baseline tells are left out. */
    async ledgerPart(watchId: string, { entries, prints }: LedgerIds): Promise<LedgerPart> {
      const key = keys.ledger(watchId);
      const fields = [...entries.map((id) => ENTRY + id), ...prints.map((id) => PRINT + id)];
      const transaction = redis
        .multi()
        .hget(keys.watches(), watchId)
        .hmgetBuffer(key, ...fields);
      const [version, packed] = repliesOf(await transaction.exec()) as [string | null, (Buffer | null)[]];
      const read = <T>(from: number, to: number) =>
        unpackFields<T>(key, fields.slice(from, to), packed.slice(from, to), onCorrupt);
      return {
        version: Number(version),
        entries: read<LedgerEntry>(0, entries.length),
        prints: read<ArticlePrint>(entries.length, fields.length),
      };
    },

    /** Null where none is kept, or it is damaged. */
    async keptFounding(watchId: string): Promise<KeptFounding | null> {
      return readKept(keys.founding(watchId));
    },

    async keepFounding(watchId: string, kept: KeptFounding): Promise<void> {
      await redis.set(keys.founding(watchId), await pack(kept));
    },

    /** Null where none is kept, or it is damaged. */
    async keptIndex(watchId: string): Promise<KeptIndex | null> {
      return readKept(keys.ledgerIndex(watchId));
    },

    async keepIndex(watchId: string, kept: KeptIndex): Promise<void> {
      await redis.set(keys.ledgerIndex(watchId), await pack(kept));
    },
  };

  async function readKept<T>(key: string): Promise<T | null> {
    const bytes = await redis.getBuffer(key);
    return bytes && readable(() => unpack<T>(key, bytes), onCorrupt);
  }

  /**
   * What was committed after `sinceVersion` (0: everything), and the version reached. Exact at that version
   * though read in pages: what a commit changes meanwhile moves to a later page, and the last one is read at
   * the version it reports. A damaged record is left out; the next article that tells it writes it anew.
   */
  async function dossierChanges(
    watchId: string,
    sinceVersion: number,
  ): Promise<{ readonly version: number; readonly change: DossierChange }> {
    const { version, values } = await readFields(watchId, sinceVersion);
    const recordsOf = <T>(kind: string) => {
      const fields = [...values.keys()].filter((field) => field.startsWith(kind));
      const packed = fields.map((field) => values.get(field) ?? null);
      return unpackFields<T>(keys.ledger(watchId), fields, packed, onCorrupt);
    };
    return {
      version,
      change: { entries: recordsOf<LedgerEntry>(ENTRY), prints: recordsOf<ArticlePrint>(PRINT) },
    };
  }

  /** Packed, of the versions after one, to the newest or to another. */
  async function readFields(watchId: string, after: number, upTo?: number) {
    const values = new Map<string, Buffer>();
    let reached = after;
    for (;;) {
      const [version, reaches, lines, packed] = (await readPage.bytes(
        [keys.watches(), keys.ledgerVersions(watchId), keys.ledger(watchId)],
        [watchId, reached, PAGE_FIELDS, upTo ?? ''],
      )) as [Buffer, Buffer, Buffer, Buffer];
      for (const [field, value] of valuesOf(lines.toString(), packed)) values.set(field, value);
      reached = Number(reaches);
      if (reached >= (upTo ?? Number(version))) return { version: reached, values };
    }
  }
}

/** Takes a page apart: lines with fields and the bytes of their values in turns, and the values in a row. */
function* valuesOf(lines: string, packed: Buffer): Generator<[field: string, value: Buffer]> {
  const parts = lines.split('\n');
  let from = 0;
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const to = from + Number(parts[i + 1]);
    // A field whose value is gone has none.
    if (to > from) yield [parts[i] ?? '', packed.subarray(from, to)];
    from = to;
  }
}
