/** Where one entry of a list stands: its score and, among those of one score, its member. */
export interface Position {
  readonly score: number;
  readonly member: string;
}

/** What of a list is asked for, newest first. */
export interface PageAsk {
  /** Begins after this one; left out: at the newest. It need not be there any more. */
  readonly after?: Position;
  /** Milliseconds, inclusive. */
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
}

export interface Page<Item> {
  /** Items and where each stands. Damaged or removed ones are left out: there may be fewer than asked for. */
  readonly entries: readonly { readonly item: Item; readonly at: Position }[];
  /** What to go on after; null at the end of the list. */
  readonly next: Position | null;
}
