import type { ArticleVerdict, Development } from '../../src/model/development.ts';
import type { LedgerEntry } from '../../src/model/dossier.ts';
import type { Feed, FeedState, Unreadable } from '../../src/model/feed.ts';
import type { Judgement } from '../../src/model/feedback.ts';
import { JOB_NAMES } from '../../src/model/job.ts';
import type { Delivery, Subscriber } from '../../src/model/mail.ts';
import type { Watch } from '../../src/model/watch.ts';
import type { WatchDraft } from '../../src/model/watch-draft.ts';
import type { Drafts } from '../../src/web/draft-ports.ts';
import type { FailedJob, Health, Operator, PagePorts } from '../../src/web/ports.ts';
import {
  coalitionWatch,
  feed,
  NOW,
  sampleDeliveries,
  sampleDevelopment,
  sampleDevelopments,
  sampleDraft,
  sampleFeedStates,
  sampleSubscriber,
  sampleVerdicts,
  TOKEN,
} from './sample-data.ts';

/** All that a page can show, held in memory; a test changes what it is about. */
export interface Sample {
  now: Date;
  watches: { watch: Watch; baselineEvents: number }[];
  developments: Development[];
  verdicts: ArticleVerdict[];
  feeds: Feed[];
  feedStates: Map<string, FeedState>;
  deliveries: Delivery[];
  unreadable: Unreadable[];
  subscribers: Subscriber[];
  counts: { articles: number; developments: number; withheld: number };
  health: Health;
  /** Tokens of unsubscribe links. */
  tokens: Map<string, string>;
  unsubscribed: string[];
  /** As the ledger holds them now. */
  entries: LedgerEntry[];
  judged: Map<string, Judgement>;
  pausedFeeds: Set<string>;
  failedJobs: FailedJob[];
  /** Watches that are being set up. */
  drafts: WatchDraft[];
}

export const PASSWORD = 'a password of this test';
/** As the cookie of who is signed in holds it. */
export const SESSION = 'a'.repeat(43);

export function portsOf(sample: Sample): PagePorts {
  return {
    store: {
      developments: async (watchId, limit) => ofWatch(sample.developments, watchId).slice(0, limit),
      development: async (watchId, id) =>
        ofWatch(sample.developments, watchId).find((development) => development.id === id) ?? null,
      developmentCount: async (watchId) => ofWatch(sample.developments, watchId).length,
      developmentsSince: async (watchId, since, limit) =>
        ofWatch(sample.developments, watchId)
          .filter(({ at }) => at >= since)
          .toReversed()
          .slice(0, limit),
      developmentsById: async (watchId, ids) =>
        ids.flatMap((id) => ofWatch(sample.developments, watchId).find((one) => one.id === id) ?? []),
      ledgerEntries: async (_watchId, ids) => sample.entries.filter(({ id }) => ids.includes(id)),
      verdicts: async (watchId, limit, skip = 0) =>
        ofWatch(sample.verdicts, watchId).slice(skip, skip + limit),
      verdict: async (watchId, id) =>
        ofWatch(sample.verdicts, watchId).find(({ article }) => article.articleId === id) ?? null,
      article: async () => null,
      comparedBetween: async (watchId, edges) =>
        edges.slice(0, -1).map((edge, at) => {
          const end = edges[at + 1] ?? '';
          return ofWatch(sample.verdicts, watchId).filter((one) => one.at >= edge && one.at < end).length;
        }),
      comparedSince: async (watchId) => ofWatch(sample.verdicts, watchId).at(-1)?.at ?? null,
      withheldByHour: async (watchId) =>
        ofWatch(sample.verdicts, watchId).flatMap(({ at, withheld }) =>
          withheld.map(({ reason }) => ({ hour: at.slice(0, 13), reason, count: 1 })),
        ),
      judgements: async (_watchId, targets) => targets.map((target) => sample.judged.get(target) ?? null),
      saveFeedback: unasked,
      withdrawFeedback: unasked,
      isFeedPaused: async (feedId) => sample.pausedFeeds.has(feedId),
      feedState: async (feedId) => sample.feedStates.get(feedId) ?? { failures: 0 },
      deliveryHeads: async (limit, skip = 0) => sample.deliveries.slice(skip, skip + limit),
      delivery: async (id) => sample.deliveries.find((delivery) => delivery.id === id) ?? null,
      unreadable: async (limit) => sample.unreadable.slice(0, limit),
      counts: async () => sample.counts,
      subscriber: async (id) => sample.subscribers.find((subscriber) => subscriber.id === id) ?? null,
      subscriberCount: async () => sample.subscribers.length,
    },
    feeds: () => sample.feeds,
    watches: () => sample.watches,
    health: async () => sample.health,
    now: () => sample.now,
    subscriberOfToken: async (token) => sample.tokens.get(token) ?? null,
    unsubscribe: async (subscriberId) => {
      sample.unsubscribed.push(subscriberId);
    },
    login: {
      signIn: async (password) => (password === PASSWORD ? SESSION : null),
      isOpen: async (token) => token === SESSION,
      signOut: unasked,
    },
    operator: operatorOf(sample),
    drafts: draftsOf(sample),
    readers: {
      ask: unasked,
      askForLink: unasked,
      confirm: async () => null,
      byToken: async (token) => sample.subscribers.find(({ id }) => id === sample.tokens.get(token)) ?? null,
      change: unasked,
      held: async (subscriber) => ({ subscriber, mails: [] }),
      erase: unasked,
    },
  };
}

