import type { Logger } from 'pino';
import type { IncomingOutcome } from './incoming.ts';
import { heedMaildir } from './maildir.ts';

const LOOK_EVERY_MS = 60_000;

interface MailboxOptions {
  /** Of the return path and the unsubscribe address. */
  readonly folder: string;
  readonly heed: (raw: string) => Promise<IncomingOutcome>;
  readonly logger: Logger;
  readonly everyMs?: number;
}

/**
 * Reads what comes to a Maildir while the worker runs. A folder that cannot be read is told once, until it can be; the
 * worker goes on.
 */
export function watchMailbox(options: MailboxOptions): { close(): Promise<void> } {
  const { logger, everyMs = LOOK_EVERY_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let told = false;
  async function look(): Promise<void> {
    try {
      const counts = await readAll(options);
      told = false;
      if (Object.keys(counts).length > 0) logger.info(counts, 'returned mails read');
    } catch (err) {
      if (!told) logger.warn({ err }, 'the mailbox of returned mails cannot be read');
      told = true;
    }
    if (!closed) timer = setTimeout(next, everyMs).unref();
  }
  let looking = look();
  function next(): void {
    looking = look();
  }
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** How many mails of each kind: no address is logged. */
async function readAll({
  folder,
  heed,
}: MailboxOptions): Promise<Partial<Record<IncomingOutcome['kind'], number>>> {
  const counts: Partial<Record<IncomingOutcome['kind'], number>> = {};
  for await (const { outcome } of heedMaildir(folder, heed)) {
    counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  }
  return counts;
}
