import type { ArticlePrint, DerivedIndex, LedgerEntry, LedgerRecords } from '../model/dossier.ts';
import { contentId } from '../model/id.ts';
import { Later } from '../model/later.ts';
import type { CopyIndex } from './copies.ts';
import { applyChange, type Dossier } from './dossier.ts';
import { GrownMap } from './grown-map.ts';
import type { Holders, Indexed, LedgerIndex } from './ledger.ts';

/**
 * Names what an index of a dossier depends on besides its ledger.
 *
 * @param founded as the baseline alone makes it
 * @param program names the code that derives it
 */
export function markOf(founded: Dossier, program: string): string {
  const known = [...founded.entries.values(), ...founded.prints.values()];
  return contentId('m', program, founded.watchId, JSON.stringify(known));
}

/** What is derived of a dossier's ledger, to be kept. */
export function deriveIndex({ indexed, index, prints, copies, days }: Dossier): DerivedIndex {
  const numbers = numbered(indexed.keys());
  const printNumbers = numbered(prints.keys());
  return {
    entries: [...indexed].map(([id, { sentences, date }]) =>
      date ? [id, sentences, date.from, date.to] : [id, sentences],
    ),
    holders: [...index].map(([key, { count, ids }]) => [
      key,
      count,
      ...ids.flatMap((id) => numbers.get(id) ?? []),
    ]),
    prints: [...printNumbers.keys()],
    copies: [...copies].flatMap(([hash, id]) => [hash, printNumbers.get(id) ?? -1]),
    days,
  };
}

function numbered(ids: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...ids].map((id, number) => [id, number]));
}

/**
 * The dossier with its ledger, by an index derived before: the same as if everything were read and derived anew.
 *
 * @param founded as the baseline alone makes it
 * @param derived at the version that the records were asked with
 * @returns null when the two do not belong together
 */
export function withDerived(founded: Dossier, derived: DerivedIndex, records: LedgerRecords): Dossier | null {
  const entries = entriesThen(founded, derived, records);
  const changed = new Set(records.change.entries.map(({ id }) => id));
  if (!entries || [...records.entries.keys()].some((id) => !entries.has(id) && !changed.has(id))) return null;
  const then: Dossier = {
    ...founded,
    entries: new GrownMap(entries),
    prints: printsThen(founded, derived, records),
    copies: copiesThen(derived),
    days: derived.days,
    index: indexThen(derived),
    indexed: indexedThen(derived),
  };
  return applyChange(then, records.change);
}

type Held<V> = V | Later<V>;

/** Those of the index, in its order; null when one of them is nowhere. */
function entriesThen(
  founded: Dossier,
  derived: DerivedIndex,
  records: LedgerRecords,
): ReadonlyMap<string, Held<LedgerEntry>> | null {
  const newer = new Map(records.change.entries.map((entry) => [entry.id, entry] as const));
  const entries = new Map<string, Held<LedgerEntry>>();
  for (const [id] of derived.entries) {
    const entry = newer.get(id) ?? records.entries.get(id) ?? founded.entries.get(id);
    if (!entry) return null;
    entries.set(id, entry as Held<LedgerEntry>);
  }
  return entries;
}

function indexedThen({ entries }: DerivedIndex): GrownMap<string, Indexed> {
  const indexed = entries.map(([id, sentences, from, to]) => {
    const date = from !== undefined && to !== undefined ? { from, to } : null;
    return [id, { sentences, date }] as const;
  });
  return new GrownMap(new Map(indexed));
}

function printsThen(
  founded: Dossier,
  derived: DerivedIndex,
  records: LedgerRecords,
): GrownMap<string, ArticlePrint> {
  const prints = new Map<string, Held<ArticlePrint>>();
  for (const id of derived.prints) {
    const print = records.prints.get(id) ?? founded.prints.get(id);
    if (print) prints.set(id, print as Held<ArticlePrint>);
  }
  return new GrownMap(prints);
}

function copiesThen({ copies, prints }: DerivedIndex): CopyIndex {
  const first = new Map<number, string>();
  for (let i = 0; i + 1 < copies.length; i += 2) first.set(copies[i] ?? 0, prints[copies[i + 1] ?? -1] ?? '');
  return new GrownMap(first);
}

function indexThen({ holders, entries }: DerivedIndex): LedgerIndex {
  return new GrownMap(
    new Map(
      holders.map(([key, count, ...numbers]) => {
        const held = new Later<Holders>(() => ({
          count,
          ids: numbers.map((number) => entries[number]?.[0] ?? ''),
        }));
        return [key, held] as const;
      }),
    ),
  );
}
