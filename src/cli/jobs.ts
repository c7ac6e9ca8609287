import type { Command } from 'commander';
import { type App, discardFailed, type FailedJob, failedJobs, retryFailed } from '../app.ts';
import { AppError } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { withApp } from './people.ts';
import { bad, dim, good, printJson, printLine, table } from './print.ts';

/** All that are kept: BullMQ keeps 500 a queue. */
const ALL = 10_000;

interface JobOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addJobCommands(program: Command): void {
  const jobs = program.command('jobs').description('jobs that failed for good');
  jobs
    .command('failed')
    .description('what failed for good, the latest first; each holds its id for a fortnight')
    .option('--json', 'for programs')
    .action((options: JobOptions, command: Command) =>
      withApp(command, async (app) => list(await failedJobs(app.queues, ALL), options.json === true)),
    );
  jobs
    .command('retry [id]')
    .description('start failed jobs anew, by id or the name of their queue')
    .option('--all', 'every one')
    .action((wanted: string | undefined, options: JobOptions, command: Command) =>
      withApp(command, (app) => each(app, wanted, options, retryFailed, 'queued again')),
    );
  jobs
    .command('discard [id]')
    .description('forget failed jobs, so that their ids are free, by id or the name of their queue')
    .option('--all', 'every one')
    .action((wanted: string | undefined, options: JobOptions, command: Command) =>
      withApp(command, (app) => each(app, wanted, options, discardFailed, 'discarded')),
    );
}

function list(failed: readonly FailedJob[], json: boolean): void {
  if (json || failed.length === 0) {
    if (json) printJson(failed);
    else printLine(good('No job has failed for good.'));
    return;
  }
  const rows = failed.map(({ name, jobId, error, failedAtMs }) => [
    new Date(failedAtMs).toISOString().slice(0, 16),
    name,
    jobId,
    bad(error.split('\n')[0]?.slice(0, 160) ?? ''),
  ]);
  printLine(table(rows));
  printLine(dim('newswatch jobs retry ID (or a name, or --all) starts them anew.'));
}

async function each(
  app: App,
  wanted: string | undefined,
  { all }: JobOptions,
  act: typeof retryFailed,
  done: string,
): Promise<void> {
  if (wanted === undefined && !all) throw new AppError('Name a job by its id or its queue, or say --all.');
  const failed = await failedJobs(app.queues, ALL);
  const chosen = failed.filter(({ name, jobId }) => all || jobId === wanted || name === wanted);
  if (chosen.length === 0 && wanted !== undefined)
    throw new AppError(`No failed job has the id or name "${wanted}"; newswatch jobs failed lists them.`);
  let count = 0;
  // Some may be gone meanwhile.
  for (const { name, jobId } of chosen) if (await act(app.queues, name, jobId)) count += 1;
  printLine(good(`${counted(count, 'job')} ${done}.`));
}
