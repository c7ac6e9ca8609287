import type { Logger } from 'pino';
import type { Fetcher } from '../model/fetch.ts';
import type { JobData, JobName } from '../model/job.ts';
import type { Mailbox } from '../model/mail.ts';
import type { PageWords, SiteRules } from '../model/site.ts';
import type { Clock } from '../model/time.ts';
import type { Links } from '../notify/links.ts';
import type { Dossiers } from './dossiers.ts';
import type { Catalogue, Channels, HubClient, JobStore, Transport } from './ports.ts';
import type { Stages } from './stages.ts';

export interface JobLimits {
  /** Shortest wait between two requests of a feed, and the first wait of one that failed. */
  readonly pollEveryMs: number;
  /** Longest wait of a feed that seldom publishes. */
  readonly quietPollMs: number;
  /** Longest wait of a feed that fails, asks for patience or names a long ttl. */
  readonly slowestPollMs: number;
  /** Older items are marked seen and not read; those without a date are read. */
  readonly maxItemAgeMs: number;
  readonly maxFeedBytes: number;
  readonly maxPageBytes: number;
  /** Real time; longer than the slowest fetch of a feed with its redirects. */
  readonly pollLeaseMs: number;
  /** Real time. Renewed while the mail server is talked to: a mail in the hands of a worker that died is taken up after it. */
  readonly deliveryLeaseMs: number;
  /** How often a decision is computed anew at once when another worker was quicker. */
  readonly compareTries: number;
  /** An alert waits this long, by the time of the news, for further reports of its event; 0: not at all. */
  readonly holdMs: number;
  /** No answer after a mail was handed over: send the same mail again, or leave it to a person. */
  readonly whenUnsure: 'resend' | 'hold';
  /** Waits of a mail that was put off: the first, the longest, and when to give up. */
  readonly mailRetry: { readonly firstMs: number; readonly longestMs: number; readonly giveUpMs: number };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const DEFAULT_LIMITS: JobLimits = {
  pollEveryMs: 15 * MINUTE_MS,
  quietPollMs: 15 * MINUTE_MS,
  slowestPollMs: 24 * HOUR_MS,
  maxItemAgeMs: 7 * 24 * HOUR_MS,
  maxFeedBytes: 10_000_000,
  maxPageBytes: 10_000_000,
  pollLeaseMs: 2 * MINUTE_MS,
  deliveryLeaseMs: 8000,
  compareTries: 5,
  holdMs: 0,
  whenUnsure: 'resend',
  // As Postfix does: minimal_backoff_time 300s, maximal_backoff_time 4000s, and two days.
  mailRetry: { firstMs: 5 * MINUTE_MS, longestMs: 4000_000, giveUpMs: 48 * HOUR_MS },
};

/** What the jobs need of the world, put together once by the app. */
export interface JobPorts {
  readonly catalogue: Catalogue;
  readonly store: JobStore;
  readonly fetcher: Fetcher;
  readonly transport: Transport;
  /** Null where this installation has no public address. */
  readonly hubs: HubClient | null;
  readonly channels: Channels;
  readonly stages: Stages;
  readonly dossiers: Dossiers;
  /** How pages are read. */
  readonly pages: { readonly words: PageWords; readonly sites?: readonly SiteRules[] };
  /** Who the mails are from. */
  readonly sender: Mailbox;
  readonly links: Links;
  /** The time of the news and of people's schedules; leases and BullMQ's delays run on real time. */
  readonly clock: Clock;
  /** 0 to below 1, for jitter. */
  readonly chance: () => number;
  readonly logger: Logger;
  readonly limits: JobLimits;
}

export interface EnqueueOptions {
  /** Real time. */
  readonly delayMs?: number;
  /** Another id than the job's natural one, for a second job of the same work. */
  readonly jobId?: string;
  /** Starts anew what failed long ago: its reason may be gone. Without it, a failed job keeps its id and its place. */
  readonly revive?: boolean;
}

/** Hands work on. A job whose id is queued or running already is not added again. */
export type Enqueue = <Name extends JobName>(
  name: Name,
  data: readonly JobData[Name][],
  options?: EnqueueOptions,
) => Promise<void>;

/** The ports, and what is known of this run of the job. */
export interface JobContext extends JobPorts {
  readonly enqueue: Enqueue;
  /** For work on what strangers wrote, which may end the process: @throws DeadlyError instead, once it surely does */
  readonly atRisk: <Result>(work: () => Result | Promise<Result>) => Promise<Result>;
  /** The same when the job is started again after a crash. */
  readonly jobId: string;
  /** Another one each time. */
  readonly runId: string;
  /** A retryable failure now would be final. */
  readonly lastAttempt: boolean;
}
