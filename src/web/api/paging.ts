import { z } from 'zod';
import type { Page, PageAsk, Position } from '../../model/page.ts';
import { ApiProblem } from './problem.ts';

/** Looked at for one page, where filters leave most out: a page in time is worth more than a full one. */
const LOOKED_AT_MOST = 200;
const BATCH = 200;

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items of a page, at most'),
  cursor: z.string().max(300).optional().describe('`next` of the page before'),
};

const cursorSchema = z.tuple([z.number().nullable(), z.string(), z.int().min(0)]);

/** After which entry, and how many items of the one after it were told already. */
export interface Cursor {
  readonly after: Position | undefined;
  readonly taken: number;
}

export function encodeCursor({ after, taken }: Cursor): string {
  const parts = [after?.score ?? null, after?.member ?? '', taken];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ApiProblem for one that was not made here */
export function decodeCursor(text: string | undefined): Cursor {
  if (text === undefined) return { after: undefined, taken: 0 };
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [score, member, taken] = cursorSchema.parse(json);
    return { after: score === null ? undefined : { score, member }, taken };
  } catch {
    const detail = 'This is no cursor. Take `next` of a page as it is, or leave it out to begin anew.';
    throw new ApiProblem(400, detail, [{ where: 'query.cursor', detail }]);
  }
}

export interface Wanted {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * One page of what entries tell, each any number of items; a page ends within an entry where it must.
 *
 * @param read a batch of entries
 * @param tell the items of an entry that are wanted
 */
export async function collect<Entry, Item>(
  { limit, cursor }: Wanted,
  read: (ask: Pick<PageAsk, 'after' | 'limit'>) => Promise<Page<Entry>>,
  tell: (entry: Entry) => readonly Item[],
): Promise<{ readonly items: Item[]; readonly next: string | null }> {
  let { after, taken } = decodeCursor(cursor);
  const items: Item[] = [];
  // Where nothing is left out, no entry is read in vain.
  for (let looked = 0, batch = limit; looked < LOOKED_AT_MOST; looked += batch, batch = BATCH) {
    const { entries, next } = await read({ limit: batch, ...(after && { after }) });
    for (const { item: entry, at } of entries) {
      for (const item of tell(entry).slice(taken)) {
        if (items.length === limit) return { items, next: encodeCursor({ after, taken }) };
        items.push(item);
        taken += 1;
      }
      after = at;
      taken = 0;
    }
    if (next === null) return { items, next: null };
    after = next;
    if (items.length === limit) break;
  }
  return { items, next: encodeCursor({ after, taken }) };
}
