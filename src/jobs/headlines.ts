import { clausesOf } from '../compare/clauses.ts';
import { readTokens } from '../compare/reader.ts';
import type { Development } from '../model/development.ts';
import { composeHeadlines } from '../notify/headline.ts';

/** The developments of one article with the headlines a reader meets: on the page, in mails, in feeds and messages. */
export function withHeadlines(developments: readonly Development[]): readonly Development[] {
  return composeHeadlines(developments, (sentence) => {
    const words = readTokens(sentence);
    return { words, clauses: clausesOf(words) };
  });
}
