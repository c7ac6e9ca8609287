export interface MetricDoc {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in the unit of its name; infinity is added. */
  readonly buckets?: readonly number[];
  /** Told from the counts that workers add up in Redis; all others are looked up when asked for. */
  readonly recorded?: true;
}

const MINUTE_S = 60;
const HOUR_S = 3600;

/** Every metric of `/metrics`, without its prefix. docs/metrics.md explains them. */
export const METRICS = {
  polls_total: {
    type: 'counter',
    help: 'Polls of feeds, by how they ended',
    labels: ['outcome'],
    recorded: true,
  },
  items_total: {
    type: 'counter',
    help: 'Entries of feeds that polls met: new and read, new but too old, known',
    labels: ['outcome'],
    recorded: true,
  },
  articles_total: {
    type: 'counter',
    help: 'Items read, by where the text came from or why there is none',
    labels: ['outcome'],
    recorded: true,
  },
  deliveries_total: {
    type: 'counter',
    help: 'Tries to send mails (via mail) and messages to channels, by what became of them',
    labels: ['via', 'outcome'],
    recorded: true,
  },
  jobs_total: {
    type: 'counter',
    help: 'Runs of jobs, by how they ended',
    labels: ['job', 'outcome'],
    recorded: true,
  },
  job_seconds: {
    type: 'histogram',
    help: 'How long finished jobs ran',
    labels: ['job'],
    buckets: [0.01, 0.05, 0.2, 1, 5, 20, 60],
    recorded: true,
  },
  delay_seconds: {
    type: 'histogram',
    help: 'From the publication of an article to the alert on it: part feed until the poll that brought it, part ours from there until the mail was taken',
    labels: ['part'],
    buckets: [
      ...[15, MINUTE_S, 2 * MINUTE_S, 5 * MINUTE_S, 10 * MINUTE_S, 20 * MINUTE_S, 30 * MINUTE_S],
      ...[HOUR_S, 2 * HOUR_S, 4 * HOUR_S, 8 * HOUR_S, 24 * HOUR_S],
    ],
    recorded: true,
  },
  compared_total: { type: 'counter', help: 'Articles compared', labels: ['watch'] },
  developments_total: { type: 'counter', help: 'Developments found', labels: ['watch', 'kind'] },
  withheld_total: { type: 'counter', help: 'Events withheld', labels: ['watch', 'reason'] },
  redis_up: { type: 'gauge', help: '1 when Redis can be used', labels: [] },
  schedule_lag_seconds: {
    type: 'gauge',
    help: 'How long the sweep is overdue; it is due every half minute, and late when no worker works',
    labels: [],
  },
  workers: { type: 'gauge', help: 'Worker processes connected', labels: [] },
  queue_jobs: { type: 'gauge', help: 'Jobs in a queue', labels: ['queue', 'state'] },
  feeds: { type: 'gauge', help: 'Configured feeds', labels: ['condition'] },
  subscribers: { type: 'gauge', help: 'Active subscribers', labels: [] },
  deliveries_open: { type: 'gauge', help: 'Mails and messages not sent yet and not given up', labels: [] },
  alerts_waiting: {
    type: 'gauge',
    help: 'Developments whose alert is not handed on: committed since the last sweep, or held for further reports',
    labels: ['why'],
  },
  compares_waiting: { type: 'gauge', help: 'Articles that a watch has yet to compare', labels: [] },
  channels: { type: 'gauge', help: 'Webhooks and ntfy topics', labels: ['state'] },
  build_info: { type: 'gauge', help: 'Always 1; the version is in the label', labels: ['version'] },
} as const satisfies Record<string, MetricDoc>;

export const METRIC_PREFIX = 'newswatch_';

type Names<Type extends MetricDoc['type']> = {
  [Name in keyof typeof METRICS]: (typeof METRICS)[Name] extends { readonly type: Type } ? Name : never;
}[keyof typeof METRICS];

/** A number to be added to one field of the counts that are kept. */
export type Increment = readonly [field: string, by: number];

/** @param values of the metric's labels, in their order */
export function count(metric: Names<'counter'>, values: readonly string[], by = 1): Increment {
  return [fieldOf(metric, values), by];
}

/** What one measurement adds to a histogram: to its bucket and its sum. */
export function measure(
  metric: Names<'histogram'>,
  values: readonly string[],
  value: number,
): readonly Increment[] {
  const bound = METRICS[metric].buckets.find((most) => value <= most);
  return [
    [fieldOf(metric, [...values, bound === undefined ? '+Inf' : String(bound)]), 1],
    [fieldOf(metric, [...values, 'sum']), value],
  ];
}

function fieldOf(metric: string, values: readonly string[]): string {
  return JSON.stringify([metric, ...values]);
}

export interface Sample {
  /** The metric's own, with `_bucket`, `_sum` or `_count` for those of a histogram. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of all recorded metrics. @param counts as kept, by field; fields of metrics that are no more are left out */
export function recordedSamples(counts: Readonly<Record<string, number>>): readonly Sample[] {
  const documented: Readonly<Record<string, MetricDoc>> = METRICS;
  const histograms = new Map<string, Map<string, number>>();
  const samples: Sample[] = [];
  for (const [field, value] of Object.entries(counts)) {
    const [name = '', ...values] = JSON.parse(field) as string[];
    const doc = documented[name];
    if (!doc?.recorded) continue;
    if (doc.type === 'counter') samples.push({ name, labels: labelsOf(doc, values), value });
    else {
      const own = fieldOf(name, values.slice(0, -1));
      const parts = histograms.get(own) ?? new Map<string, number>();
      histograms.set(own, parts.set(values.at(-1) ?? '', value));
    }
  }
  return [...samples, ...[...histograms].flatMap(([own, parts]) => histogramSamples(own, parts))];
}

/** Buckets hold all that is at most their bound. */
function histogramSamples(own: string, parts: ReadonlyMap<string, number>): readonly Sample[] {
  const [name = '', ...values] = JSON.parse(own) as string[];
  const doc = (METRICS as Readonly<Record<string, MetricDoc>>)[name];
  if (!doc?.buckets) return [];
  const labels = labelsOf(doc, values);
  let sum = 0;
  const buckets = [...doc.buckets.map(String), '+Inf'].map((le) => {
    sum += parts.get(le) ?? 0;
    return { name: `${name}_bucket`, labels: { ...labels, le }, value: sum };
  });
  return [
    ...buckets,
    { name: `${name}_sum`, labels, value: parts.get('sum') ?? 0 },
    { name: `${name}_count`, labels, value: sum },
  ];
}

function labelsOf({ labels }: MetricDoc, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(labels.map((label, i) => [label, values[i] ?? '']));
}
