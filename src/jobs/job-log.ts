import type { Logger } from 'pino';
import { AppError } from '../model/errors.ts';
import type { JobName, JobOutcome } from '../model/job.ts';

interface About {
  readonly name: JobName;
  readonly jobId: string;
  readonly ms: number;
}

type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, unknown>>;

/** Something was skipped, or a mail will not arrive. */
const WARNED: readonly string[] = [
  'failed',
  'gone',
  'unreadable',
  'put-off',
  'held',
  'unknown',
  'unknown-feed',
];

/** One line for a job that ended as it may end: ids and counts, no article text, no addresses. */
export function describeOutcome(
  about: About,
  outcome: JobOutcome[JobName],
): { level: Level; fields: Fields } {
  const { kind, ...rest } = outcome;
  const level = WARNED.includes(kind) ? 'warn' : 'info';
  const details = Object.entries(rest).map(([key, value]) => [key, loggable(value)]);
  return { level, fields: { ...identity(about), outcome: kind, ...Object.fromEntries(details) } };
}

/** A foreseen error by its message; anything else is a bug and comes with its stack. */
export function describeFailure(
  about: About,
  error: unknown,
  again: boolean,
): { level: Level; fields: Fields; message: string } {
  const message = withoutAddresses(error instanceof Error ? error.message : String(error));
  const foreseen = error instanceof AppError;
  const fields = { ...identity(about), error: message, ...(foreseen ? {} : { stack: stackOf(error) }) };
  return { level: again ? 'warn' : 'error', fields, message };
}

function identity({ name, jobId, ms }: About): Fields {
  return { job: name, jobId, ms };
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error && error.stack ? withoutAddresses(error.stack) : undefined;
}

/** Lists are counted: which ids they hold is in the store. */
function loggable(value: unknown): unknown {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? withoutAddresses(value) : value;
}

/** Mail servers repeat the address they refuse. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>()"':,;]+@[^\s<>()"':,;]+/g, '(address)');
}

const SAY_AGAIN_MS = 60_000;

/** For what the queues report between jobs. Seven of them lose Redis at once and retry every second or two: the same trouble is told once a minute. */
export function troubleLog(logger: Logger): (error: Error) => void {
  const told = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    for (const [message, at] of told) if (now - at > SAY_AGAIN_MS) told.delete(message);
    if (told.has(error.message)) return;
    told.set(error.message, now);
    logger.warn({ error: withoutAddresses(error.message) }, 'queues in trouble');
  };
}