function operatorOf(sample: Sample): Operator {
  return {
    failedJobs: async (limit) => sample.failedJobs.slice(0, limit),
    retry: unasked,
    discard: unasked,
    pausedQueues: async () => new Set(['sweep']),
    pauseQueue: unasked,
    resumeQueue: unasked,
    run: unasked,
    pauseFeed: unasked,
    resumeFeed: unasked,
    sendAgain: unasked,
    settings: () => [{ name: 'mail.smtp', value: 'smtp://mail.example.org (user and password hidden)' }],
    board: () => (_app, _options, done) => done(),
  };
}

function draftsOf(sample: Sample): Drafts {
  return {
    empty: EMPTY_DRAFT,
    begin: unasked,
    open: unasked,
    draft: async (id) => sample.drafts.find((draft) => draft.id === id) ?? null,
    mistakes: ({ title }) => (title === '' ? [{ field: 'title', message: 'Say what is followed.' }] : []),
    change: async (draft) => draft,
    async try(draft, _source, tell) {
      tell('12 articles read');
      return draft;
    },
    write: async () => ({ kind: 'changed', what: ['the title'] }),
    drop: unasked,
  };
}

const EMPTY_DRAFT: WatchDraft = {
  ...{ id: 'new', version: 0, watchId: '', title: '', follow: '', names: '', sensitivity: 'normal' },
  ...{ types: null, documents: [], feeds: [], notes: [] },
  learnt: { actors: [], places: [], events: [], further: 0, suggested: [] },
};

function unasked(): Promise<never> {
  return Promise.reject(new Error('this sample changes nothing; the tests of tests/app do'));
}

function ofWatch<Of extends { readonly watchId: string }>(all: readonly Of[], watchId: string): Of[] {
  return all.filter((one) => one.watchId === watchId);
}

/** Just installed: one watch, nothing polled, nobody subscribed. */
export function emptySample(): Sample {
  const feeds = [feed('https://news.example/wire-a/world.rss', 'Wire A, World')];
  return {
    now: NOW,
    watches: [{ watch: coalitionWatch(), baselineEvents: 23 }],
    developments: [],
    verdicts: [],
    feeds,
    feedStates: new Map(),
    deliveries: [],
    unreadable: [],
    subscribers: [],
    counts: { articles: 0, developments: 0, withheld: 0 },
    health: {
      redis: { ok: true, detail: 'embedded 7.0.15, append-only file on' },
      queues: JOB_NAMES.map((queue) => ({ queue, waiting: 0, active: 0, delayed: 0, failed: 0 })),
      workers: 1,
      alertsHeld: 0,
      mistakes: [],
    },
    tokens: new Map(),
    unsubscribed: [],
    entries: [],
    judged: new Map(),
    pausedFeeds: new Set(),
    failedJobs: [],
    drafts: [],
  };
}

