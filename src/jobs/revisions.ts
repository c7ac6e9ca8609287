import type { Item } from '../model/feed.ts';
import { contentId } from '../model/id.ts';

/** So many changes at once are believed; more are when fewer than half of what the feed carried before is changed. */
const BELIEVED = 3;

/** The entries a feed says were changed after they were published, by the id of that change. */
export function revisionsIn(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(
    items.flatMap((item) => {
      const { id, publishedAt, updatedAt } = item;
      const isChanged = updatedAt !== undefined && Date.parse(updatedAt) !== Date.parse(publishedAt ?? '');
      return isChanged ? [[contentId('i', id, updatedAt), item] as const] : [];
    }),
  );
}

/**
 * The entries to read again: known ones with a change not seen before. A feed that dates all it carries anew says
 * nothing by it.
 *
 * @param unseen ids of entries and of changes that were not seen
 */
export function changedSince(
  items: readonly Item[],
  revisions: ReadonlyMap<string, Item>,
  unseen: ReadonlySet<string>,
): readonly Item[] {
  const known = items.filter((item) => !unseen.has(item.id)).length;
  const changed = [...revisions].flatMap(([id, item]) =>
    unseen.has(id) && !unseen.has(item.id) ? [item] : [],
  );
  return changed.length <= Math.max(BELIEVED, known / 2) ? changed : [];
}
