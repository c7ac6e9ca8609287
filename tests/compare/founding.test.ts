import { expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { dossierOf, foundingMark, foundingOf } from '../../src/compare/founding.ts';
import { LEXICON, storyOf } from '../jobs/press.ts';

const { watch, stream } = storyOf('niger-us-withdrawal');
const AT = '2024-05-01T00:00:00.000Z';
const founded = foundDossier(watch, LEXICON);
const kept = dossierOf(watch, LEXICON, JSON.parse(JSON.stringify(foundingOf(founded))));

test('a dossier by its kept founding is the one its documents make', () => {
  const { entries, prints, copies, index, indexed, ...rest } = kept;
  expect(rest).toEqual({
    ...founded,
    entries: undefined,
    prints: undefined,
    copies: undefined,
    index: undefined,
    indexed: undefined,
  });
  expect([...entries]).toEqual([...founded.entries]);
  expect([...prints]).toEqual([...founded.prints]);
  expect([...copies]).toEqual([...founded.copies]);
  expect(new Map(index)).toEqual(new Map(founded.index));
  expect([...indexed]).toEqual([...founded.indexed]);
});

test('articles are compared with it as with the other', () => {
  let [one, other] = [founded, kept];
  for (const { article } of stream.slice(0, 12)) {
    const [first, second] = [compare(one, article, AT), compare(other, article, AT)];
    expect({ ...second, dossier: null }).toEqual({ ...first, dossier: null });
    [one, other] = [first.dossier, second.dossier];
  }
});

test('it is of the watch without its feeds, of the lexicon and of the program', () => {
  const mark = foundingMark(watch, LEXICON, 'p');
  expect(foundingMark({ ...watch, feeds: [{ url: 'https://a.example/' }] }, { ...LEXICON }, 'p')).toBe(mark);
  const others = [
    foundingMark({ ...watch, baseline: watch.baseline.slice(1) }, LEXICON, 'p'),
    foundingMark({ ...watch, follow: 'another' }, LEXICON, 'p'),
    foundingMark(watch, { ...LEXICON, titles: [] }, 'p'),
    foundingMark(watch, LEXICON, 'q'),
  ];
  expect(new Set([mark, ...others]).size).toBe(5);
});
