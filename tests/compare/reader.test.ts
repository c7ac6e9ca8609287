import { expect, test } from 'vitest';
import { readTokens } from '../../src/compare/reader.ts';

const SENTENCE = 'The miners at Veldhoek walked out on Monday after talks had collapsed.';

/** Six million characters, which is past where the tagger is begun anew, each sentence with words nobody knows. */
const SENTENCES = 60_000;

test('a sentence reads the same whatever was read before, words without end among it', () => {
  const before = readTokens(SENTENCE);
  for (let i = 0; i < SENTENCES; i++) {
    const word = i.toString(36).replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
    readTokens(
      `The q${word}x of the ${word}q said that the talks between the two of them had been resumed on Monday.`,
    );
  }
  expect(readTokens(SENTENCE)).toEqual(before);
}, 60_000);
