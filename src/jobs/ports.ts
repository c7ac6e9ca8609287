import type { Article } from '../model/article.ts';
import type { Channel, ChannelState } from '../model/channel.ts';
import type {
  CommitOutcome,
  CompareCommit,
  ComparisonStart,
  OutboxEntry,
  PendingCompare,
  PendingCompares,
  SavedArticle,
  SiftStart,
} from '../model/commit.ts';
import type { Development } from '../model/development.ts';
import type { DossierChange, KeptFounding, KeptIndex, LedgerRecords } from '../model/dossier.ts';
import type { Feed, FeedHub, FeedPush, FeedState, HostRefusal, Unreadable } from '../model/feed.ts';
import type { ClaimDelivery, CreateDelivery, Delivery, MailMessage, Subscriber } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';

/** What is configured; held in memory. */
export interface Catalogue {
  feeds(): readonly Feed[];
  feed(feedId: string): Feed | undefined;
  watches(): readonly Watch[];
  watch(watchId: string): Watch | undefined;
}

/** The way to hubs (WebSub). */
export interface HubClient {
  /** @throws FetchError when the hub refuses or does not answer */
  subscribe(feedId: string, hub: FeedHub): Promise<void>;
}

export interface FeedStore {
  /** `{ failures: 0 }` for a feed never polled. */
  feedState(feedId: string): Promise<FeedState>;
  saveFeedState(feedId: string, state: FeedState): Promise<void>;
  /** One poll of a feed at a time. False when another owner holds the lease; it ends by itself after `leaseMs`. */
  claimPoll(feedId: string, owner: string, leaseMs: number): Promise<boolean>;
  releasePoll(feedId: string, owner: string): Promise<void>;
  /** Null for a feed whose hub was never asked. */
  feedPush(feedId: string): Promise<FeedPush | null>;
  /** Changes the fields given, and no other. */
  saveFeedPush(feedId: string, fields: Partial<FeedPush>): Promise<void>;
  /** By a person, till resumed. */
  isFeedPaused(feedId: string): Promise<boolean>;
  /** Feeds that a host refuses at this time (429, 503), each till when. Shared by all workers. */
  hostRefusals(host: string, now: Instant): Promise<readonly HostRefusal[]>;
  saveHostRefusal(host: string, refusal: HostRefusal, forMs: number): Promise<void>;
  clearHostRefusals(host: string): Promise<void>;
  /** Those of the ids that were not marked seen, in the order given. */
  unseenItems(feedId: string, itemIds: readonly string[]): Promise<readonly string[]>;
  /** Called after their `read-article` jobs are queued. */
  markItemsSeen(feedId: string, itemIds: readonly string[], at: Instant): Promise<void>;
}

export interface ArticleStore {
  article(articleId: string): Promise<Article | null>;
  /** Stores the article unless it is there and, in the same transaction, remembers which watches have yet to compare it. */
  saveArticle(article: Article, watchIds: readonly string[], at: Instant): Promise<SavedArticle>;
  /** For an article already stored that a second feed brings to further watches; null when it is not. Returns the watches that have yet to compare it. */
  awaitCompare(
    articleId: string,
    watchIds: readonly string[],
    at: Instant,
  ): Promise<readonly string[] | null>;
  /** An item that could not be read; shown on the page. */
  saveUnreadable(item: Omit<Unreadable, 'error' | 'at'>, error: string, at: Instant): Promise<void>;
  /** Those that have waited since before `before` (by wall clock of `saveArticle`'s `at`), oldest first. */
  pendingCompares(before: Instant, limit: number): Promise<readonly PendingCompare[]>;
  /** Gives a pending compare up: its watch or article is gone. */
  dropPendingCompare(pending: PendingCompare): Promise<void>;
}

