import type { FastifyPluginCallback } from 'fastify';
import type { Article } from '../model/article.ts';
import type { ArticleVerdict, Development } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { Feed, FeedState, Unreadable } from '../model/feed.ts';
import type { Feedback, Judgement } from '../model/feedback.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { Delivery, Preferences, Subscriber, SubscribeWish } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import type { Drafts } from './draft-ports.ts';

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
  /** Alerts that wait for further reports of their event, or for the end of quiet hours. */
  readonly alertsHeld: number;
  /** Edits of the watches' files that were not taken: file, place, what is wrong. */
  readonly mistakes: readonly string[];
}

/** How many events were withheld in a UTC hour, `2024-02-11T09`, for one reason. */
export interface WithheldHour {
  readonly hour: string;
  readonly reason: string;
  readonly count: number;
}

/** Whether a judgement was changed, and what it is now: another's, if they were first. */
export interface Changed {
  readonly changed: boolean;
  readonly now: Judgement | null;
}

/** What the page reads. Newest first everywhere. */
export interface PageStore {
  developments(watchId: string, limit: number): Promise<readonly Development[]>;
  development(watchId: string, developmentId: string): Promise<Development | null>;
  developmentCount(watchId: string): Promise<number>;
  /** Found at or after `since`, oldest first. */
  developmentsSince(watchId: string, since: Instant, limit: number): Promise<readonly Development[]>;
  /** In the order of the ids. */
  developmentsById(watchId: string, ids: readonly string[]): Promise<readonly Development[]>;
  /** Those that an article changed, in no order; others are as the baseline tells them. */
  ledgerEntries(watchId: string, entryIds: readonly string[]): Promise<readonly LedgerEntry[]>;
  verdicts(watchId: string, limit: number, skip?: number): Promise<readonly ArticleVerdict[]>;
  verdict(watchId: string, articleId: string): Promise<ArticleVerdict | null>;
  article(articleId: string): Promise<Article | null>;
  /** How many articles were compared from each instant to before the next. */
  comparedBetween(watchId: string, edges: readonly Instant[]): Promise<readonly number[]>;
  comparedSince(watchId: string): Promise<Instant | null>;
  withheldByHour(watchId: string): Promise<readonly WithheldHour[]>;
  judgements(watchId: string, targets: readonly string[]): Promise<readonly (Judgement | null)[]>;
  saveFeedback(feedback: Feedback, expected: Judgement | null, article: Article | null): Promise<Changed>;
  withdrawFeedback(watchId: string, target: string, expected: Judgement | null): Promise<Changed>;
  isFeedPaused(feedId: string): Promise<boolean>;
  feedState(feedId: string): Promise<FeedState>;
  /** Without their texts. */
  deliveryHeads(limit: number, skip?: number): Promise<readonly Delivery[]>;
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

/** What a link of a mail opens; one for the one is worth nothing for the other. */
export type LinkPurpose = 'preferences' | 'mute' | 'pause';

/** What readers do by themselves. */
export interface Readers {
  /** Mails a link to confirm, or to the preferences of who is subscribed. Tells nobody which. @throws AppError for an address or zone that cannot be */
  ask(wish: SubscribeWish): Promise<void>;
  /** Mails the link to the preferences, if anyone has that address; tells nobody whether. @throws AppError for an address that cannot be */
  askForLink(address: string): Promise<void>;
  /** Once; null for a token that is used, too old or not one. */
  confirm(token: string): Promise<Subscriber | null>;
  /** Who a link was mailed to; null for a token that was made for another purpose, is too old or not one. */
  byToken(token: string, purpose: LinkPurpose): Promise<Subscriber | null>;
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

/** Signing in. */
export interface Login {
  /** A new session's token; null for a wrong password. @throws AppError, retryable, while too many try at once */
  signIn(password: string): Promise<string | null>;
  isOpen(token: string): Promise<boolean>;
  signOut(token: string): Promise<void>;
}

/** A job that failed for good. */
export interface FailedJob {
  readonly name: JobName;
  readonly jobId: string;
  readonly data: JobData[JobName];
  readonly error: string;
  readonly attempts: number;
  readonly failedAtMs: number;
}

export interface ShownSetting {
  /** `mail.alertsPerDay`. */
  readonly name: string;
  /** Hidden where it is a secret. */
  readonly value: string;
}

/** The board of queues and jobs, to be mounted at a path as the browser knows it. */
export type Board = (at: string) => FastifyPluginCallback<{ readonly prefix?: string }>;

/** What whoever is signed in may do. */
export interface Operator {
  /** Newest first. */
  failedJobs(limit: number): Promise<readonly FailedJob[]>;
  /** False where it has not failed, or is gone. */
  retry(name: JobName, jobId: string): Promise<boolean>;
  discard(name: JobName, jobId: string): Promise<boolean>;
  pausedQueues(): Promise<ReadonlySet<JobName>>;
  pauseQueue(name: JobName): Promise<void>;
  resumeQueue(name: JobName): Promise<void>;
  run: Trigger;
  pauseFeed(feed: Feed): Promise<void>;
  resumeFeed(feed: Feed): Promise<void>;
  /** Has a mail that failed or is held sent after all. False where it is neither, or its text is gone. */
  sendAgain(deliveryId: string): Promise<boolean>;
  settings(): readonly ShownSetting[];
  readonly board: Board;
}

export interface PagePorts {
  /** Null where none is configured. */
  readonly login: Login | null;
  readonly operator: Operator;
  readonly drafts: Drafts;
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
