import type { Dossier } from '../compare/dossier.ts';
import type {
  ArticlePrint,
  DerivedIndex,
  LedgerEntry,
  LedgerIds,
  LedgerPart,
  LedgerRecords,
} from '../model/dossier.ts';
import { Later } from '../model/later.ts';

/** A record that may yet have to be read. */
class Asked<V> extends Later<V> {
  readonly #look: () => V;

  constructor(look: () => V) {
    super(look);
    this.#look = look;
  }

  override get value(): V {
    return this.#look();
  }
}

/** Whatever an index knows, as if it were there: who asks for a record that is not yet read gets none, and is noted. */
export class AskedRecords {
  /** As the ledger's own. */
  readonly records: Pick<LedgerRecords, 'entries' | 'prints'>;
  readonly #asked = { entries: new Set<string>(), prints: new Set<string>() };
  readonly #entries = new Map<string, LedgerEntry | undefined>();
  readonly #prints = new Map<string, ArticlePrint | undefined>();

  constructor(founded: Dossier, { entries, prints }: DerivedIndex) {
    const entry = (id: string) => {
      if (!this.#entries.has(id)) this.#asked.entries.add(id);
      return this.#entries.get(id) ?? founded.entries.get(id);
    };
    const print = (id: string) => {
      if (this.#prints.has(id)) return this.#prints.get(id) ?? founded.prints.get(id);
      this.#asked.prints.add(id);
      // One that is like no other: whoever goes through all of them goes no further for it.
      return { articleId: id, title: '', source: '', sketch: [] };
    };
    this.records = {
      entries: new Map(entries.map(([id]) => [id, new Asked(() => entry(id))])),
      prints: new Map(prints.map((id) => [id, new Asked<ArticlePrint | undefined>(() => print(id))])),
    };
  }

  /** What was asked for since, and is not there; null for nothing. */
  take(): LedgerIds | null {
    const ids = { entries: [...this.#asked.entries], prints: [...this.#asked.prints] };
    this.#asked.entries.clear();
    this.#asked.prints.clear();
    return ids.entries.length + ids.prints.length > 0 ? ids : null;
  }

  /** @param ids that were asked for: those that are not in `part` are nowhere but in the baseline */
  add(ids: LedgerIds, part: LedgerPart): void {
    for (const id of ids.entries) this.#entries.set(id, undefined);
    for (const id of ids.prints) this.#prints.set(id, undefined);
    for (const entry of part.entries) this.#entries.set(entry.id, entry);
    for (const print of part.prints) this.#prints.set(print.articleId, print);
  }
}
