import { randomUUID } from 'node:crypto';
import type { JobData, JobName, JobOutcome } from '../model/job.ts';
import { compareArticle } from './compare-article.ts';
import type { JobContext, JobPorts } from './context.ts';
import { deliver } from './deliver.ts';
import { pollFeed } from './poll-feed.ts';
import type { HandedOn, JobReport, Queues } from './queues.ts';
import { readArticle } from './read-article.ts';
import { refuseDeadly } from './risk.ts';
import { sendAlert } from './send-alert.ts';
import { sendDigest } from './send-digest.ts';
import { sweep } from './sweep.ts';

type Handlers = {
  readonly [Name in JobName]: (
    context: JobContext,
    data: JobData[Name],
    signal: AbortSignal,
  ) => Promise<JobOutcome[Name]>;
};

const HANDLERS: Handlers = {
  'poll-feed': pollFeed,
  'read-article': readArticle,
  'compare-article': compareArticle,
  'send-alert': sendAlert,
  'send-digest': sendDigest,
  deliver,
  sweep,
};

/** One try at a job, whichever process makes it. Plain data. */
export interface Work<Name extends JobName = JobName> {
  readonly name: Name;
  readonly data: JobData[Name];
  readonly jobId: string;
  readonly lastAttempt: boolean;
  /** It was found guilty: without its risky work. */
  readonly refused?: boolean;
}

/** What a job needs of the process that does it. */
export interface Bench {
  readonly ports: JobPorts;
  readonly queues: Pick<Queues, 'add'>;
  readonly atRisk: JobContext['atRisk'];
}

/** Does one job, and tells what it handed on. @throws whatever its handler throws */
export async function doWork<Name extends JobName>(
  { ports, queues, atRisk }: Bench,
  { name, data, jobId, lastAttempt, refused }: Work<Name>,
  signal: AbortSignal,
): Promise<JobReport<Name>> {
  const handedOn: HandedOn[] = [];
  const context: JobContext = {
    ...ports,
    atRisk: refused ? async () => refuseDeadly() : atRisk,
    jobId,
    runId: randomUUID(),
    lastAttempt,
    enqueue: async (next, work, how) => {
      handedOn.push(...(await queues.add(next, work, how)));
    },
  };
  return { outcome: await HANDLERS[name](context, data, signal), handedOn };
}
