import type { JobOutcome } from '../model/job.ts';
import { count, type Increment, measure } from '../model/metrics.ts';
import type { JobEvent } from './worker.ts';

const RUN_WORDS: Readonly<Record<JobEvent['kind'], string>> = {
  finished: 'finished',
  'to-be-tried-again': 'retried',
  failed: 'failed',
};

/** What one run of a job adds to the counts of `/metrics`. */
export function countsOf(event: JobEvent): readonly Increment[] {
  const run = count('jobs_total', [event.name, RUN_WORDS[event.kind]]);
  if (event.kind !== 'finished') return [run];
  return [run, ...measure('job_seconds', [event.name], event.ms / 1000), ...countsOfOutcome(event)];
}

function countsOfOutcome(event: Extract<JobEvent, { kind: 'finished' }>): readonly Increment[] {
  switch (event.name) {
    case 'poll-feed':
      return ofPoll(event.outcome);
    case 'read-article':
      return [
        count('articles_total', [event.outcome.kind === 'read' ? event.outcome.via : event.outcome.kind]),
      ];
    case 'deliver':
      return ofDelivery(event.outcome);
    default:
      return [];
  }
}

function ofPoll(outcome: JobOutcome['poll-feed']): readonly Increment[] {
  const poll = count('polls_total', [outcome.kind]);
  if (outcome.kind !== 'polled') return [poll];
  const { items, fresh, skipped = 0 } = outcome;
  const kinds = { fresh, old: skipped, known: items - fresh - skipped };
  return [poll, ...Object.entries(kinds).map(([kind, by]) => count('items_total', [kind], by))];
}

function ofDelivery(outcome: JobOutcome['deliver']): readonly Increment[] {
  const tried = count('deliveries_total', [outcome.via ?? 'mail', outcome.kind]);
  if (outcome.kind !== 'sent' || !outcome.delays) return [tried];
  const { feedMs, ourMs } = outcome.delays;
  return [
    tried,
    ...(feedMs === undefined ? [] : measure('delay_seconds', ['feed'], feedMs / 1000)),
    ...measure('delay_seconds', ['ours'], Math.max(0, ourMs) / 1000),
  ];
}
