import { expect, test } from 'vitest';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { englishModel } from '../../src/compare/english-model.ts';
import { numberedWords } from '../../src/compare/numbered-words.ts';

const TEXT = `Talks resumed in Baghdad on Feb. 11, U.S. Maj. Gen. Xqzwv Blorptik said; they hadn't met since the
27th, and won't "rush" what 2,500 troops are re-deployed for. THEY'RE constructor, toString and __proto__, he added.`;

function read(model: typeof winkModel) {
  const { readDoc, its } = winkNLP(model, ['pos']);
  const tokens = readDoc(TEXT).tokens();
  return [tokens.out(), tokens.out(its.pos), tokens.out(its.lemma as unknown as typeof its.value)];
}

test('a sentence is read as by the model unpacked in its own way', () => {
  expect(read(englishModel)).toEqual(read(winkModel));
});

test('what is unpacked leaves the model as it was', () => {
  read(englishModel);
  expect(read(winkModel)).toEqual(read(englishModel));
});

test('each word has its number, and no other word has one', () => {
  const words = Array.from({ length: 5_000 }, (_, i) => `w${i}`);
  const numbers = numberedWords(words);
  expect(words.map((word) => numbers[word])).toEqual(words.map((_, i) => i));
  expect(words.map((word) => numbers[word])).toEqual(words.map((_, i) => i));
  expect([numbers.w5000, numbers.constructor, numbers.valueOf, numbers['']]).toEqual(
    Array(4).fill(undefined),
  );
});

test('a word can be given a number, new or another', () => {
  const numbers = numberedWords(['a', 'b']);
  numbers.c = 2;
  numbers.b = 7;
  expect([numbers.a, numbers.b, numbers.c]).toEqual([0, 7, 2]);
});
