import { type Dossier, foundDossier } from '../../src/compare/dossier.ts';
import { type Mention, mentionsOf } from '../../src/compare/mention.ts';
import { meet } from '../../src/compare/observe.ts';
import { readArticle } from '../../src/compare/read.ts';
import type { Article } from '../../src/model/article.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import type { Day } from '../../src/model/time.ts';

export function articleOf(id: string, day: string, title: string, paragraphs: readonly string[]): Article {
  return {
    id,
    url: `file:${id}`,
    title,
    paragraphs,
    captions: [],
    authors: [],
    publishedAt: day,
    source: id,
    via: 'file',
  };
}

/** A dossier of one or more articles. */
export function dossierOf(id: string, baseline: readonly Article[], lexicon: Lexicon): Dossier {
  const title = baseline[0]?.title ?? '';
  const wake = { minWeight: 1, mute: [] };
  return foundDossier(
    { id, title, follow: '', language: 'en', feeds: [], names: [], wake, baseline },
    lexicon,
  );
}

/** What each sentence of an article tells, read with a dossier's names. */
export function readWith(dossier: Dossier, article: Article, lexicon: Lexicon): Mention[] {
  return mentionsOf(readArticle(article, printedOn(article), lexicon, dossier.profile.names), lexicon);
}

export function printedOn(article: Article): Day {
  return article.publishedAt?.slice(0, 10) ?? '1970-01-01';
}

/** Below what any entry reaches that is met at all. */
const NOTHING_MET = -10;

/** The score of the ledger's entry most like a telling: above 0 compare takes them for one event. */
export function likestScore(dossier: Dossier, mention: Mention, published: Day): number {
  return meet(dossier, mention, published)?.likeness.score ?? NOTHING_MET;
}
