import { AggregatorRegistry } from 'prom-client';
import { METRIC_PREFIX, METRICS, type MetricDoc, type Sample } from '../model/metrics.ts';

/** The samples in the text format of Prometheus, with help and type, in the order of the table of metrics. */
export async function metricsText(samples: readonly Sample[]): Promise<string> {
  const families = Object.entries(METRICS as Readonly<Record<string, MetricDoc>>).map(
    ([name, { type, help }]) => ({
      name: METRIC_PREFIX + name,
      help,
      type,
      aggregator: 'sum',
      values: samples.filter((sample) => familyOf(sample) === name).map(toValue),
    }),
  );
  return AggregatorRegistry.aggregate([families.filter(({ values }) => values.length > 0)]).metrics();
}

function toValue({ name, labels, value }: Sample) {
  return { metricName: METRIC_PREFIX + name, labels, value };
}

function familyOf({ name, labels }: Sample): string {
  const bare = name.replace(/_(bucket|sum|count)$/, '');
  return bare in METRICS && ('le' in labels || name !== bare) ? bare : name;
}