/** A worker's fifth day on the story of the coalition in Iraq. */
export function fullSample(): Sample {
  const feeds = [
    feed('https://news.example/wire-a/world.rss', 'Wire A, World'),
    feed('https://news.example/gulf-daily/feed', 'Gulf Daily'),
    feed('https://news.example/two-rivers-news/rss.xml', 'Two Rivers News'),
    feed('https://news.example/asia-notebook/atom.xml', 'Asia Notebook'),
    feed('https://news.example/defence/press.json', 'Defence Ministry, press releases'),
    feed('https://news.example/old-gazette/rss', 'Old Gazette'),
  ];
  const developments = sampleDevelopments();
  const subscriber = sampleSubscriber();
  return {
    ...emptySample(),
    developments,
    verdicts: sampleVerdicts(),
    feeds,
    feedStates: sampleFeedStates(feeds),
    deliveries: sampleDeliveries(subscriber, developments),
    unreadable: [
      {
        itemId: 'i1',
        feedId: feeds[1]?.id ?? '',
        url: 'https://news.example/gulf-daily/video/baghdad-night',
        title: 'Watch: Baghdad after the strike',
        error: 'The page holds no text: 41 words outside links and captions.',
        at: '2024-02-12T06:12:00.000Z',
      },
    ],
    subscribers: [subscriber],
    counts: { articles: 1284, developments: 12, withheld: 57 },
    tokens: new Map([[TOKEN, subscriber.id]]),
  };
}

/** The same day with everything a page can show: expected events, judgements, failed jobs, a paused feed, who told it. */
export function busySample(): Sample {
  const sample = fullSample();
  const base = sampleDevelopment();
  const planned = (id: string, day: string, headline: string) =>
    sampleDevelopment({
      ...{ id, headline, entryId: `e-${id}`, kind: 'new' },
      event: { ...base.event, date: { from: day, to: day }, certainty: 'planned', type: 'talks_round_held' },
      at: '2024-02-08T09:00:00.000Z',
    });
  const coming = planned('v-coming', '2024-02-18', 'A second round of talks is to be held in Baghdad');
  const silent = planned('v-silent', '2024-02-01', 'A committee is to meet in Washington');
  const developments = [...sample.developments, coming, silent].toSorted((a, b) => b.at.localeCompare(a.at));
  const told = (source: string) => ({
    ...{ articleId: 'a4', source, publishedAt: '2024-02-11', certainty: 'happened' as const },
    evidence: base.evidence,
  });
  return {
    ...sample,
    developments,
    entries: developments.map(({ entryId, event, at }) => ({
      ...{ id: entryId, event, held: false, firstSeenAt: at, lastSeenAt: at },
      observations: [told('Wire B'), told('Northern Post')],
      outlets: ['Wire B', 'Northern Post', 'Gulf Daily'],
      origins: ['Wire B', 'Gulf Daily'],
    })),
    judged: new Map([['v-toll', 'not-new']]),
    pausedFeeds: new Set([sample.feeds[2]?.id ?? '']),
    drafts: [sampleDraft(sample.watches[0]?.watch ?? coalitionWatch())],
    failedJobs: [
      {
        ...{ name: 'deliver', jobId: 'd-failed', data: { deliveryId: 'd-failed' }, attempts: 10 },
        error: '550 5.1.1 no such user',
        failedAtMs: NOW.getTime() - 3_600_000,
      },
    ],
  };
}
