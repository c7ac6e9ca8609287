import type { EventType } from '../model/event.ts';
import type { Sensitivity } from '../model/watch.ts';
import type { DraftMistake, WatchDraft } from '../model/watch-draft.ts';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PastedArticle {
  readonly title: string;
  readonly source: string;
  readonly day: string;
  readonly text: string;
}

/** What the form of a draft says. */
export interface DraftWish {
  readonly title: string;
  readonly watchId: string;
  readonly follow: string;
  readonly names: string;
  readonly sensitivity: Sensitivity;
  readonly types: readonly EventType[] | null;
  /** In the order of the draft's; null for one to be left out. */
  readonly documents: readonly ({
    readonly title: string;
    readonly source: string;
    readonly day: string;
  } | null)[];
  /** Addresses of the draft's feeds that are kept. */
  readonly feeds: readonly string[];
  /** Articles to be read besides: addresses, files, a text. */
  readonly addresses: readonly string[];
  readonly files: readonly UploadedFile[];
  readonly pasted: PastedArticle | null;
  /** Feeds, or sites whose feed is to be found. */
  readonly sites: readonly string[];
}

/** Where the articles of a trial come from. */
export type TrialSource =
  | { readonly kind: 'feed'; readonly address: string }
  | { readonly kind: 'files'; readonly files: readonly UploadedFile[] };

export type Written =
  | { readonly kind: 'written'; readonly watchId: string }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly DraftMistake[] }
  /** Somebody else changed these parts of the watch since it was opened. */
  | { readonly kind: 'changed'; readonly what: readonly string[] };

/** Setting up and editing watches. */
export interface Drafts {
  /** One for who begins. */
  readonly empty: WatchDraft;
  begin(wish: DraftWish): Promise<WatchDraft>;
  /** Opens a watch to be edited; null where there is none. @throws AppError when its files have mistakes */
  open(watchId: string): Promise<WatchDraft | null>;
  /** Null when there is none, or no longer. */
  draft(id: string): Promise<WatchDraft | null>;
  mistakes(draft: WatchDraft): readonly DraftMistake[];
  /** Null, and nothing changed, when somebody else changed the draft first. */
  change(draft: WatchDraft, wish: DraftWish): Promise<WatchDraft | null>;
  /**
   * Replays past articles on it and keeps what came of it.
   * @param tell told how far it is, a sentence each
   * @throws AppError when there is nothing to be replayed, or another trial is under way
   */
  try(draft: WatchDraft, source: TrialSource, tell: (line: string) => void): Promise<WatchDraft | null>;
  /**
   * Writes it as a watch, and forgets the draft.
   * @param over though somebody else changed the watch meanwhile: what the draft changes is changed, the rest stays
   * @throws AppError when it cannot be written
   */
  write(draft: WatchDraft, over: boolean): Promise<Written>;
  drop(id: string): Promise<void>;
}
