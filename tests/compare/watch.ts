import path from 'node:path';
import { loadLexicon } from '../../src/config/lexicon.ts';
import type { Article } from '../../src/model/article.ts';
import { contentId } from '../../src/model/id.ts';
import type { Watch } from '../../src/model/watch.ts';

export const lexicon = loadLexicon(path.join(import.meta.dirname, '../../config/lexicon'));

/** An article of a made-up outlet. */
export function articleOf(
  title: string,
  publishedAt: string,
  paragraphs: readonly string[],
  rest: Partial<Article> = {},
): Article {
  const url = `https://news.example/${encodeURIComponent(title)}/${publishedAt}`;
  return {
    id: contentId('a', url),
    url,
    title,
    paragraphs,
    captions: [],
    authors: [],
    publishedAt,
    source: 'Wire A',
    via: 'page',
    ...rest,
  };
}

/** A made-up story: two states at odds over a river dam. */
export const baseline: readonly Article[] = [
  articleOf('Kenya and Uganda agree to talks on Lake Victoria dam', '2025-03-03', [
    'NAIROBI — Kenya and Uganda have agreed to hold talks on a dam on Lake Victoria, both governments said on Sunday.',
    'A first round is to be held in Kampala later this month. Kenyan fishermen have protested for weeks against the dam, which Uganda began to build last year.',
  ]),
  articleOf('Two killed as Ugandan police clash with fishermen', '2025-03-06', [
    'At least two people were killed on Wednesday when Ugandan police opened fire on Kenyan fishermen near Migingo island on Lake Victoria, officials in Nairobi said.',
    'Kenya and Uganda are to hold talks on the dam this month.',
  ]),
];

export const watch: Watch = {
  id: 'lake-dam',
  title: 'The dam on Lake Victoria',
  follow: 'Talks between Kenya and Uganda on the dam, and violence on the lake.',
  language: 'en',
  feeds: [],
  names: [],
  wake: { minWeight: 1, mute: [] },
  baseline,
};

export const NOW = '2025-03-20T12:00:00.000Z';
