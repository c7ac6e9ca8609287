import type { Channel } from './channel.ts';
import type { PendingCompare, PendingCompares } from './commit.ts';
import type { Item } from './feed.ts';
import type { Instant } from './time.ts';

/** The jobs, one queue each, and what each takes. Plain JSON; no secrets, no article text but a feed's own. */
export interface JobData {
  /** `force` skips `notBefore`, for a poll by hand; `pushed`: its hub says there is something new. */
  'poll-feed': { readonly feedId: string; readonly force?: boolean; readonly pushed?: boolean };
  /** `seenAt`: when the poll that brought it ran. `again`: the feed says its page was changed since it was read. */
  'read-article': {
    readonly feedId: string;
    readonly item: Item;
    readonly seenAt?: Instant;
    readonly again?: boolean;
  };
  /** For one watch; for several, whether it is on their stories at all. */
  'compare-article': PendingCompare | PendingCompares;
  /** `readerIds`: a part of the watch's readers, where one job would have too many. */
  'send-alert': {
    readonly watchId: string;
    readonly developmentId: string;
    readonly readerIds?: readonly string[];
  };
  /** One subscriber's digest; `force` composes it though it is not due. */
  'send-digest': { readonly subscriberId: string; readonly force?: boolean };
  deliver: { readonly deliveryId: string };
  /** Finds digests that are due, re-enqueues what a crash left between commit and enqueue, and applies retention. */
  sweep: Record<string, never>;
}

export type JobName = keyof JobData;

export const JOB_NAMES: readonly JobName[] = [
  'poll-feed',
  'read-article',
  'compare-article',
  'send-alert',
  'send-digest',
  'deliver',
  'sweep',
];

/** What each job reports when it ends; expected outcomes are values, not exceptions. */
export interface JobOutcome {
  'poll-feed':
    | {
        readonly kind: 'polled';
        readonly feedId: string;
        readonly items: number;
        /** New and handed on to be read. */
        readonly fresh: number;
        /** New but older than the limit. */
        readonly skipped?: number;
        /** Known, and changed since by the feed's word: to be read again. */
        readonly changed?: number;
      }
    | { readonly kind: 'unchanged'; readonly feedId: string }
    | { readonly kind: 'too-early'; readonly feedId: string; readonly notBefore: string }
    /** Its host refuses several feeds at once (429, 503): none of them is asked before. */
    | { readonly kind: 'host-busy'; readonly feedId: string; readonly notBefore: string }
    | { readonly kind: 'paused'; readonly feedId: string }
    | { readonly kind: 'already-running'; readonly feedId: string }
    | { readonly kind: 'gone'; readonly feedId: string }
    | { readonly kind: 'failed'; readonly feedId: string; readonly error: string; readonly notBefore: string }
    | { readonly kind: 'unknown-feed'; readonly feedId: string };
  'read-article':
    | {
        readonly kind: 'read';
        readonly articleId: string;
        readonly via: 'page' | 'feed';
        readonly note?: string;
      }
    | { readonly kind: 'known'; readonly articleId: string }
    /** Read again: its text is as it was. */
    | { readonly kind: 'unchanged'; readonly articleId: string }
    | { readonly kind: 'too-old'; readonly itemId: string }
    | { readonly kind: 'unreadable'; readonly itemId: string; readonly error: string };
  'compare-article':
    | {
        readonly kind: 'compared';
        readonly watchId: string;
        readonly articleId: string;
        readonly relevant: boolean;
        readonly developmentIds: readonly string[];
        readonly withheld: number;
      }
    /** Off the stories of some watches; the others have it compared by a job each. */
    | {
        readonly kind: 'sifted';
        readonly articleId: string;
        readonly offStory: readonly string[];
        readonly handedOn: readonly string[];
      }
    | { readonly kind: 'already-compared'; readonly watchId: string; readonly articleId: string }
    | { readonly kind: 'unknown'; readonly watchId: string; readonly articleId: string };
  'send-alert':
    | {
        readonly kind: 'enqueued';
        readonly deliveries: number;
        readonly skipped: number;
        /** Made, to be sent when their readers' quiet hours end. */
        readonly waiting?: number;
        /** Jobs that its readers were handed on to. */
        readonly parts?: number;
      }
    /** Waits for further reports of the same event. */
    | { readonly kind: 'held'; readonly until: string }
    | { readonly kind: 'unknown' };
  'send-digest':
    | { readonly kind: 'enqueued'; readonly deliveryId: string; readonly developments: number }
    | { readonly kind: 'nothing-new' }
    | { readonly kind: 'not-due' }
    /** The reader asked for no mail until then. */
    | { readonly kind: 'paused'; readonly until: string }
    | { readonly kind: 'unknown' };
  /** `via`: a channel and no mailbox. */
  deliver: { readonly deliveryId: string; readonly via?: Channel['kind'] } & (
    | {
        readonly kind: 'sent';
        /** Of an alert, from the article's publication to its poll, and from there until it was sent. */
        readonly delays?: { readonly feedMs?: number; readonly ourMs: number };
      }
    | { readonly kind: 'already-sent' | 'busy' | 'unknown' }
    | { readonly kind: 'put-off'; readonly error: string; readonly retryAt: string }
    | { readonly kind: 'failed' | 'held'; readonly error: string }
  );
  sweep: {
    readonly kind: 'swept';
    readonly reEnqueued: number;
    readonly digestsDue: number;
    readonly removed: number;
  };
}
