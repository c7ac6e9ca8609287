import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { headlineOf } from '../../src/compare/headline.ts';
import { mentionsOf } from '../../src/compare/mention.ts';
import { countryNames, indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { articleOf, lexicon, NOW, watch } from './watch.ts';

function headline(sentence: string, title = 'Nothing of it'): string {
  const article = articleOf(title, '2024-02-15', ['This opens it.', 'So does this.', sentence]);
  const mentions = mentionsOf(
    readArticle(article, '2024-02-15', lexicon, indexNames(countryNames(lexicon))),
    lexicon,
  );
  const last = mentions.at(-1);
  return last ? headlineOf(last, title, lexicon) : '';
}

describe('headlineOf', () => {
  it('says what and where in a few words', () => {
    expect(headline('Talks between the two sides resumed in Baghdad on Sunday.')).toBe(
      'Talks resume in Baghdad',
    );
  });

  it('leaves out who said it and ends where a phrase ends', () => {
    const long =
      'More than forty houses were damaged by the wind along the northern coast of the island during the night, officials said on Monday.';
    const told = headline(long);
    expect(told.length).toBeLessThanOrEqual(70);
    expect(told).toMatch(/^More than forty houses were damaged/);
    expect(told).not.toMatch(/said|[,.]$/);
  });

  it('takes the title of an article whose lead tells the same', () => {
    const article = articleOf('Kenya and Uganda open talks on lake dam', '2025-03-17', [
      'Talks between Kenya and Uganda on the dam on Lake Victoria opened in Kampala on Monday.',
    ]);
    const [development] = compare(foundDossier(watch, lexicon), article, NOW).developments;
    expect(development?.headline).toBe('Kenya and Uganda open talks on lake dam');
  });
});
