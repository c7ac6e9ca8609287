import type { ArticleVerdict, Development } from '../model/development.ts';
import type { Feed, FeedState, Unreadable } from '../model/feed.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { Delivery, Preferences, Subscriber, SubscribeWish } from '../model/mail.ts';
import type { Watch } from '../model/watch.ts';

export interface WatchOverview {
  readonly watch: Watch;
  /** Known from the baseline documents. */
  readonly baselineEvents: number;
}

export interface QueueCounts {
  readonly queue: JobName;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export interface Health {
  readonly redis: { readonly ok: boolean; readonly detail: string };
  readonly queues: readonly QueueCounts[];
  /** Workers alive now. */
  readonly workers: number;
  /** Edits of the watches' files that were not taken: file, place, what is wrong. */
  readonly mistakes: readonly string[];
}

/** What the page reads. Newest first everywhere. */
export interface PageStore {
  developments(watchId: string, limit: number): Promise<readonly Development[]>;
  development(watchId: string, developmentId: string): Promise<Development | null>;
  verdicts(watchId: string, limit: number): Promise<readonly ArticleVerdict[]>;
  feedState(feedId: string): Promise<FeedState>;
  deliveries(limit: number): Promise<readonly Delivery[]>;
  delivery(deliveryId: string): Promise<Delivery | null>;
  unreadable(limit: number): Promise<readonly Unreadable[]>;
  counts(
    watchId: string,
  ): Promise<{ readonly articles: number; readonly developments: number; readonly withheld: number }>;
  subscriber(subscriberId: string): Promise<Subscriber | null>;
  /** Active subscribers of all watches. */
  subscriberCount(): Promise<number>;
}

/** All that is held on one reader, as they may take it with them. */
export interface HeldOnReader {
  readonly subscriber: Subscriber;
  readonly mails: readonly (Pick<Delivery, 'kind' | 'state' | 'createdAt' | 'developmentIds'> & {
    readonly sentAt: string | undefined;
    readonly response: string | undefined;
    readonly subject: string;
  })[];
}

/** What readers do by themselves. */
export interface Readers {
  /** Mails a link to confirm, or to the preferences of who is subscribed. Tells nobody which. @throws AppError for an address or zone that cannot be */
  ask(wish: SubscribeWish): Promise<void>;
  /** Mails the link to the preferences, if anyone has that address; tells nobody whether. @throws AppError for an address that cannot be */
  askForLink(address: string): Promise<void>;
  /** Once; null for a token that is used, too old or not one. */
  confirm(token: string): Promise<Subscriber | null>;
  /** Who a link to the preferences was mailed to. */
  byToken(token: string): Promise<Subscriber | null>;
  /**
   * @param options.activate subscribes anew who had left, or whose mails came back
   * @throws AppError for a zone that is none
   */
  change(
    subscriber: Subscriber,
    wishes: Preferences,
    options?: { readonly activate?: boolean },
  ): Promise<Subscriber>;
  held(subscriber: Subscriber): Promise<HeldOnReader>;
  erase(subscriber: Subscriber): Promise<void>;
}

export interface PagePorts {
  readonly store: PageStore;
  readonly feeds: () => readonly Feed[];
  readonly watches: () => readonly WatchOverview[];
  readonly health: () => Promise<Health>;
  readonly now: () => Date;
  /** Checks the signed token of an unsubscribe link; the subscriber it names, or null. */
  readonly subscriberOfToken: (token: string) => Promise<string | null>;
  readonly unsubscribe: (subscriberId: string) => Promise<void>;
  readonly readers: Readers;
}

/** Runs a job by hand: the same job as the schedule's. */
export type Trigger = <Name extends JobName>(name: Name, data: JobData[Name]) => Promise<void>;
