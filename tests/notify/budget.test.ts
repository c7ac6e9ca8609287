import { expect, test } from 'vitest';
import { clip, countWords, share } from '../../src/notify/budget.ts';
import { words } from './samples.ts';

test('words are counted as a reader reads them: no dashes, no addresses of pages', () => {
  expect(countWords('— Talks resume, “at last” · https://example.org/a-b-c')).toBe(4);
  expect(countWords('')).toBe(0);
});

test('what fits is left as it is', () => {
  expect(clip('Talks resume in Baghdad', { words: 4, characters: 23 })).toBe('Talks resume in Baghdad');
});

test('text is cut at a word, and says that it was', () => {
  expect(clip('Talks resume, in Baghdad', { words: 2, characters: 99 })).toBe('Talks resume…');
  expect(clip('Talks resume in Baghdad', { characters: 18 })).toBe('Talks resume in…');
});

test('one endless word is cut where it stands', () => {
  expect(clip('a'.repeat(2000), { characters: 20 })).toBe(`${'a'.repeat(19)}…`);
});

test('an emoji of many code points is never cut in two', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(clip(family.repeat(300), { characters: 5 })).toBe(`${family.repeat(4)}…`);
});

test('an endless grapheme does not take for ever or escape the limit', () => {
  expect(clip(`e${'\u0301'.repeat(100_000)}`, { characters: 10 }).length).toBeLessThan(200);
});

test('a budget is shared fairly, and what one leaves goes to the others', () => {
  expect(share(30, [50, 5, 50])).toEqual([12, 5, 13]);
  expect(share(100, [10, 20])).toEqual([10, 20]);
  expect(share(-5, [10])).toEqual([0]);
  expect(share(10, [])).toEqual([]);
  expect(
    share(
      60,
      [...words(3)].map(() => 0),
    ).every((given) => given === 0),
  ).toBe(true);
});
