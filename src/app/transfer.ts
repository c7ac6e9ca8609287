import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Redis } from 'ioredis';
import { type CarriedJob, carriedJob, queuedJobs } from '../jobs/carry.ts';
import type { Queues } from '../jobs/queues.ts';
import { AppError } from '../model/errors.ts';
import { exportKeys, type KeyRecord, mistakeOf } from '../store/export.ts';
import { importKeys, isEmpty } from '../store/import.ts';
import { SCHEMA_VERSION } from '../store/keys.ts';

const FORMAT = 1;

interface Parts {
  readonly redis: Redis;
  readonly prefix: string;
  readonly queues: Queues;
}

export interface Transferred {
  readonly keys: number;
  readonly jobs: number;
}

/**
 * Writes everything that is kept, and the work not done yet, as JSON lines: a head, the records, and an end that
 * proves them whole. For its owner's eyes: it holds addresses and the key of the links in mails.
 * @throws AppError while a worker runs
 */
export async function exportTo(file: string, { redis, prefix, queues }: Parts): Promise<Transferred> {
  await refuseWorkers(queues, 'an export of moving data would not fit together');
  const part = `${path.resolve(file)}.part`;
  const output = await open(part, 'w', 0o600);
  const hash = createHash('sha256');
  const counts = { keys: 0, jobs: 0 };
  const write = async (record: unknown) => {
    const line = `${JSON.stringify(record)}\n`;
    hash.update(line);
    await output.write(line);
  };
  try {
    const at = new Date().toISOString();
    await write({ newswatch: 'export', format: FORMAT, schema: SCHEMA_VERSION, at });
    for await (const record of exportKeys(redis, prefix)) {
      await write(record);
      counts.keys += 1;
    }
    for await (const job of queuedJobs(queues)) {
      await write(job);
      counts.jobs += 1;
    }
    await output.write(`${JSON.stringify({ end: counts, sha256: hash.digest('hex') })}\n`);
    await output.sync();
  } catch (error) {
    await output.close();
    await rm(part, { force: true });
    throw error;
  }
  await output.close();
  await rename(part, path.resolve(file));
  return counts;
}

/**
 * Puts an export into an empty Redis. The whole file is checked before anything is written.
 * @throws AppError for a file that is not whole, a Redis that is not empty, or while a worker runs
 */
export async function importFrom(file: string, { redis, prefix, queues }: Parts): Promise<Transferred> {
  await refuseWorkers(queues, 'it would work on half of the data');
  const counts = await check(file);
  if (!(await isEmpty(redis, prefix))) {
    throw new AppError(
      'This Redis holds data of Newswatch already: import into an empty one, or set another redis.prefix.',
    );
  }
  const jobs: CarriedJob[] = [];
  await importKeys(
    redis,
    prefix,
    keysOf(file, (job) => jobs.push(job)),
  );
  for (const { job, data, jobId, delayMs } of jobs) {
    await queues.add(job, [data], { jobId, ...(delayMs !== undefined && { delayMs }) });
  }
  return counts;
}

async function refuseWorkers(queues: Queues, why: string): Promise<void> {
  const running = await queues.workers();
  if (running > 0) throw new AppError(`Stop the worker first (${running} running): ${why}.`);
}

async function* keysOf(file: string, onJob: (job: CarriedJob) => void): AsyncGenerator<KeyRecord> {
  for await (const line of linesOf(file)) {
    const record = JSON.parse(line) as Record<string, unknown>;
    if ('key' in record) yield record as unknown as KeyRecord;
    else if ('job' in record) onJob(record as unknown as CarriedJob);
  }
}

/** Reads all of it, and throws for the first line that is not as it should be. */
async function check(file: string): Promise<Transferred> {
  const hash = createHash('sha256');
  const counts = { keys: 0, jobs: 0 };
  let number = 0;
  let ended = false;
  for await (const line of linesOf(file)) {
    number += 1;
    const record = recordIn(line);
    const wrong = (why: string) => new AppError(`${file}, line ${number}: ${why}. Nothing was imported.`);
    if (record === null || ended) throw wrong('this is no line of an export');
    if (number === 1) refuseHead(record, wrong);
    else if ('end' in record) {
      ended = true;
      if (record.sha256 !== hash.digest('hex'))
        throw wrong('the lines before it were changed or are not all there');
      continue;
    } else if ('job' in record) {
      if (carriedJob(record) === null) throw wrong('it is no job of this version');
      counts.jobs += 1;
    } else {
      const mistake = mistakeOf(record);
      if (mistake !== null) throw wrong(mistake);
      counts.keys += 1;
    }
    hash.update(`${line}\n`);
  }
  if (!ended)
    throw new AppError(`${file} was cut short, or is no export of Newswatch. Nothing was imported.`);
  return counts;
}

function refuseHead(head: Record<string, unknown>, wrong: (why: string) => AppError): void {
  if (head.newswatch !== 'export') throw wrong('this is no export of Newswatch');
  if (head.format !== FORMAT || head.schema !== SCHEMA_VERSION) {
    const its = `format ${String(head.format)}, schema ${String(head.schema)}`;
    throw wrong(
      `it is of another version (${its}; this one reads format ${FORMAT}, schema ${SCHEMA_VERSION})`,
    );
  }
}

function recordIn(line: string): Record<string, unknown> | null {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new AppError(`${file} cannot be read: ${message}`, { cause });
  } finally {
    input.destroy();
  }
}
