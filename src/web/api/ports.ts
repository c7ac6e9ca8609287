import type { Article } from '../../model/article.ts';
import type { Channel, ChannelState } from '../../model/channel.ts';
import type { ArticleVerdict, Development } from '../../model/development.ts';
import type { Feed, FeedState } from '../../model/feed.ts';
import type { JobData, JobName } from '../../model/job.ts';
import type { Delivery, Subscriber, SubscribeWish } from '../../model/mail.ts';
import type { Page, PageAsk } from '../../model/page.ts';
import type { ApiToken } from '../../model/token.ts';
import type { Watch } from '../../model/watch.ts';
import type { Health } from '../ports.ts';

/** What the API reads. */
export interface ApiStore {
  counts(
    watchId: string,
  ): Promise<{ readonly articles: number; readonly developments: number; readonly withheld: number }>;
  development(watchId: string, developmentId: string): Promise<Development | null>;
  developmentPage(watchId: string, ask: PageAsk): Promise<Page<Development>>;
  verdictPage(watchId: string, ask: PageAsk): Promise<Page<ArticleVerdict>>;
  deliveryPage(ask: PageAsk, subscriberId?: string): Promise<Page<Delivery>>;
  article(articleId: string): Promise<Article | null>;
  delivery(deliveryId: string): Promise<Delivery | null>;
  subscriber(subscriberId: string): Promise<Subscriber | null>;
  /** By address. */
  subscribers(): Promise<readonly Subscriber[]>;
  feedState(feedId: string): Promise<FeedState>;
  isFeedPaused(feedId: string): Promise<boolean>;
  channelState(channelId: string): Promise<ChannelState | null>;
}

export type ExportFormat = 'csv' | 'jsonl';

/** Where a job by hand is. Gone: it ended well and was removed, or there never was one. */
export type JobWhereabouts = 'open' | 'gone' | { readonly failedReason: string };

export interface ApiPorts {
  readonly store: ApiStore;
  readonly watches: () => readonly Watch[];
  readonly feeds: () => readonly Feed[];
  readonly channels: readonly Channel[];
  readonly now: () => Date;
  readonly health: () => Promise<Health>;
  /** The token a text is, or null. */
  readonly tokenOf: (text: string) => Promise<ApiToken | null>;
  /** Where the pages are: absolute, without a slash at its end. */
  readonly baseUrl: () => string;
  readonly version: string;
  /** @throws AppError for an address or zone that cannot be */
  readonly subscribe: (wish: SubscribeWish) => Promise<Subscriber>;
  /** Mails a link to confirm. @throws AppError for an address or zone that cannot be */
  readonly ask: (wish: SubscribeWish) => Promise<void>;
  readonly unsubscribe: (subscriberId: string) => Promise<void>;
  readonly pauseFeed: (feed: Feed) => Promise<void>;
  readonly resumeFeed: (feed: Feed) => Promise<void>;
  /** Queues a job by hand under an id of its own. */
  readonly run: <Name extends JobName>(name: Name, data: JobData[Name]) => Promise<string>;
  readonly whereabouts: (name: JobName, jobId: string) => Promise<JobWhereabouts>;
  /** Lines of a whole export, the newest development first. */
  readonly exportDevelopments: (watchId: string, format: ExportFormat) => AsyncIterable<string>;
}
