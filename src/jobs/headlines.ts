import { clausesOf } from '../compare/clauses.ts';
import { type Comparison, compare } from '../compare/compare.ts';
import type { Dossier } from '../compare/dossier.ts';
import { readTokens } from '../compare/reader.ts';
import type { Article } from '../model/article.ts';
import type { Development } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import { composeHeadlines } from '../notify/headline.ts';

/** The developments of one article with the headlines a reader meets: on the page, in mails, in feeds and messages. */
export function withHeadlines(developments: readonly Development[]): readonly Development[] {
  return composeHeadlines(developments, (sentence) => {
    const words = readTokens(sentence);
    return { words, clauses: clausesOf(words) };
  });
}

/** `compare`, with these headlines. */
export function compareForReaders(dossier: Dossier, article: Article, now: Instant): Comparison {
  const decided = compare(dossier, article, now);
  return { ...decided, developments: withHeadlines(decided.developments) };
}
