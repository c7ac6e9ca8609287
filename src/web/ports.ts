import type { ArticleVerdict, Development } from '../model/development.ts';
import type { Feed, FeedState, Unreadable } from '../model/feed.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { Delivery, Subscriber } from '../model/mail.ts';
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

export interface PagePorts {
  readonly store: PageStore;
  readonly feeds: () => readonly Feed[];
  readonly watches: () => readonly WatchOverview[];
  readonly health: () => Promise<Health>;
  readonly now: () => Date;
  /** Checks the signed token of an unsubscribe link; the subscriber it names, or null. */
  readonly subscriberOfToken: (token: string) => Promise<string | null>;
  readonly unsubscribe: (subscriberId: string) => Promise<void>;
}

/** Runs a job by hand: the same job as the schedule's. */
export type Trigger = <Name extends JobName>(name: Name, data: JobData[Name]) => Promise<void>;
