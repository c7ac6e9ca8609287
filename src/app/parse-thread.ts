import { parentPort } from 'node:worker_threads';
import { AppError } from '../model/errors.ts';
import { parseFeed } from '../parsers/feed.ts';
import type { Question, Reply } from './feed-parsing.ts';

let before: Promise<void> = Promise.resolve();

/** The thread that `feed-parsing.ts` starts: one feed after the other, answered in the order they came. */
parentPort?.on('message', ({ id, input }: Question) => {
  before = before.then(async () => parentPort?.postMessage(await replyTo(id, input)));
});

async function replyTo(id: number, input: Question['input']): Promise<Reply> {
  try {
    return { id, feed: await parseFeed(input) };
  } catch (error) {
    // An error loses its class on the way.
    if (error instanceof AppError) return { id, unreadable: error.message };
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
