/** Part of every key. A changed layout takes the next number and a migration. */
export const SCHEMA_VERSION = 1;

interface KeyDoc {
  /** After prefix and schema version; `<…>` stands for an id, which holds no colon. */
  readonly name: string;
  readonly type: 'string' | 'hash' | 'set' | 'zset';
  readonly holds: string;
  readonly lives: string;
}

/**
 * Every key of the store. "Packed" is JSON, deflated with a dictionary of our own unless it is short (packing.ts). Scores of
 * sorted sets are milliseconds of the clock of jobs unless said otherwise.
 */
export const KEYS = {
  feed: { name: 'feed:<feed>', type: 'string', holds: 'FeedState as JSON', lives: 'for ever' },
  poll: {
    name: 'feed:<feed>:poll',
    type: 'string',
    holds: 'the owner of the poll that runs now',
    lives: 'until released, else its lease',
  },
  feedPush: { name: 'feed:<feed>:push', type: 'hash', holds: 'FeedPush', lives: 'until it is removed' },
  pausedFeeds: { name: 'feeds:paused', type: 'set', holds: 'feeds a person paused', lives: 'until resumed' },
  refusals: {
    name: 'host:<host>:refusals',
    type: 'zset',
    holds: 'feeds this host refused (429, 503), host as in an address, encoded; score: till when',
    lives: 'until it answers another feed, else the longest of the waits',
  },
  turns: { name: 'host:<host>:turns', type: 'zset', holds: 'turns; score: till when', lives: 'a lease' },
  feedLeaving: { name: 'feed:<feed>:leaving', type: 'string', holds: 'topic of a hub left', lives: 'a day' },
  seen: {
    name: 'feed:<feed>:seen',
    type: 'zset',
    holds:
      'items that were handed on, as the 10 bytes of their id; score: second they were last seen in the feed',
    lives: 'keep.seenMs, and as long as the feed carries them',
  },
  seenTrims: {
    name: 'feeds:seen',
    type: 'zset',
    holds: 'feeds; score: when their seen items are looked through next for what is old',
    lives: 'as long as the feed has seen items',
  },
  article: {
    name: 'article:<article>',
    type: 'string',
    holds: 'Article, packed',
    lives: 'keep.articlesMs, and until every watch compared it',
  },
  articles: {
    name: 'articles',
    type: 'zset',
    holds: 'ids of the stored articles; score: last saved or asked for',
    lives: 'as the article',
  },
  compares: {
    name: 'compares',
    type: 'zset',
    holds: 'article:watch that are yet to be compared; score: waiting since',
    lives: 'until committed or dropped',
  },
  unreadable: {
    name: 'unreadable',
    type: 'hash',
    holds: 'item id → Unreadable as JSON',
    lives: 'keep.articlesMs, the latest 500',
  },
  unreadableTimes: {
    name: 'unreadable:times',
    type: 'zset',
    holds: 'item ids; score: when it failed',
    lives: 'as unreadable',
  },
  watches: { name: 'watches', type: 'hash', holds: 'watch id → version of its dossier', lives: 'for ever' },
  ledger: {
    name: 'watch:<watch>:ledger',
    type: 'hash',
    holds: 'e + id → LedgerEntry, p + article id → ArticlePrint, packed',
    lives: 'entries for ever; prints as the done-mark of their article',
  },
  ledgerVersions: {
    name: 'watch:<watch>:ledger:versions',
    type: 'zset',
    holds: 'fields of the ledger; score: version that changed it last',
    lives: 'as the ledger',
  },
  founding: { name: 'watch:<watch>:base', type: 'string', holds: 'KeptFounding, packed', lives: 'for ever' },
  ledgerIndex: { name: 'watch:<watch>:index', type: 'string', holds: 'KeptIndex, packed', lives: 'for ever' },
  developments: {
    name: 'watch:<watch>:developments',
    type: 'hash',
    holds: 'development id → Development, packed',
    lives: 'for ever',
  },
  developmentTimes: {
    name: 'watch:<watch>:developments:times',
    type: 'zset',
    holds: 'development ids; score: when it was found, strictly growing in the order of commits',
    lives: 'for ever',
  },
  lastDevelopment: {
    name: 'developments:last',
    type: 'string',
    holds: 'the highest score of any development, or the latest instant at which due digests were asked for',
    lives: 'for ever',
  },
  compared: {
    name: 'watch:<watch>:compared',
    type: 'zset',
    holds: 'done-marks: ids of compared articles; score: when',
    lives: 'the longest of keep.articlesMs, keep.verdictsMs and keep.seenMs',
  },
  verdicts: {
    name: 'watch:<watch>:verdicts',
    type: 'hash',
    holds: 'article id → ArticleVerdict, packed',
    lives: 'keep.verdictsMs',
  },
  withheld: {
    name: 'watch:<watch>:withheld',
    type: 'hash',
    holds: 'UTC hour:reason (2024-02-11T09:known) → how many were withheld',
    lives: 'keep.verdictsMs',
  },
  totals: {
    name: 'watch:<watch>:totals',
    type: 'hash',
    holds:
      'articles, developments, withheld, developments:<kind>, withheld:<reason>: counts of all time; ' +
      'trimmedTo: verdicts before it are gone',
    lives: 'for ever',
  },
  judgements: {
    name: 'watch:<watch>:judgements',
    type: 'hash',
    holds: 'what was judged (a development, a withheld event) → how',
    lives: 'until withdrawn',
  },
  feedback: {
    name: 'watch:<watch>:feedback',
    type: 'hash',
    holds: 'what was judged → Feedback, packed',
    lives: 'as the judgement',
  },
  feedbackTexts: {
    name: 'watch:<watch>:feedback:articles',
    type: 'hash',
    holds: 'article id → Article, packed: the texts that were judged, which outlive keep.articlesMs',
    lives: 'for ever',
  },
  outbox: {
    name: 'outbox',
    type: 'zset',
    holds: 'development:watch committed, their alert neither held nor composed; score: committed',
    lives: 'until then, or a day',
  },
  heldAlerts: {
    name: 'alerts:held',
    type: 'zset',
    holds: 'development:watch whose alert waits for further reports of the same event; score: until when',
    lives: 'until it is composed, or a day longer',
  },
  delivery: {
    name: 'delivery:<delivery>',
    type: 'hash',
    holds:
      'record (Delivery less message and what changes) and envelope (the message less its texts), texts: packed; ' +
      'state, attempts, owner, leaseUntil (ms of the clock of Redis), unknown (1: an attempt may have arrived), response, sentAt; ' +
      'subscriberId, createdMs, windowEnd for the scripts',
    lives: 'for ever; texts keep.deliveriesMs',
  },
  deliveries: { name: 'deliveries', type: 'zset', holds: 'delivery ids; score: created', lives: 'for ever' },
  openDeliveries: {
    name: 'deliveries:open',
    type: 'zset',
    holds: 'ids of those pending or sending; score: due since',
    lives: 'until sent, failed or held',
  },
  deliveryTexts: {
    name: 'deliveries:texts',
    type: 'zset',
    holds: 'ids of those closed whose texts are still kept; score: created',
    lives: 'keep.deliveriesMs',
  },
  told: {
    name: 'subscriber:<subscriber>:told',
    type: 'hash',
    holds: 'development id → the delivery that tells it to this subscriber or channel',
    lives: 'for ever',
  },
  subscriberDeliveries: {
    name: 'subscriber:<subscriber>:deliveries',
    type: 'zset',
    holds: 'ids of the mails to this subscriber; score: created',
    lives: 'for ever',
  },
  request: {
    name: 'request:<request>',
    type: 'string',
    holds: 'SubscribeRequest as JSON: who asked on the page and has not confirmed yet',
    lives: 'until confirmed or two days old',
  },
  requests: {
    name: 'requests',
    type: 'zset',
    holds: 'request ids; score: when they end',
    lives: 'as the request',
  },
  uses: {
    name: 'uses:<use>',
    type: 'string',
    holds: 'how often something was asked for: notices to an address and in all; a page by a network, hashed',
    lives: 'a minute, an hour or a day of the clock of Redis, from the first use',
  },
  alertsOfDay: {
    name: 'subscriber:<subscriber>:alerts:<day>',
    type: 'string',
    holds: 'alerts made for a subscriber on a local day',
    lives: 'three days',
  },
  subscriber: {
    name: 'subscriber:<subscriber>',
    type: 'hash',
    holds:
      'record (Subscriber as JSON), status, watches (JSON array), windowEnd (end of the last digest sent)',
    lives: 'for ever',
  },
  subscribers: { name: 'subscribers', type: 'set', holds: 'ids of all subscribers', lives: 'for ever' },
  activeSubscribers: {
    name: 'subscribers:active',
    type: 'set',
    holds: 'ids of the active ones',
    lives: 'while active',
  },
  watchSubscribers: {
    name: 'watch:<watch>:subscribers',
    type: 'set',
    holds: 'ids of the active subscribers of a watch',
    lives: 'while active',
  },
  digests: {
    name: 'digests',
    type: 'zset',
    holds: 'subscriber ids; score: when the next digest is due',
    lives: 'until scheduled anew or the subscriber leaves',
  },
  session: {
    name: 'session:<session>',
    type: 'string',
    holds: 'which login opened it; <session> is the SHA-256 of what the browser holds',
    lives: 'until signed out, else twelve hours of the clock of Redis',
  },
  draft: {
    name: 'draft:<draft>',
    type: 'hash',
    holds: 'draft: a WatchDraft, packed; version: its number',
    lives: 'until written or dropped, else three days of the clock of Redis after its last change',
  },
  processes: {
    name: 'processes',
    type: 'hash',
    holds: 'host/number of a running process → ProcessReport as JSON: what configuration it goes by',
    lives: 'until it ends, or a minute after it was last heard of',
  },
  tokens: {
    name: 'tokens',
    type: 'hash',
    holds: 'token id → ApiToken as JSON; of its secret a hash',
    lives: 'until revoked',
  },
  counts: {
    name: 'counts',
    type: 'hash',
    holds:
      'metric and values of its labels, as a JSON array → how much was counted, by all processes together',
    lives: 'for ever',
  },
  probe: {
    name: 'probe',
    type: 'string',
    holds: 'nothing; written to know that writing works',
    lives: 'a minute of the clock of Redis',
  },
  channels: {
    name: 'channels',
    type: 'hash',
    holds: 'channel id → ChannelState as JSON, of those that fail or want no more',
    lives: 'until one answers again or is enabled',
  },
  secret: {
    name: 'secret',
    type: 'string',
    holds: '32 random bytes in base64url; signs the links in mails',
    lives: 'for ever',
  },
} as const satisfies Record<string, KeyDoc>;
