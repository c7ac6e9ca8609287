import type { Markup } from '../model/markup.ts';

export interface Bounded {
  readonly shown: readonly Markup[];
  /** How many did not fit. */
  readonly left: number;
}

/** Renders items in order until `most` are shown or the next would pass `bytes`, so that no list outgrows its page. */
export function bounded<Item>(
  items: readonly Item[],
  limit: { readonly most: number; readonly bytes: number },
  render: (item: Item) => Markup,
): Bounded {
  const shown: Markup[] = [];
  let bytes = 0;
  for (const item of items.slice(0, limit.most)) {
    const rendered = render(item);
    bytes += Buffer.byteLength(String(rendered));
    if (bytes > limit.bytes) break;
    shown.push(rendered);
  }
  return { shown, left: items.length - shown.length };
}
