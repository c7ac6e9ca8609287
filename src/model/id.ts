import { hash } from 'node:crypto';

/**
 * A stable id made from content: one letter for the kind, then 80 bits of SHA-256 in hex.
 * The letter keeps it from ever being an integer, which BullMQ refuses as a job id.
 *
 * @param kind one lower-case letter: `a` article, `i` item, `f` feed, `e` event, `v` development, `s` subscriber, `d` delivery
 * @param parts what the id stands for; order matters
 */
export function contentId(kind: string, ...parts: readonly string[]): string {
  return kind + hash('sha256', parts.join('\u0000')).slice(0, 20);
}
