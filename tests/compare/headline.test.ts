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

  it.each([
    [
      'when, before the sentence',
      'Less than two days earlier a drone had killed three soldiers at an outpost in Jordan.',
      'A drone had killed three soldiers at an outpost in Jordan',
    ],
    [
      'who warned, between commas',
      'Any attack along the frontier, the service warned, would be met with harsher measures.',
      'Any attack along the frontier would be met with harsher measures',
    ],
    [
      'who made it clear, and how, before what was made clear',
      'The governor made clear in a short address, which state radio carried live, that the ban on night fishing stays until autumn.',
      'The ban on night fishing stays until autumn',
    ],
    [
      'what stands between subject and verb',
      'The commission, in which an assistant secretary of defence and a three-star general sat across from the chief of staff of the army, also agreed on rules for the planes.',
      'The commission also agreed on rules for the planes',
    ],
  ])('leaves out %s', (_, sentence, told) => {
    expect(headline(sentence)).toBe(told);
  });

  it.each([
    [
      'A second round of the security dialogue between the two defence establishments of both countries is to take place in July.',
      /^A second round of the security dialogue is to take place/,
    ],
    [
      'The treaty itself will not be signed until Armenia has changed its constitution, officials in the capital made clear once more.',
      /^The treaty itself will not be signed until Armenia has changed its constitution$/,
    ],
  ])('is a sentence and no fragment: %s', (sentence, told) => {
    expect(headline(sentence)).toMatch(told);
  });

  it('takes the title where the sentence means something only after the one before', () => {
    const title = 'Minister to travel to Niamey for talks on withdrawal';
    expect(headline('He also agreed with his host on further talks in July.', title)).toBe(title);
  });

  it('does not end in the middle of a figure or a phrase', () => {
    const told = headline(
      'The government accepted on Thursday what the delegation had proposed for the last two of the 17 articles of the agreement it signed.',
    );
    expect(told).not.toMatch(/…|last two$/);
  });
});
