import { expect, test } from 'vitest';
import { countsOf } from '../../src/jobs/tally.ts';
import type { JobEvent } from '../../src/jobs/worker.ts';
import { recordedSamples } from '../../src/model/metrics.ts';

function samplesOf(...events: readonly JobEvent[]) {
  const sums = new Map<string, number>();
  for (const [field, by] of events.flatMap(countsOf)) sums.set(field, (sums.get(field) ?? 0) + by);
  return recordedSamples(Object.fromEntries(sums));
}

function amountOf(samples: ReturnType<typeof samplesOf>, name: string, labels: object): number | undefined {
  return samples.find((one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels))
    ?.value;
}

const about = { jobId: 'j', ms: 40, kind: 'finished' } as const;
const feedId = 'f1';

test('a poll counts as one, and its items by what became of them', () => {
  const outcome = { kind: 'polled', feedId, items: 10, fresh: 3, skipped: 2 } as const;
  const samples = samplesOf({ ...about, name: 'poll-feed', data: { feedId }, outcome });
  expect(amountOf(samples, 'polls_total', { outcome: 'polled' })).toBe(1);
  expect(amountOf(samples, 'items_total', { outcome: 'fresh' })).toBe(3);
  expect(amountOf(samples, 'items_total', { outcome: 'old' })).toBe(2);
  expect(amountOf(samples, 'items_total', { outcome: 'known' })).toBe(5);
  expect(amountOf(samples, 'job_seconds_bucket', { job: 'poll-feed', le: '0.05' })).toBe(1);
});

test('a sent alert tells the delay of its feed and ours apart', () => {
  const deliveryId = 'd1';
  const sent = (feedMs: number | undefined, ourMs: number): JobEvent => ({
    ...{ ...about, name: 'deliver', data: { deliveryId } },
    outcome: { kind: 'sent', deliveryId, delays: { ourMs, ...(feedMs !== undefined && { feedMs }) } },
  });
  const samples = samplesOf(sent(600_000, 130_000), sent(undefined, 4_000));
  expect(amountOf(samples, 'delay_seconds_count', { part: 'feed' })).toBe(1);
  expect(amountOf(samples, 'delay_seconds_sum', { part: 'feed' })).toBe(600);
  expect(amountOf(samples, 'delay_seconds_count', { part: 'ours' })).toBe(2);
  expect(amountOf(samples, 'delay_seconds_bucket', { part: 'ours', le: '15' })).toBe(1);
  expect(amountOf(samples, 'delay_seconds_bucket', { part: 'ours', le: '300' })).toBe(2);
  expect(amountOf(samples, 'deliveries_total', { via: 'mail', outcome: 'sent' })).toBe(2);
});

test('a job that fails counts as a run, and as nothing else', () => {
  const event: JobEvent = { ...about, kind: 'failed', name: 'sweep', data: {}, error: 'Redis is away' };
  expect(samplesOf(event)).toEqual([
    { name: 'jobs_total', labels: { job: 'sweep', outcome: 'failed' }, value: 1 },
  ]);
});
