import { StoreError } from '../model/errors.ts';

const NAMES: readonly string[] = [
  'ReplyError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
  'AbortError',
  'ConnectionClosedError',
];

/**
 * Waits for an answer of the queues, and says in words when Redis gave none.
 *
 * @param doing for the message: `Queueing 3 deliver jobs`
 * @throws StoreError for ioredis's own errors and the server's; anything else (an id BullMQ refuses) is a bug and stays as it is
 */
export async function fromRedis<Result>(doing: string, answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (cause) {
    if (!isRedisFailure(cause)) throw cause;
    throw new StoreError(`${doing} failed: ${cause.message}`, { cause });
  }
}

function isRedisFailure(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  return (
    NAMES.includes(cause.name) ||
    'syscall' in cause ||
    /connection is closed|stream isn't writeable/i.test(cause.message)
  );
}
