import type { Redis } from 'ioredis';
import type { Config } from '../config/load.ts';
import type { Catalogue } from '../jobs/ports.ts';
import type { Queues } from '../jobs/queues.ts';
import { type METRICS, recordedSamples, type Sample } from '../model/metrics.ts';
import type { Clock } from '../model/time.ts';
import { inspectServer } from '../store/server.ts';
import type { Store } from '../store/store.ts';
import { conditionOf, TROUBLE_ORDER } from '../web/feed-view.ts';
import { VERSION } from './version.ts';

interface Parts {
  readonly config: Pick<Config, 'channels'>;
  readonly catalogue: Catalogue;
  readonly store: Store;
  readonly queues: Queues;
  readonly redis: Redis;
  readonly clock: Clock;
}

type Look = (parts: Parts) => Promise<readonly Sample[]>;

/** All of `/metrics`: what was counted, and how things stand now. Without Redis only that it is away. Never throws. */
export async function collectSamples(parts: Parts): Promise<readonly Sample[]> {
  const build = sample('build_info', 1, { version: VERSION });
  try {
    const { refusals } = await inspectServer(parts.redis);
    const looks: readonly Look[] = [recorded, watches, queues, feeds, waiting, channels];
    const samples = await Promise.all(looks.map((look) => look(parts)));
    return [build, sample('redis_up', refusals.length === 0 ? 1 : 0), ...samples.flat()];
  } catch {
    return [build, sample('redis_up', 0)];
  }
}

function sample(name: keyof typeof METRICS, value: number, labels: Sample['labels'] = {}): Sample {
  return { name, labels, value };
}

const recorded: Look = async ({ store }) => recordedSamples(await store.recordedCounts());

const watches: Look = async ({ catalogue, store }) => {
  const all = catalogue.watches().map(async ({ id: watch }) => {
    const { articles, developments, withheld } = await store.totals(watch);
    return [
      sample('compared_total', articles, { watch }),
      ...Object.entries(developments).map(([kind, value]) =>
        sample('developments_total', value, { watch, kind }),
      ),
      ...Object.entries(withheld).map(([reason, value]) =>
        sample('withheld_total', value, { watch, reason }),
      ),
    ];
  });
  return (await Promise.all(all)).flat();
};

const queues: Look = async ({ queues }) => {
  const dueAt = await queues.sweepDueAt();
  const sizes = (await queues.sizes()).flatMap(({ queue, ...states }) =>
    Object.entries(states).map(([state, value]) => sample('queue_jobs', value, { queue, state })),
  );
  const lag = dueAt === null ? [] : [Math.max(0, Date.now() - dueAt) / 1000];
  return [
    ...sizes,
    ...lag.map((seconds) => sample('schedule_lag_seconds', seconds)),
    sample('workers', await queues.workers()),
  ];
};

const feeds: Look = async ({ catalogue, store, clock }) => {
  const conditions = await Promise.all(
    catalogue.feeds().map(async (feed) => {
      const [paused, state] = await Promise.all([store.isFeedPaused(feed.id), store.feedState(feed.id)]);
      return conditionOf({ feed, paused, state }, clock());
    }),
  );
  return counted('feeds', 'condition', TROUBLE_ORDER, conditions);
};

const waiting: Look = async ({ store }) => {
  const { openDeliveries, outbox, heldAlerts, compares } = await store.backlog();
  return [
    sample('subscribers', await store.subscriberCount()),
    sample('deliveries_open', openDeliveries),
    sample('alerts_waiting', outbox, { why: 'outbox' }),
    sample('alerts_waiting', heldAlerts, { why: 'held' }),
    sample('compares_waiting', compares),
  ];
};

const channels: Look = async ({ config, store }) => {
  const states = await Promise.all(
    config.channels.map(async ({ id }) => (await store.channelState(id))?.state ?? 'well'),
  );
  return counted('channels', 'state', ['well', 'failing', 'disabled'], states);
};

/** A sample for each value there may be, zero too: an alert rule cannot see what is missing. */
function counted(
  name: keyof typeof METRICS,
  label: string,
  values: readonly string[],
  found: readonly string[],
): readonly Sample[] {
  return values.map((value) => sample(name, found.filter((one) => one === value).length, { [label]: value }));
}
