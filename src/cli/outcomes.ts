import type { Catalogue, Ended } from '../app.ts';
import type { JobName, JobOutcome } from '../model/job.ts';
import { counted } from '../model/words.ts';
import { bad, dim, good, warm } from './print.ts';

type FinishedAs<Name extends JobName> = {
  readonly [N in Name]: { readonly name: N; readonly outcome: JobOutcome[N] };
}[Name];

/** How one job ended, in a line for people. */
export function outcomeText(end: Ended, catalogue: Pick<Catalogue, 'feed'>): string {
  if (end.kind === 'failed') return bad(`${end.name}: ${end.error}`);
  if (end.kind === 'delayed') return warm(`${end.name}: comes in ${Math.ceil(end.delayMs / 1000)} s`);
  if (end.kind === 'unreported') return dim(`${end.name}: done`);
  const done = { name: end.name, outcome: end.outcome } as FinishedAs<JobName>;
  if (done.name === 'poll-feed') return pollText(done.outcome, catalogue);
  if (done.name === 'send-digest') return digestText(done.outcome);
  if (done.name === 'deliver') return deliverText(done.outcome);
  return dim(`${done.name}: ${done.outcome.kind}`);
}

function pollText(outcome: JobOutcome['poll-feed'], catalogue: Pick<Catalogue, 'feed'>): string {
  const feed = catalogue.feed(outcome.feedId);
  const name = feed?.title ?? feed?.url ?? outcome.feedId;
  switch (outcome.kind) {
    case 'polled':
      return good(`${name}: ${outcome.items} items, ${outcome.fresh} of them new`);
    case 'unchanged':
      return `${name}: unchanged`;
    case 'too-early':
      return `${name}: asked to wait till ${outcome.notBefore}`;
    case 'host-busy':
      return warm(`${name}: its host asked for patience till ${outcome.notBefore}`);
    case 'paused':
      return warm(`${name}: paused; newswatch feed resume lets it go on`);
    case 'already-running':
      return `${name}: is being polled`;
    case 'gone':
      return warm(`${name}: gone (410); take it out of the watch`);
    case 'unknown-feed':
      return bad(`${name}: is in no watch`);
    case 'failed':
      return bad(`${name}: ${outcome.error}; asked again at ${outcome.notBefore}`);
  }
}

function digestText(outcome: JobOutcome['send-digest']): string {
  if (outcome.kind === 'enqueued') return `digest with ${outcome.developments} developments`;
  return outcome.kind === 'nothing-new' ? 'nothing new: no mail' : `digest: ${outcome.kind}`;
}

function deliverText(outcome: JobOutcome['deliver']): string {
  switch (outcome.kind) {
    case 'sent':
      return good('mail sent');
    case 'put-off':
      return warm(`mail put off till ${outcome.retryAt}: ${outcome.error}`);
    case 'failed':
    case 'held':
      return bad(`mail ${outcome.kind}: ${outcome.error}`);
    default:
      return dim(`mail: ${outcome.kind}`);
  }
}

/** Why mails are not there yet. */
export function heldText(alerts: number): string {
  return `${alerts === 1 ? 'waits' : 'wait'} for further reports of the same event (mail.hold) or the end of quiet hours`;
}

/** What a run of jobs came to, in one line. */
export function summaryText(ends: readonly Ended[]): string {
  const count = (name: JobName, kinds: readonly string[]) =>
    ends.filter((end) => end.name === name && end.kind === 'finished' && kinds.includes(end.outcome.kind))
      .length;
  const developments = ends.reduce((sum, end) => {
    if (end.kind !== 'finished' || end.outcome.kind !== 'compared') return sum;
    return sum + end.outcome.developmentIds.length;
  }, 0);
  const failed = ends.filter((end) => end.kind === 'failed').length;
  const parts = [
    `${counted(count('read-article', ['read']), 'article')} read`,
    `${count('read-article', ['unreadable'])} unreadable`,
    counted(developments, 'development'),
    `${counted(count('deliver', ['sent']), 'mail')} sent`,
    ...(failed > 0 ? [bad(`${failed} jobs failed`)] : []),
  ];
  return parts.join(', ');
}