export interface DossierStore {
  /** What was committed after `sinceVersion` (0: everything), and the version reached. */
  dossierChanges(
    watchId: string,
    sinceVersion: number,
  ): Promise<{ readonly version: number; readonly change: DossierChange }>;
  /** The whole ledger in two parts: what last changed up to a version, and after it. */
  ledgerRecords(watchId: string, upTo: number): Promise<LedgerRecords>;
  /** Null where none is kept. */
  keptFounding(watchId: string): Promise<KeptFounding | null>;
  keepFounding(watchId: string, kept: KeptFounding): Promise<void>;
  /** Null where none is kept. */
  keptIndex(watchId: string): Promise<KeptIndex | null>;
  keepIndex(watchId: string, kept: KeptIndex): Promise<void>;
  /** One that this process saved or loaded lately; null does not say that it is gone. */
  articleAtHand(articleId: string): Promise<Article | null>;
  /** The article, whether the watch compared it, and the version of its dossier, in one trip. */
  comparisonStart(pending: PendingCompare): Promise<ComparisonStart>;
  /** The article, and the versions of the watches' dossiers, in one trip. */
  siftStart(pending: PendingCompares): Promise<SiftStart>;
  /** One Lua script: version check, ledger, developments, verdict, outbox, done-mark. */
  commitCompare(commit: CompareCommit): Promise<CommitOutcome>;
  /** Each as `commitCompare` does it, in one trip; all or none of one, not of all. */
  commitCompares(commits: readonly CompareCommit[]): Promise<readonly CommitOutcome[]>;
  development(watchId: string, developmentId: string): Promise<Development | null>;
  /** Found at or after `since`, oldest first. */
  developmentsSince(watchId: string, since: Instant, limit: number): Promise<readonly Development[]>;
  /** In the order of the ids; those there are not are left out. */
  developmentsById(watchId: string, ids: readonly string[]): Promise<readonly Development[]>;
  /** Outbox entries committed before `before` and not cleared, oldest first. */
  outbox(before: Instant, limit: number): Promise<readonly OutboxEntry[]>;
  clearOutbox(entries: readonly OutboxEntry[]): Promise<void>;
  /** An alert that waits for further reports of its event. */
  holdAlert(entry: OutboxEntry, until: Instant): Promise<void>;
  /** Alerts whose hold is over at `now`, longest over first. */
  heldAlerts(now: Instant, limit: number): Promise<readonly OutboxEntry[]>;
  releaseAlerts(entries: readonly OutboxEntry[]): Promise<void>;
  /** Of these developments, those whose alert is still to be composed: in the outbox, or held. */
  waitingAlerts(watchId: string, developmentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Withheld verdicts since an instant, counted by reason. */
  withheldCounts(watchId: string, since: Instant): Promise<Readonly<Record<string, number>>>;
}

export interface DeliveryStore {
  /**
   * One Lua script: stores it as pending and binds its developments to it for this subscriber.
   * With `cap`, counts it against the subscriber's alerts of that local day.
   */
  createDelivery(
    delivery: Delivery,
    cap?: { readonly day: string; readonly max: number },
  ): Promise<CreateDelivery>;
  delivery(deliveryId: string): Promise<Delivery | null>;
  /** Of these developments, those bound to any delivery of the subscriber, with its id. */
  toldDevelopments(
    subscriberId: string,
    developmentIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Moves pending (or an expired lease) to sending; gives whom it is for with it. */
  claimDelivery(deliveryId: string, owner: string, leaseMs: number): Promise<ClaimDelivery>;
  /** The owner's lease begins anew. False when it has lost it. */
  renewDelivery(deliveryId: string, owner: string, leaseMs: number): Promise<boolean>;
  /** Sent; a digest moves its subscriber's window on. False when the lease was lost meanwhile (the record is marked sent all the same). */
  markSent(deliveryId: string, owner: string, at: Instant, response: string): Promise<boolean>;
  /** Back to pending, with the reason. */
  putOff(
    deliveryId: string,
    owner: string,
    retryAt: Instant,
    error: string,
    outcomeUnknown: boolean,
  ): Promise<void>;
  /** Final: `failed` or `held`. With `untell` its developments are free to be told by another. */
  giveUp(
    deliveryId: string,
    owner: string,
    state: 'failed' | 'held',
    error: string,
    untell?: Pick<Delivery, 'subscriberId' | 'developmentIds'>,
  ): Promise<void>;
  /** Pending deliveries (and expired leases) due before `before`, oldest first: the sweep re-enqueues them. */
  openDeliveries(before: Instant, limit: number): Promise<readonly string[]>;
}

/** What sending to channels has taught; null while all is well. */
export interface ChannelStore {
  channelState(channelId: string): Promise<ChannelState | null>;
  saveChannelState(channelId: string, state: ChannelState | null): Promise<void>;
}

export interface SubscriberStore {
  subscriber(subscriberId: string): Promise<Subscriber | null>;
  /** Ids of the active ones of a watch, in no order. */
  subscriberIdsOf(watchId: string): Promise<readonly string[]>;
  /** In the order of the ids; those there are not are left out. */
  subscribersById(ids: readonly string[]): Promise<readonly Subscriber[]>;
  /** Where the subscriber's next digest begins: the end of the last one sent, or when they subscribed. */
  digestWindowStart(subscriberId: string): Promise<Instant>;
  /** Subscribers whose digest is due at `now`. */
  dueDigests(now: Instant, limit: number): Promise<readonly string[]>;
  isDigestDue(subscriberId: string, now: Instant): Promise<boolean>;
  /** No more mail to an address that is none any more. False: there is no such subscriber. */
  suspendSubscriber(subscriberId: string, reason: string, at: Instant): Promise<boolean>;
  /** Null: no digest scheduled. */
  scheduleDigest(subscriberId: string, dueAt: Instant | null): Promise<void>;
}

export interface ProcessStore {
  /** Whether any running process goes by a watch, or by a feed, of this id. */
  isFollowed(id: string): Promise<boolean>;
}

export interface Retention {
  /** Removes articles, verdicts, seen items, sent deliveries' texts older than their keep time; never what tells what a reader was told. Returns how many keys. */
  applyRetention(now: Instant): Promise<number>;
}

export interface JobStore
  extends FeedStore,
    ArticleStore,
    DossierStore,
    DeliveryStore,
    ChannelStore,
    SubscriberStore,
    ProcessStore,
    Retention {}

/** Sending. Throws DeliveryError. Returns the server's answer in its words. */
export interface Transport {
  send(message: MailMessage): Promise<string>;
}

/** Webhooks and ntfy topics, as configured. */
export interface Channels {
  /** Those that a watch names. */
  of(watch: Pick<Watch, 'notify'>): readonly Channel[];
  find(channelId: string): Channel | undefined;
  /** Returns the server's answer in its words; throws DeliveryError. */
  post(channel: Channel, delivery: Pick<Delivery, 'id' | 'message'>): Promise<string>;
}
