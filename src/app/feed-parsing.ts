import { Worker } from 'node:worker_threads';
import { ParseError } from '../model/errors.ts';
import { durationInWords, sizeInWords } from '../net/words.ts';
import type { parseFeed } from '../parsers/feed.ts';

type ParseFeed = typeof parseFeed;
type Input = Parameters<ParseFeed>[0];
type Feed = Awaited<ReturnType<ParseFeed>>;

/** To the thread. */
export interface Question {
  readonly id: number;
  readonly input: Input;
}

/** From the thread: a feed, why it is none, or a bug. */
export type Reply =
  | { readonly id: number; readonly feed: Feed }
  | { readonly id: number; readonly unreadable: string }
  | { readonly id: number; readonly bug: string };

interface Waiting extends Question {
  readonly resolve: (feed: Feed) => void;
  readonly reject: (error: unknown) => void;
}

export interface ParsingOptions {
  /** For one feed, on a machine that may be busy. */
  readonly deadlineMs?: number;
  /** What the thread may hold, in bytes. */
  readonly maxHeap?: number;
}

/** One is parsed, one lies ready. */
const IN_THREAD = 2;
/** Short-lived objects are cleared away this often: a larger share only grows the process. */
const YOUNG_MB = 4;

/**
 * Parses feeds in a thread of its own, which starts with the first and holds no process open. A feed that takes too
 * long or too much costs that thread and nothing else: it is ended, the feed is told to be unreadable, the others go on
 * in a new one.
 */
export class FeedParsing {
  readonly #deadlineMs: number;
  readonly #maxHeap: number;
  readonly #waiting: Waiting[] = [];
  #thread: Worker | undefined;
  /** How many of `#waiting`, from its head, the thread has. */
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor({ deadlineMs = 30_000, maxHeap = 256_000_000 }: ParsingOptions = {}) {
    this.#deadlineMs = deadlineMs;
    this.#maxHeap = maxHeap;
  }

  /** @throws ParseError as `parseFeed` does, and for a feed that takes too long or too much memory */
  readonly parseFeed: ParseFeed = (input) =>
    new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.push({ id: this.#lastId, input, resolve, reject });
      this.#send();
    });

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#thread?.terminate();
  }

  #send(): void {
    if (this.#waiting.length > 0) this.#thread ??= this.#start();
    const thread = this.#thread;
    for (const { id, input } of this.#waiting.slice(this.#sent, IN_THREAD)) {
      thread?.postMessage({ id, input } satisfies Question);
      this.#sent += 1;
    }
    if (this.#sent === 0) thread?.unref();
    else thread?.ref();
    clearTimeout(this.#timer);
    if (this.#sent > 0) this.#timer = setTimeout(() => this.#tooLong(), this.#deadlineMs);
  }

  #start(): Worker {
    const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
      resourceLimits: {
        maxOldGenerationSizeMb: this.#maxHeap / 1_000_000,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    });
    thread.on('message', (reply: Reply) => this.#settle(reply));
    thread.on('error', (error) => {
      if (thread === this.#thread) this.#lost(failureOf(error, this.#maxHeap));
    });
    return thread;
  }

  #settle(reply: Reply): void {
    const head = this.#waiting[0];
    if (head?.id !== reply.id) return;
    this.#waiting.shift();
    this.#sent -= 1;
    if ('feed' in reply) head.resolve(reply.feed);
    else if ('unreadable' in reply) head.reject(new ParseError(reply.unreadable));
    else head.reject(new Error(reply.bug));
    this.#send();
  }

  #tooLong(): void {
    const thread = this.#thread;
    this.#lost(new ParseError(`the feed could not be read within ${durationInWords(this.#deadlineMs)}`));
    void thread?.terminate();
  }

  /** The thread is no more, or is not to be waited for: what it was at is given up, the rest goes to another one. */
  #lost(error: unknown): void {
    this.#thread = undefined;
    this.#sent = 0;
    this.#waiting.shift()?.reject(error);
    this.#send();
  }
}

function failureOf(error: unknown, maxHeap: number): unknown {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isFull ? new ParseError(`the feed takes more than ${sizeInWords(maxHeap)} to read`) : error;
}
