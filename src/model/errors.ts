export interface AppErrorOptions {
  readonly cause?: unknown;
  /** Trying again later may succeed. */
  readonly retryable?: boolean;
  /** The other side asked to be left alone this long. */
  readonly retryAfterMs?: number;
}

/** An error that was foreseen: its message says what, where and what to do. Anything else is a bug. */
export class AppError extends Error {
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface ConfigMistake {
  /** The file, relative to the config folder's parent, or the environment variable. */
  readonly file: string;
  /** Where in it: `feeds[2].url`, or '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What to do, when that can be said: `did you mean "feeds"?` */
  readonly hint?: string;
}

/** Start-up only: every mistake found, at once. */
export class ConfigError extends AppError {
  readonly mistakes: readonly ConfigMistake[];

  constructor(mistakes: readonly ConfigMistake[]) {
    super(
      mistakes
        .map((m) => `${m.file}${m.path && `: ${m.path}`}: ${m.message}${m.hint ? ` (${m.hint})` : ''}`)
        .join('\n'),
    );
    this.mistakes = mistakes;
  }
}

export type FetchFailure =
  | 'timeout'
  | 'network'
  | 'status'
  | 'blocked-address'
  | 'robots'
  | 'too-large'
  | 'redirects'
  | 'bad-url';

/** A page or feed could not be fetched. Time-outs, network failures, 429 and 5xx are retryable. */
export class FetchError extends AppError {
  readonly reason: FetchFailure;
  readonly status: number | undefined;

  constructor(
    reason: FetchFailure,
    message: string,
    options: AppErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.status = options.status;
  }
}

/** The bytes are not what they should be; trying again gives the same. */
export class ParseError extends AppError {}

/** Reading it ended the process, several times. */
export class DeadlyError extends ParseError {}

/** Redis could not do it; retryable. */
export class StoreError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { retryable: true, ...options });
  }
}

/** A mail was refused (5xx: final) or put off (4xx, no connection: retryable). */
export class DeliveryError extends AppError {
  /** No reply after the message was handed over: it may have arrived. */
  readonly outcomeUnknown: boolean;
  /** The server says that there is no such mailbox. */
  readonly deadAddress: boolean;

  constructor(
    message: string,
    options: AppErrorOptions & { readonly outcomeUnknown?: boolean; readonly deadAddress?: boolean } = {},
  ) {
    super(message, options);
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.deadAddress = options.deadAddress ?? false;
  }
}
