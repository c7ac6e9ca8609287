import { AppError, StoreError } from '../model/errors.ts';

/** How Redis begins a refusal → what it means and what to do, and whether waiting helps. */
const REFUSALS: readonly (readonly [start: RegExp, words: string, retryable: boolean])[] = [
  [
    /^MISCONF/,
    'Redis takes no writes because it cannot save to its disk: free disk space or mend its data folder, it goes on by itself then',
    true,
  ],
  [
    /^OOM/,
    'Redis is full (maxmemory): raise maxmemory or shorten the keep times in config/newswatch.yaml',
    true,
  ],
  [
    /^READONLY/,
    'this Redis is a read-only replica: point REDIS_URL at the primary, or wait for the failover to end',
    true,
  ],
  [/^LOADING/, 'Redis is still loading its data: it answers when that is done', true],
  [
    /^(CLUSTERDOWN|TRYAGAIN|MASTERDOWN|UNBLOCKED|NOREPLICAS)/,
    'the Redis servers are changing over: wait',
    true,
  ],
  [/^BUSY/, 'Redis is busy with a script: wait, or end it with SCRIPT KILL', true],
  [
    /^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)/,
    'Redis wants a user and password: put them into REDIS_URL, redis://user:password@host:6379',
    false,
  ],
  [
    /^NOPERM/,
    'the Redis user of REDIS_URL may not run a command or touch a key of Newswatch: extend its ACL',
    false,
  ],
  [/^(MOVED|ASK|CROSSSLOT)/, 'this is a node of a Redis Cluster, and the keys are on another one', false],
  [
    /^WRONGTYPE/,
    'a key of Newswatch in Redis holds something else: another program uses the same prefix, change one of them',
    false,
  ],
];

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOENT: 'there is no such socket',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host name cannot be looked up now',
  ETIMEDOUT: 'no answer in time',
  EACCES: 'access to the socket is denied',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the host',
};

/**
 * What ioredis threw, as a StoreError in words; what is no failure of Redis (a bug) stays as it is.
 *
 * @param where of the server, for the message: host and port or socket, no password
 * @param lastFailure of the connection, which tells why a command found none
 */
export function toStoreError(error: unknown, where: string, lastFailure?: Error): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  if (!isConnectionFailure(error)) return error;
  const reason = [error, lastFailure].map(unreachableWords).find((words) => words !== undefined);
  return new StoreError(
    `Redis at ${where} cannot be reached${reason ? ` (${reason})` : ''}: start it, or set REDIS_URL to one that runs`,
    { cause: lastFailure ?? error },
  );
}

function refusalOf(error: Error): StoreError | null {
  if (error.name !== 'ReplyError') return null;
  // A script's error comes as "ERR user_script:…: MISCONF …", or after an older server's "ERR Error running script …: -MISCONF …".
  const inner = error.message.replace(/^ERR (Error running script|user_script).*?: ?[-@]?(?=[A-Z]+ )/, '');
  for (const [start, words, retryable] of REFUSALS) {
    if (start.test(error.message) || start.test(inner)) {
      return new StoreError(`${words} (${error.message})`, { cause: error, retryable });
    }
  }
  if (/^EXECABORT/.test(error.message)) return abortedTransaction(error);
  return new StoreError(`Redis refused a command: ${error.message}`, { cause: error });
}

/** A transaction is refused as a whole when one of its commands was; ioredis keeps their errors. */
function abortedTransaction(error: Error): StoreError {
  const { previousErrors = [] } = error as { previousErrors?: readonly Error[] };
  const first = previousErrors[0];
  return (
    (first && refusalOf(first)) ??
    new StoreError(`Redis refused a transaction: ${error.message}`, { cause: error })
  );
}

function isConnectionFailure(error: Error): boolean {
  return (
    unreachableWords(error) !== undefined ||
    error.name === 'MaxRetriesPerRequestError' ||
    /^(Connection is closed|Stream isn't writeable|Command timed out|connect ETIMEDOUT|Command aborted)/.test(
      error.message,
    )
  );
}

function unreachableWords(error: Error | undefined): string | undefined {
  if (error === undefined) return undefined;
  const refusal = refusalOf(error);
  if (refusal) return refusal.message;
  const { code } = error as NodeJS.ErrnoException;
  return (
    UNREACHABLE[code ?? ''] ?? (error.message === 'connect ETIMEDOUT' ? UNREACHABLE.ETIMEDOUT : undefined)
  );
}
